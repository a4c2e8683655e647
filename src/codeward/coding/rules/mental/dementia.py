"""Dementia in another disease: the disease first, the dementia as its manifestation."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Replace, Rule

_CAUSES = ("G30", "G20", "G3183", "G310", "G35", "B20")
_ENDING = 3


def changes(case: Case) -> Iterator[Change]:
    """Code dementia beside Alzheimer's, Parkinson's or Lewy body disease as dementia in disease.

    Why: I.A.13 and I.A.15: the Index lists these diseases under Dementia, with.
    What it does not do: vascular dementia (F01) stays what it is.
    """
    for cause in case.starting(*_CAUSES):
        for dementia in case.starting("F03"):
            ending = dementia.code[_ENDING:]
            code = "F02" + ("8" + ending[1:] if ending.startswith("9") else ending)
            if case.book.is_billable(code):
                yield Replace(dementia.code, code, cause.evidence)
                yield Before(cause.code, code)


RULE = Rule("dementia-in-disease", "I.A.13; I.A.15", changes)
