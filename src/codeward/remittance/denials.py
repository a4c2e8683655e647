"""Denials as work: what was refused and why, back to the decision, with the day to act by."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from codeward.formats.x12.remittance_advice import LinePayment
from codeward.model import Decision, FinalEncounter
from codeward.remittance.posting import Outcome, Posted, Posting
from codeward.remittance.reasons import ReasonGroup, group_of

# Medicare: a redetermination is asked for within 120 days of receipt (42 CFR 405.942), receipt is
# presumed five days after the notice; a claim is filed within one year (42 CFR 424.44).
APPEAL_DAYS = 120
PRESUMED_RECEIPT_DAYS = 5
FILING_DAYS = 365
# What needs no appeal: agreed discounts and the patient's own share.
_NOT_REFUSED = frozenset({ReasonGroup.CONTRACTUAL, ReasonGroup.PATIENT})


class DenialCause(msgspec.Struct, frozen=True):
    """One reason behind a denial."""

    group: ReasonGroup
    reason: str
    amount: Decimal
    remarks: tuple[str, ...]


class Denial(msgspec.Struct, frozen=True):
    """What was refused of a claim.

    Attributes:
        claim_id: Our claim number.
        line: Number of the service line from 1, None for the whole claim.
        code: Procedure code of the line, None for the whole claim.
        charge: What was asked for.
        causes: Why it was refused, the largest first.
        decision: The decision that put the code there, None where no code is to blame.
        engine: The engine and releases under which it was decided.
        appeal_by: Last day for an appeal.
        refile_by: Last day for a corrected claim.
    """

    claim_id: str
    line: int | None
    code: str | None
    charge: Decimal
    causes: tuple[DenialCause, ...]
    decision: Decision | None
    engine: str
    appeal_by: date
    refile_by: date | None


def denials(
    posting: Posting,
    finals: Mapping[str, FinalEncounter],
    paid_on: date,
    appeal_days: int = APPEAL_DAYS,
) -> tuple[Denial, ...]:
    """What was refused, a line at a time, the most money first.

    Args:
        posting: What the remittance did to our claims.
        finals: Finished encounters by claim number.
        paid_on: Day of the remittance.
        appeal_days: Days for an appeal by the payer's contract.
    """
    found = [
        one
        for posted in posting.posted
        if posted.outcome in (Outcome.DENIED, Outcome.PARTLY_PAID)
        for one in _of(posted, finals.get(posted.claim_id), paid_on, appeal_days)
    ]
    return tuple(sorted(found, key=lambda one: (-one.charge, one.claim_id, one.line or 0)))


def _of(
    posted: Posted, final: FinalEncounter | None, paid_on: date, appeal_days: int
) -> list[Denial]:
    appeal_by = paid_on + timedelta(days=PRESUMED_RECEIPT_DAYS + appeal_days)
    day = final.encounter.governing_date if final else None
    refile_by = day + timedelta(days=FILING_DAYS) if day else None
    engine = final.record.engine if final else ""
    payment = posted.payment
    refused = [
        (number, line)
        for number, line in enumerate(payment.lines, start=1)
        if line.paid == 0 and _causes(line)
    ]
    if not refused:
        causes = tuple(
            DenialCause(group_of(one.reason), one.reason, one.amount, payment.remarks)
            for one in payment.all_adjustments
            if group_of(one.reason) not in _NOT_REFUSED
        )
        return [
            Denial(
                posted.claim_id, None, None, payment.charge, causes, None, engine, appeal_by,
                refile_by,
            )
        ]  # fmt: skip
    return [
        Denial(
            posted.claim_id, number, line.code[0] if line.code else None, line.charge,
            _causes(line), _decision(line, final), engine, appeal_by, refile_by,
        )
        for number, line in refused
    ]  # fmt: skip


def _causes(line: LinePayment) -> tuple[DenialCause, ...]:
    told = [
        DenialCause(group_of(one.reason), one.reason, one.amount, line.remarks)
        for one in line.adjustments
        if group_of(one.reason) not in _NOT_REFUSED
    ]
    return tuple(sorted(told, key=lambda one: (-one.amount, one.reason)))


def _decision(line: LinePayment, final: FinalEncounter | None) -> Decision | None:
    if final is None or not line.code:
        return None
    matching = (one for one in final.record.decisions if one.code == line.code[0])
    return next(matching, None)
