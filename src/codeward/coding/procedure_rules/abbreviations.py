"""Abbreviations: one token names a procedure only where the tables list it as written."""

from collections.abc import Sequence
from functools import cache

from codeward.codesets.words import Word
from codeward.coding.case import Case
from codeward.coding.procedure_rules.templates import templates


def is_doubtful(case: Case, document: str, words: Sequence[Word]) -> bool:
    """Whether the words all stand for one abbreviation that no wording holds.

    VSG is a sleeve gastrectomy to one hospital and a sedimentation rate to another.
    """
    start, end = words[0].start, words[-1].end
    if len(words) == 1 or words[-1].start != start:
        return False
    return case.quote(document, start, end).lower() not in _listed()


@cache
def _listed() -> frozenset[str]:
    wordings = (wording for one in templates() for wording in one.wordings)
    return frozenset(token for wording in wordings for token in wording.split())
