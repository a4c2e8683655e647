"""Data reviewed and analyzed: tests, records, historian, interpretation, discussion."""

from typing import Final

from codeward.coding.case import Case
from codeward.coding.evaluation_and_management.statements import how_many, stated
from codeward.model import EvidenceSpan
from codeward.model.evaluation_and_management import Complexity, Element, Reason

_LIMITED_ITEMS, _MODERATE_ITEMS, _EXTENSIVE_CATEGORIES = 2, 3, 2
_COUNTED: Final = frozenset(("test", "record"))


def data(case: Case) -> Element:
    """The data of the visit and the level that they reach together.

    Each unique test and each external source counts one. Limited: two of them, or an independent
    historian. Moderate: three of them (the historian counts as one), or an independent
    interpretation, or a discussion with an external physician. Extensive: two of these three.

    Why: a test that is ordered is also reviewed with the order, so it counts once.
    What it does not do: it does not know which tests the same provider bills with interpretation.
    Source: AMA, CPT E/M guidelines 2021 and 2023, amount and complexity of data.
    """
    items: dict[str, EvidenceSpan] = {}
    kinds: dict[str, EvidenceSpan] = {}
    counted, summary = 0, Complexity.NONE
    reasons: list[Reason] = []
    for statement, mention in stated(case, "data.toml"):
        if statement.kind == "summary":
            summary = max(summary, statement.level)
            reasons.append(Reason(statement.reason, statement.level, (mention.span,)))
        elif statement.kind == "count":
            counted = max(counted, how_many(case, mention))
            reasons.append(_one(f"{statement.reason}: {counted}", mention.span))
        elif statement.kind in _COUNTED:
            name = statement.kind + " ".join(mention.span.text.lower().split())
            if name not in items:
                items[name] = mention.span
                reasons.append(_one(statement.reason, mention.span))
        elif statement.kind not in kinds:
            kinds[statement.kind] = mention.span
            reasons.append(_one(statement.reason, mention.span))
    level = max(summary, _level(max(len(items), counted), frozenset(kinds)))
    return Element("data", level, tuple(reasons))


def _one(text: str, span: EvidenceSpan) -> Reason:
    return Reason(text, Complexity.STRAIGHTFORWARD, (span,))


def _level(items: int, kinds: frozenset[str]) -> Complexity:
    historian = "historian" in kinds
    categories = sum(
        (
            items + historian >= _MODERATE_ITEMS,
            "interpretation" in kinds,
            "discussion" in kinds,
        )
    )
    if categories >= _EXTENSIVE_CATEGORIES:
        return Complexity.HIGH
    if categories:
        return Complexity.MODERATE
    if items >= _LIMITED_ITEMS or historian:
        return Complexity.LOW
    return Complexity.STRAIGHTFORWARD if items else Complexity.NONE
