"""How sets, groups and interchanges ended: what acknowledgements are written from."""

import msgspec

from codeward.formats.x12.finding import X12Finding


class SetVerdict(msgspec.Struct, frozen=True):
    """How one transaction set ended."""

    identifier: str
    control: str
    guide: str
    accepted: bool
    claims: int
    rejected_claims: int
    codes: tuple[str, ...]
    findings: tuple[X12Finding, ...]


class GroupVerdict(msgspec.Struct, frozen=True):
    """How one functional group ended; `declared` is GE01, `codes` those of AK905."""

    code: str
    control: str
    guide: str
    declared: int
    sets: tuple[SetVerdict, ...]
    codes: tuple[str, ...]


class InterchangeVerdict(msgspec.Struct, frozen=True):
    """How one interchange ended; `note` is TA105, `000` where nothing is wrong."""

    header: tuple[str, ...]
    groups: tuple[GroupVerdict, ...]
    note: str


class Validation(msgspec.Struct, frozen=True):
    """What is known about a file after the last byte.

    Attributes:
        transaction: `837P`, `837I`, `835` ..., of the first set that was recognised.
        claims: Claims or claim payments in the file.
        accepted: Whether nothing was found that rejects.
        findings: In the order of the file.
        interchanges: The verdict of each, from which acknowledgements are written.
    """

    transaction: str | None
    claims: int
    accepted: bool
    findings: tuple[X12Finding, ...]
    interchanges: tuple[InterchangeVerdict, ...]
