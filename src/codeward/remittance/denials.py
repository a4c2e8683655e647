"""Denials as work: what was refused and why, back to the decision, with the day to act by."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from codeward.formats.x12.remittance_advice import AdjustmentReason, LinePayment
from codeward.model import Decision, DecisionRecord, Finding
from codeward.remittance.posting import Outcome, Posted, Posting
from codeward.remittance.reasons import ReasonGroup, group_of

# Medicare: a redetermination is asked for within 120 days of receipt (42 CFR 405.942), receipt is
# presumed five days after the notice; a claim is filed within one year (42 CFR 424.44).
APPEAL_DAYS = 120
PRESUMED_RECEIPT_DAYS = 5
FILING_DAYS = 365
_LONGEST = 3
# What needs no appeal: agreed discounts and the patient's own share.
_NOT_REFUSED = frozenset({ReasonGroup.CONTRACTUAL, ReasonGroup.PATIENT})


class DenialCause(msgspec.Struct, frozen=True):
    """One reason behind a denial.

    Attributes:
        group: Who can do something about it.
        reason: CARC.
        amount: The refused money.
        remarks: RARCs.
        adjustment_group: CAS01, such as `CO`.
    """

    group: ReasonGroup
    reason: str
    amount: Decimal
    remarks: tuple[str, ...]
    adjustment_group: str = ""


class Denial(msgspec.Struct, frozen=True):
    """What was refused of a claim.

    Attributes:
        claim_id: Our claim number.
        line: Number of the service line from 1, None for the whole claim.
        code: Procedure code of the line, None for the whole claim.
        charge: What was asked for.
        causes: Why it was refused, the largest first.
        decision: The decision that put the code there, None where no record of it was given.
        engine: The engine under which it was decided; empty where no record was given.
        edits: What our own edits say of this code or line: where they warned, the denial was
            foreseeable, and the edit names the way out.
        appeal_by: Last day for an appeal.
        refile_by: Last day for a corrected claim, None where no line is dated.
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
    edits: tuple[Finding, ...] = ()


def denials(
    posting: Posting,
    records: Mapping[str, DecisionRecord],
    paid_on: date,
    appeal_days: int = APPEAL_DAYS,
) -> tuple[Denial, ...]:
    """What was refused, a line at a time, the most money first.

    Args:
        posting: What the remittance did to our claims.
        records: Decision records by claim number, as far as they are at hand.
        paid_on: Day of the remittance.
        appeal_days: Days for an appeal by the payer's contract.
    """
    appeal_by = paid_on + timedelta(days=PRESUMED_RECEIPT_DAYS + appeal_days)
    found = [
        one
        for posted in posting.posted
        if posted.outcome in (Outcome.DENIED, Outcome.PARTLY_PAID)
        for one in _of(posted, records.get(posted.claim_id), appeal_by)
    ]
    return tuple(sorted(found, key=lambda one: (-one.charge, one.claim_id, one.line or 0)))


def with_edits(
    found: Iterable[Denial], findings: Mapping[str, tuple[Finding, ...]]
) -> tuple[Denial, ...]:
    """Denials with what our own edits say of the refused line, code or claim.

    Args:
        found: The denials.
        findings: What the edits say of each claim, by claim number, as far as it is at hand.
    """
    return tuple(
        msgspec.structs.replace(one, edits=_edits(one, findings.get(one.claim_id, ())))
        for one in found
    )


def _of(posted: Posted, record: DecisionRecord | None, appeal_by: date) -> list[Denial]:
    """The refused lines of a claim, or the claim itself where no line tells why."""
    payment = posted.payment
    refused = [
        (_number(line, place), line, causes)
        for place, line in enumerate(payment.lines, start=1)
        if line.paid == 0 and (causes := refused_causes(line.adjustments, line.remarks))
    ]
    engine = record.engine if record else ""
    if refused:
        return [
            Denial(
                posted.claim_id, number, "".join(line.code[:1]) or None, line.charge, causes,
                _decision(line, record), engine, appeal_by, _refile_by([line]),
            )
            for number, line, causes in refused
        ]  # fmt: skip
    causes = refused_causes(payment.all_adjustments, payment.remarks)
    refile_by = _refile_by(payment.lines)
    return [
        Denial(
            posted.claim_id, None, None, payment.charge, causes, None, engine, appeal_by, refile_by
        )
    ]


def refused_causes(
    adjustments: Iterable[AdjustmentReason], remarks: tuple[str, ...]
) -> tuple[DenialCause, ...]:
    """The reasons that are refusals, the most money first; discounts and shares are left out."""
    told = [
        DenialCause(group, one.reason, one.amount, remarks, one.group)
        for one in adjustments
        if (group := group_of(one.reason, remarks)) not in _NOT_REFUSED
    ]
    return tuple(sorted(told, key=lambda one: (-one.amount, one.reason)))


def _number(line: LinePayment, place: int) -> int:
    """Our number of the line (REF*6R), as payers join and split lines; else its place."""
    told = line.line_number or ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= _LONGEST else place


def _refile_by(lines: Iterable[LinePayment]) -> date | None:
    first = min((line.day for line in lines if line.day), default=None)
    return first + timedelta(days=FILING_DAYS) if first else None


def _decision(line: LinePayment, record: DecisionRecord | None) -> Decision | None:
    if record is None or not line.code:
        return None
    return next((one for one in record.decisions if one.code == line.code[0]), None)


def _edits(denial: Denial, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings on the refused line or code; on a claim refused as a whole, all of them."""
    if denial.line is None:
        return findings
    return tuple(
        one
        for one in findings
        if one.line == denial.line or (one.line is None and one.code == denial.code)
    )
