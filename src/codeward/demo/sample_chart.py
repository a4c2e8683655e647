"""A sample chart: an invented encounter with the codes that a certified coder reports, and why."""

import datetime as dt

import msgspec

from codeward.model import (
    CodewardError,
    DiagnosisRole,
    Encounter,
    EvidenceSpan,
    PresentOnAdmission,
    System,
)
from codeward.model.system import undotted


class SampleChartError(CodewardError):
    """A sample chart whose files contradict each other: a fault of this package."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of `chart.toml`, strict about its keys."""


class GoldCode(Strict, frozen=True, kw_only=True):
    """One code of the coder's final answer, and why.

    Attributes:
        system: Code system.
        code: Undotted code.
        role: What the diagnosis is to the encounter; None for procedures and services.
        reason: Why a coder reports it, in our own words.
        guideline: Section of the Official Guidelines, or the convention that decides.
        evidence: Exact quotes from the documents.
        poa: Present on admission; None where the code is exempt or the setting knows none.
        date: Day of an ICD-10-PCS procedure.
    """

    system: System
    code: str
    role: DiagnosisRole | None
    reason: str
    guideline: str
    evidence: tuple[EvidenceSpan, ...]
    poa: PresentOnAdmission | None = None
    date: dt.date | None = None


class LeftOut(Strict, frozen=True, kw_only=True):
    """A diagnosis code that the text may tempt one to report, and why the coder does not."""

    code: str
    reason: str

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "code", undotted(self.code))


class SampleChart(Strict, frozen=True, kw_only=True):
    """An invented encounter whose diagnoses, procedures and services are the gold answer.

    Attributes:
        name: Folder name.
        title: One line for lists.
        shows: What the chart is good for.
        tags: What a test can rely on finding in the text, such as `negation`.
        encounter: The encounter as the coder finished it.
        gold: Every code of it with reason and evidence, in claim order.
        left_out: Codes left out on purpose.
    """

    name: str
    title: str
    shows: str
    tags: tuple[str, ...]
    encounter: Encounter
    gold: tuple[GoldCode, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def uncoded(self) -> Encounter:
        """The encounter before anybody decided a code: what the engine sees."""
        return msgspec.structs.replace(
            self.encounter, diagnoses=(), procedures=(), service_lines=()
        )
