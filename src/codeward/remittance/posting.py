"""What a remittance does to our claims; which claim a payment is for, the caller knows."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from codeward.formats.x12.remittance_advice import ClaimPayment, LinePayment, Remittance

_REVERSAL = "22"
_DENIED = "4"
_PATIENT = "PR"


class Outcome(StrEnum):
    """What became of a claim."""

    PAID = "paid"
    PARTLY_PAID = "partly paid"
    DENIED = "denied"
    REVERSED = "reversed"


class Posted(msgspec.Struct, frozen=True):
    """A claim payment with the claim that it is for."""

    claim_id: str
    payment: ClaimPayment
    outcome: Outcome


class Posting(msgspec.Struct, frozen=True):
    """What a remittance does to the books.

    Attributes:
        posted: Payments whose claim is known.
        unmatched: Payments whose claim is not: they wait for a person.
    """

    posted: tuple[Posted, ...]
    unmatched: tuple[ClaimPayment, ...]


def post(remittance: Remittance, claim_of: Callable[[ClaimPayment], str | None]) -> Posting:
    """Say of each payment what became of its claim.

    Args:
        remittance: A remittance that validation accepted.
        claim_of: Number of the claim that a payment is for; None where that is not certain.

    Raises:
        ValueError: the remittance does not balance; nothing of it may be posted.
    """
    if not remittance.balances:
        raise ValueError("the remittance does not balance; nothing of it may be posted")
    posted: list[Posted] = []
    unmatched: list[ClaimPayment] = []
    for payment in remittance.claims:
        claim = claim_of(payment)
        if claim is None:
            unmatched.append(payment)
        else:
            posted.append(Posted(claim, payment, outcome_of(payment)))
    return Posting(tuple(posted), tuple(unmatched))


def outcome_of(payment: ClaimPayment) -> Outcome:
    """Paid, partly paid, denied or reversed, by status and amounts."""
    if payment.status == _REVERSAL:
        return Outcome.REVERSED
    if payment.status == _DENIED or (payment.paid == 0 and payment.patient_share == 0):
        return Outcome.DENIED
    return Outcome.PARTLY_PAID if any(map(_is_refused, payment.lines)) else Outcome.PAID


def _is_refused(line: LinePayment) -> bool:
    """Whether a line was charged, not paid, and not left to the patient either."""
    left_to_patient = any(one.group == _PATIENT for one in line.adjustments)
    return line.paid == 0 and line.charge > 0 and not left_to_patient
