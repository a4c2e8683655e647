"""Ties each claim payment to the claim that we sent; what fits none or two is never guessed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from codeward.formats.x12.remittance_advice import ClaimPayment, Remittance

SHORTEST_CUT = 12
_REVERSAL = "22"
_DENIED = "4"


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
        unmatched: Payments that fit no claim, or more than one.
        reversals: Numbers of claims whose earlier payment is taken back.
    """

    posted: tuple[Posted, ...]
    unmatched: tuple[ClaimPayment, ...]
    reversals: tuple[str, ...]


def post(
    remittance: Remittance, claim_ids: Iterable[str], payer_numbers: Mapping[str, str]
) -> Posting:
    """Match by our claim number (also where the payer cut it), else by the payer's own number.

    Args:
        remittance: A balanced remittance that validation accepted.
        claim_ids: Numbers of the claims that were sent and not finished.
        payer_numbers: Claim number by the payer's number, from its 277CA (REF*1K).

    Raises:
        ValueError: the remittance does not balance; nothing of it may be posted.
    """
    if not remittance.balances:
        raise ValueError("the remittance does not balance; nothing of it may be posted")
    known = tuple(dict.fromkeys(claim_ids))
    posted: list[Posted] = []
    unmatched: list[ClaimPayment] = []
    for payment in remittance.claims:
        found = _matches(payment, known, payer_numbers)
        if len(found) == 1:
            posted.append(Posted(found[0], payment, outcome_of(payment)))
        else:
            unmatched.append(payment)
    reversals = tuple(one.claim_id for one in posted if one.outcome is Outcome.REVERSED)
    return Posting(tuple(posted), tuple(unmatched), reversals)


def _matches(
    payment: ClaimPayment, known: tuple[str, ...], payer_numbers: Mapping[str, str]
) -> list[str]:
    told = payment.claim_id.strip()
    if told in known:
        return [told]
    if len(told) >= SHORTEST_CUT:
        cut = [one for one in known if one.startswith(told)]
        if cut:
            return cut
    own = payer_numbers.get(payment.payer_claim_number)
    return [own] if own in known and own is not None else []


def outcome_of(payment: ClaimPayment) -> Outcome:
    """Paid, partly paid, denied or reversed, by status and amounts."""
    if payment.status == _REVERSAL:
        return Outcome.REVERSED
    if payment.status == _DENIED or (payment.paid == 0 and payment.patient_share == 0):
        return Outcome.DENIED
    refused = any(line.paid == 0 and line.charge > 0 and _refused(line) for line in payment.lines)
    return Outcome.PARTLY_PAID if refused else Outcome.PAID


def _refused(line: msgspec.Struct) -> bool:
    adjustments = getattr(line, "adjustments", ())
    return not any(one.group == "PR" for one in adjustments)
