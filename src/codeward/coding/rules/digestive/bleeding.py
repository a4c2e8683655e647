"""Bleeding ulcers and diverticula: one code that holds both."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Drop, Replace, Rule

_BLEEDING = {
    "K253": "K250",
    "K257": "K254",
    "K259": "K254",
    "K263": "K260",
    "K267": "K264",
    "K269": "K264",
    "K279": "K274",
    "K289": "K284",
    "K5730": "K5731",
    "K5732": "K5733",
    "K5790": "K5791",
    "K5792": "K5793",
    "K5720": "K5721",
    "K2970": "K2971",
    "K2900": "K2901",
    "K31819": "K31811",
}
_BLEEDS = ("K922", "K921", "K920", "R58", "K625")


def changes(case: Case) -> Iterator[Change]:
    """Use the code of the disease with bleeding and drop the bleeding itself.

    Why: I.B.9, and the Index links bleeding to ulcers and diverticula by `with` (I.A.15).
    What it does not do: a bleeding from another named site stays.
    """
    for disease in case.candidates:
        target = _BLEEDING.get(disease.code)
        if target is None:
            continue
        said = case.said("with_bleeding", line=disease.line)
        bleeds = case.starting(*_BLEEDS)
        if said is not None or bleeds:
            spans = bleeds[0].evidence if said is None else (said.span,)
            yield Replace(disease.code, target, spans)
    if any(case.has(code) for code in (*_BLEEDING.values(), *_BLEEDING)):
        for bleed in _BLEEDS:
            yield Drop(bleed)


RULE = Rule("combination-bleed", "I.B.9", changes)
