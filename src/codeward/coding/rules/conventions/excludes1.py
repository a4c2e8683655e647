"""Excludes1: of two codes that bar each other, the one that says more stays."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Rule


def changes(case: Case) -> Iterator[Change]:
    """Resolve Excludes1 conflicts among the candidates.

    What it does: an unspecified code, a symptom or a default gives way to the specific one.
    Why: I.A.12.a: the two conditions do not occur together.
    What it does not do: two conditions of equal weight both stay; the edit reports them and a
    person decides whether they are unrelated.
    """
    by_code = {candidate.code: candidate for candidate in case.candidates}
    for conflict in case.book.code_set.excludes1_conflicts(by_code):
        pair = by_code[conflict.code], by_code[conflict.excluded]
        weaker = min(pair, key=lambda one: _weight(one, case))
        stronger = max(pair, key=lambda one: _weight(one, case))
        if _weight(weaker, case) < _weight(stronger, case):
            yield Drop(weaker.code)


def _weight(candidate: Candidate, case: Case) -> int:
    title = case.book.title(candidate.code).lower()
    if candidate.code.startswith("R"):
        return 0
    return 1 if "unspecified" in title else 2


RULE = Rule("excludes1-conflict", "I.A.12.a", changes)
