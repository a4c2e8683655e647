"""Adenomatous polyps: benign neoplasms, not polyps."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Drop, Rule


def changes(case: Case) -> Iterator[Change]:
    """Drop the polyp where the adenoma is coded.

    Why: I.C.2, Neoplasm table: histology decides.
    What it does not do: a hyperplastic polyp stays a polyp.
    """
    if case.has("D12"):
        yield Drop("K635")
        yield Drop("K621")


RULE = Rule("benign-polyp", "I.C.2", changes)
