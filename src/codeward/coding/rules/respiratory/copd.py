"""Chronic obstructive pulmonary disease with infection, exacerbation, or both."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_beside

_INFECTIONS = ("J20", "J12", "J13", "J14", "J15", "J16", "J18", "J22", "J209")


def changes(case: Case) -> Iterator[Change]:
    """Code infection and exacerbation of the disease, each if it is stated.

    What it does: a lower respiratory infection gives J44.0 with the infection beside it; an
    exacerbation gives J44.1; the plain code goes.
    Why: I.C.10.a and the notes at J44.0 and J44.1.
    What it does not do: an infection alone is no exacerbation.
    """
    plain = case.starting("J449", "J441", "J440")
    if not plain:
        return
    first = plain[0]
    infections = case.starting(*_INFECTIONS)
    exacerbation = case.said("exacerbation", line=first.line)
    if exacerbation is not None and not case.has("J45") and not case.has("J441"):
        yield Replace("J449", "J441", (exacerbation.span,))
    if infections and not case.has("J440"):
        yield add_beside(first, "J440", after=False)
    for infection in infections:
        yield Before("J440", infection.code)
    if infections or case.has("J441"):
        yield Drop("J449")


RULE = Rule("copd-infection", "I.C.10.a", changes)
