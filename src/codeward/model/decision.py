"""Who decided what, on which evidence, under which releases."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from codeward.model.encounter import Encounter
from codeward.model.evidence import EvidenceSpan
from codeward.model.release import ReleaseId
from codeward.model.suggestion import PathStep
from codeward.model.system import System


class Verdict(StrEnum):
    """What the person did with a code."""

    ACCEPTED = "accepted"
    ADDED = "added"
    REJECTED = "rejected"


class Rationale(msgspec.Struct, frozen=True):
    """A reason typed by the person who decided, for a code without an evidence span."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a rationale must not be empty")


class Decision(msgspec.Struct, frozen=True):
    """One code, one verdict, one person. It needs evidence or a rationale: that is the contract.

    Attributes:
        system: Code system.
        code: Undotted code.
        verdict: What the person did with it.
        by: Who.
        at: When.
        evidence: Spans that support it.
        rationale: Why, where no span does.
        path: The way to the code as the person went it: that of the suggestion, or a walk through
            an index; often none.
    """

    system: System
    code: str
    verdict: Verdict
    by: str
    at: datetime
    evidence: tuple[EvidenceSpan, ...] = ()
    rationale: Rationale | None = None
    path: tuple[PathStep, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence and self.rationale is None:
            raise ValueError("a decision needs an evidence span or a rationale")


class DecisionRecord(msgspec.Struct, frozen=True):
    """All decisions of one encounter and what they rested on: enough to replay them."""

    encounter_id: str
    decisions: tuple[Decision, ...]
    releases: Mapping[str, ReleaseId]
    engine: str


class FinalEncounter(msgspec.Struct, frozen=True):
    """An encounter that a person has finished, with the record of the decisions."""

    encounter: Encounter
    record: DecisionRecord
