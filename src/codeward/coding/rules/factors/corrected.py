"""Corrected malformations: a malformation that was repaired is history, not disease."""

from collections.abc import Iterator

from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Replace, Rule

_WORDS = frozenset(("repaired", "corrected", "repair", "correction"))
_HISTORY = (
    (("Q35", "Q36", "Q37"), "Z87730"),
    (("Q390", "Q391", "Q392"), "Z87731"),
    (("Q38", "Q39", "Q40", "Q41", "Q42", "Q43", "Q44", "Q45"), "Z87738"),
    (("Q2",), "Z8774"),
    (("Q54",), "Z87710"),
    (("Q5", "Q6"), "Z87718"),
    (("Q30", "Q31", "Q32", "Q33", "Q34"), "Z8775"),
    (("Q790",), "Z87760"),
    (("Q793",), "Z87761"),
    (("Q65", "Q66", "Q67", "Q68", "Q69", "Q7"), "Z87768"),
)


def changes(case: Case) -> Iterator[Change]:
    """Code a congenital malformation that was corrected as personal history.

    Why: I.C.17: if a malformation has been corrected, a personal history code identifies it.
    What it does not do: a planned repair changes nothing; a repair with a residual condition is
    for the coder, who sees the path.
    """
    for malformation in case.starting("Q"):
        words = {word.word for word in case.line(malformation.line).words}
        told = malformation.assertion is Assertion.HISTORICAL or bool(
            words & {"status", "history", "repaired", "corrected", "s"}
        )
        if not (words & _WORDS and told) or words & {"planned", "scheduled", "for", "residual"}:
            continue
        for prefixes, code in _HISTORY:
            if malformation.code.startswith(prefixes) and case.book.is_billable(code):
                yield Replace(malformation.code, code)
                break


RULE = Rule("malformation-corrected", "I.C.17", changes)
