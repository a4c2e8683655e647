"""Gallstones with cholecystitis: one code that holds both."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Drop, Replace, Rule

_COMBINED = {"K810": "K8000", "K811": "K8010", "K812": "K8012", "K819": "K8010"}


def changes(case: Case) -> Iterator[Change]:
    """Combine stones of the gallbladder with its inflammation.

    Why: I.B.9, and the Index: cholelithiasis with cholecystitis.
    What it does not do: stones of the bile duct have combinations of their own.
    """
    for stones in case.starting("K8020"):
        for inflammation in case.starting(*_COMBINED):
            yield Replace(inflammation.code, _COMBINED[inflammation.code], stones.evidence)
            yield Drop(stones.code)


RULE = Rule("gallstones-combination", "I.B.9", changes)
