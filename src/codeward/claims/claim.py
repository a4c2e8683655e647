"""What building a claim gives: the claim, or the findings that forbid it."""

from decimal import Decimal

import msgspec

from codeward.claims.trace import TracedElement
from codeward.model import Finding


class ControlNumbers(msgspec.Struct, frozen=True):
    """Numbers that tie answers to the claim: ISA13, GS06 and ST02.

    The caller hands out `interchange` and never uses one twice for the same receiver. The group
    has the same number unless another is given: a 999 names the group and not the interchange.
    """

    interchange: int
    group: int = 0
    transaction: int = 1

    def __post_init__(self) -> None:
        if not self.group:
            msgspec.structs.force_setattr(self, "group", self.interchange)
        for value in (self.interchange, self.group, self.transaction):
            if not 0 < value < 10**9:
                raise ValueError("a control number has one to nine digits and is not zero")


class Claim(msgspec.Struct, frozen=True):
    """A written claim.

    Attributes:
        transaction: `837P`, `837I` or `837D`.
        text: The whole interchange.
        claim_id: CLM01, by which every answer names the claim.
        total: CLM02, the sum of the line charges.
        control: The control numbers in it.
        trace: The origin of each element that came from the encounter.
    """

    transaction: str
    text: str
    claim_id: str
    total: Decimal
    control: ControlNumbers
    trace: tuple[TracedElement, ...] = ()


class Refusal(msgspec.Struct, frozen=True):
    """Why no claim was written: at least one finding of severity `reject`."""

    findings: tuple[Finding, ...]
