"""Two worklists with clocks of their own: claims that were rejected, and claims that were denied.

A rejected claim was never decided: it is corrected and filed again, and only timely filing runs
(42 CFR 424.44). A denied claim was decided: it is appealed (42 CFR 405.942) or corrected.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from codeward.formats.x12.remittance_advice import AdjustmentReason
from codeward.remittance.denials import PRESUMED_RECEIPT_DAYS, DenialCause, refused_causes
from codeward.remittance.reasons import ReasonGroup


class OpenClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that waits for somebody, with the answer that put it there.

    Attributes:
        claim: CLM01.
        partner: Short name.
        file: Number of its file in the outbox.
        payer_number: The payer's number of the claim.
        charge: What was asked for.
        paid: What was paid.
        first_day: First day of service.
        told_on: Day of the answer; of a payment, the day of the payment.
        kind: Which answer.
        status: Its status code.
        notes: Where it points to.
        named: Whether the answer means this claim, or a set in which it lies.
        adjustments: CAS of a payment.
        remarks: RARCs of a payment.
        trace: Transfer or cheque of a payment.
        filing_days: Days for a claim by the contract.
        appeal_days: Days for an appeal by the contract.
    """

    claim: str
    partner: str
    file: int
    payer_number: str
    charge: Decimal
    paid: Decimal
    first_day: date | None
    told_on: date
    kind: str
    status: str
    notes: tuple[str, ...] = ()
    named: bool = True
    adjustments: tuple[AdjustmentReason, ...] = ()
    remarks: tuple[str, ...] = ()
    trace: str = ""
    filing_days: int
    appeal_days: int


class RejectedClaim(msgspec.Struct, frozen=True):
    """A claim to correct and file again.

    Attributes:
        claim: CLM01.
        partner: Short name.
        file: Number of its file in the outbox.
        charge: What it asks for.
        rejected_on: Day of the answer.
        by: Which answer, and its status.
        notes: Where the answer points to.
        named: False where only another claim of its set is at fault.
        refile_by: Last day for the corrected claim; None where no service day is known.
        days_left: Until then; below 0 where it has passed.
    """

    claim: str
    partner: str
    file: int
    charge: Decimal
    rejected_on: date
    by: str
    notes: tuple[str, ...]
    named: bool
    refile_by: date | None
    days_left: int | None


class DeniedClaim(msgspec.Struct, frozen=True):
    """A claim, or a part of one, to appeal or to correct.

    Attributes:
        claim: CLM01.
        partner: Short name.
        file: Number of its file in the outbox.
        payer_number: The payer's number, for the appeal and a replacement (REF*F8).
        charge: What was asked for.
        paid: What was paid.
        refused: What neither a contract nor the patient bears.
        causes: CARCs by kind of problem, the largest first.
        denied_on: Day of the payment.
        appeal_by: Last day of an appeal.
        refile_by: Last day of a corrected claim; None where no service day is known.
        days_left: Until the appeal; below 0 where it has passed.
        trace: Transfer or cheque of the payment (TRN02).
    """

    claim: str
    partner: str
    file: int
    payer_number: str
    charge: Decimal
    paid: Decimal
    refused: Decimal
    causes: tuple[DenialCause, ...]
    denied_on: date
    appeal_by: date
    refile_by: date | None
    days_left: int
    trace: str


def rejected_worklist(claims: Iterable[OpenClaim], on: date) -> tuple[RejectedClaim, ...]:
    """The rejected claims, the nearest deadline first; those without a service day lead."""
    found = [_rejected(one, on) for one in claims]
    return tuple(sorted(found, key=lambda one: (one.refile_by or date.min, one.claim)))


def denied_worklist(claims: Iterable[OpenClaim], on: date) -> tuple[DeniedClaim, ...]:
    """The claims with refused money, the nearest deadline first, then the most money.

    A paid claim is on the list where a part of it was refused: agreed discounts and the patient's
    own share are no refusal.
    """
    found = [one for one in (_denied(claim, on) for claim in claims) if one is not None]
    return tuple(sorted(found, key=lambda one: (one.appeal_by, -one.refused, one.claim)))


class DenialKind(msgspec.Struct, frozen=True):
    """How many claims wait for one kind of problem, and for how much money."""

    group: ReasonGroup
    claims: int
    refused: Decimal


def denial_kinds(claims: Iterable[DeniedClaim]) -> tuple[DenialKind, ...]:
    """The refused money by kind of problem (CARC and RARC), the most first."""
    money: dict[ReasonGroup, Decimal] = {}
    numbers: dict[ReasonGroup, int] = {}
    for one in claims:
        for group in dict.fromkeys(cause.group for cause in one.causes):
            of_group = (cause.amount for cause in one.causes if cause.group is group)
            money[group] = money.get(group, Decimal(0)) + sum(of_group, Decimal(0))
            numbers[group] = numbers.get(group, 0) + 1
    found = [DenialKind(group, numbers[group], amount) for group, amount in money.items()]
    return tuple(sorted(found, key=lambda one: (-one.refused, one.group.value)))


def _rejected(one: OpenClaim, on: date) -> RejectedClaim:
    refile_by = _refile_by(one)
    return RejectedClaim(
        one.claim, one.partner, one.file, one.charge, one.told_on, f"{one.kind} {one.status}",
        one.notes, one.named, refile_by, None if refile_by is None else (refile_by - on).days,
    )  # fmt: skip


def _denied(one: OpenClaim, on: date) -> DeniedClaim | None:
    causes = refused_causes(one.adjustments, one.remarks)
    denied = one.status == _DENIED or (one.paid <= 0 and not one.adjustments)
    if not causes and not denied:
        return None
    refused = sum((cause.amount for cause in causes), Decimal(0)) if causes else one.charge
    appeal_by = one.told_on + timedelta(days=PRESUMED_RECEIPT_DAYS + one.appeal_days)
    return DeniedClaim(
        one.claim, one.partner, one.file, one.payer_number, one.charge, one.paid, refused, causes,
        one.told_on, appeal_by, _refile_by(one), (appeal_by - on).days, one.trace,
    )  # fmt: skip


_DENIED = "4"


def _refile_by(one: OpenClaim) -> date | None:
    return one.first_day + timedelta(days=one.filing_days) if one.first_day else None
