"""An evaluation-and-management level: what the documentation supports, element by element."""

from enum import IntEnum

import msgspec

from codeward.model.evidence import EvidenceSpan


class Complexity(IntEnum):
    """Levels of medical decision making, in order; `NONE` where nothing is documented."""

    NONE = 0
    STRAIGHTFORWARD = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4


class Reason(msgspec.Struct, frozen=True):
    """One thing that counts towards an element, where it is written and what it is worth alone."""

    text: str
    level: Complexity
    evidence: tuple[EvidenceSpan, ...]


class Element(msgspec.Struct, frozen=True):
    """Problems, data or risk: the level reached, and everything that counted."""

    name: str
    level: Complexity
    reasons: tuple[Reason, ...]


class EvaluationAndManagement(msgspec.Struct, frozen=True):
    """The level that the documentation of one visit supports, against what was billed.

    Attributes:
        family: Kind of visit, such as `office, established patient`.
        elements: Problems, data, risk.
        decision_making: The level that two of the three elements reach.
        decision_making_code: The code of that level; None where nothing is documented.
        minutes: Total time stated; None where none is stated or time does not count.
        time_evidence: Where the time stands.
        time_code: The code that the time supports; None where there is none.
        supported: The higher of the two codes; None where neither is supported.
        basis: `medical decision making`, `time`, or empty.
        billed: The billed code; None where none is billed.
        comparison: `agrees`, `over` (billed above the documentation), `under`, or empty.
        needs: What the documentation leaves open.
        prolonged: What the time says about prolonged services; empty where nothing.
    """

    family: str
    elements: tuple[Element, ...]
    decision_making: Complexity
    decision_making_code: str | None
    minutes: int | None
    time_evidence: tuple[EvidenceSpan, ...]
    time_code: str | None
    supported: str | None
    basis: str
    billed: str | None = None
    comparison: str = ""
    needs: tuple[str, ...] = ()
    prolonged: str = ""
