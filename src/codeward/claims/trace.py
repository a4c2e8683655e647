"""Says of each element of a claim which field, and which decision, put it there."""

from collections.abc import Iterable

import msgspec

from codeward.claims.sourced import source_of
from codeward.formats.x12 import Segment
from codeward.model import DecisionRecord, Verdict

_CODE_FIELDS = ("diagnoses[", "procedures[", "service_lines[")


class TracedElement(msgspec.Struct, frozen=True):
    """The origin of one element; values are left out.

    Attributes:
        segment: Ordinal in the transaction set, ST is 1.
        segment_id: Such as `HI`.
        element: Number of the element.
        component: Number of the component, None for a simple element.
        source: Field of the encounter or the site, such as `diagnoses[0].code`.
        decision: Number of the decision in the record, None where the element holds no code.
        verdict: What was decided.
    """

    segment: int
    segment_id: str
    element: int
    component: int | None
    source: str
    decision: int | None = None
    verdict: Verdict | None = None


def traced(body: Iterable[Segment], record: DecisionRecord) -> tuple[TracedElement, ...]:
    """The origin of every element of a transaction set that came from the encounter."""
    codes = {decision.code: number for number, decision in enumerate(record.decisions)}
    rows: list[TracedElement] = []
    for ordinal, one in enumerate(body, start=1):
        for number, element in enumerate(one.elements, start=1):
            parts = (element,) if isinstance(element, str) else element
            for place, part in enumerate(parts, start=1):
                source = source_of(part)
                if source is None or not part:
                    continue
                component = None if isinstance(element, str) else place
                decision = codes.get(part) if _is_code(source) else None
                verdict = record.decisions[decision].verdict if decision is not None else None
                rows.append(
                    TracedElement(ordinal, one.id, number, component, source, decision, verdict)
                )
    return tuple(rows)


def _is_code(source: str) -> bool:
    return source.startswith(_CODE_FIELDS) and source.endswith(".code")
