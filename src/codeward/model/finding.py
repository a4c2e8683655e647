"""What an edit found: data, never an exception."""

from enum import StrEnum

import msgspec

from codeward.model.evidence import EvidenceSpan


class Severity(StrEnum):
    """How much a finding weighs: a claim with a `reject` is not written."""

    REJECT = "reject"
    WARN = "warn"
    INFORM = "inform"


class Finding(msgspec.Struct, frozen=True):
    """One fault or hint, tied to the exact code or service line.

    Attributes:
        edit: Number of the edit, such as `ICD001`.
        severity: How much it weighs.
        code: The undotted code that fired, None where no code is to blame.
        line: Number of the service line, counted from 1, None where none is meant.
        message: What is wrong, in the words of a coder; no PHI.
        authority: Clause, manual page or table that the edit rests on.
        evidence: Places in the documentation that bear on it; often empty.
        way_out: What the coder can do about it.
    """

    edit: str
    severity: Severity
    code: str | None
    line: int | None
    message: str
    authority: str
    evidence: tuple[EvidenceSpan, ...] = ()
    way_out: str = ""
