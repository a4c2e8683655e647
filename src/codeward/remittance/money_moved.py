"""Money that moves after a payment: reversals, corrections, takebacks, and provider adjustments."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from codeward.formats.x12.remittance_advice import ProviderAdjustment
from codeward.remittance.posting import Outcome, Posting


class Correction(msgspec.Struct, frozen=True):
    """A payment that was taken back, and the one that stands in its place.

    Attributes:
        claim_id: Our claim number.
        payer_claim_number: The payer's (CLP07) of the reversal.
        before: What had been paid.
        now: What is paid instead; None where the money was only taken back.
        difference: What the claim gains; below 0 for a takeback.
    """

    claim_id: str
    payer_claim_number: str
    before: Decimal
    now: Decimal | None
    difference: Decimal


class MoneyKind(StrEnum):
    """Why money moves without a claim."""

    TAKEBACK = "takeback of an overpayment"
    CARRIED = "balance carried to another remittance"
    INTEREST = "interest"
    ADVANCE = "advance or its repayment"
    PENALTY = "penalty or withholding"
    OTHER = "adjustment"


_KINDS = {
    MoneyKind.TAKEBACK: ("WO", "72", "OR", "CS"),
    MoneyKind.CARRIED: ("FB", "FC"),
    MoneyKind.INTEREST: ("L6",),
    MoneyKind.ADVANCE: ("AP", "PI", "IP"),
    MoneyKind.PENALTY: ("50", "51", "WU", "IS", "IR", "E3", "LE", "RA"),
}
_KIND_OF = {code: kind for kind, codes in _KINDS.items() for code in codes}


class ProviderMoney(msgspec.Struct, frozen=True):
    """One provider adjustment.

    Attributes:
        kind: Why.
        reason: PLB code, such as `WO`.
        reference: What the payer ties it to, often its number of the claim.
        effect: What it does to the payment: below 0 takes money away (the sign of the 835 turned).
    """

    kind: MoneyKind
    reason: str
    reference: str
    effect: Decimal


def corrections(posting: Posting) -> tuple[Correction, ...]:
    """Each reversal with the payment of the same claim that follows it in the remittance.

    A reversal carries the old amounts with their signs turned; the correction follows as a claim
    of its own, under the same claim number.
    """
    found = []
    left = [one for one in posting.posted if one.outcome is not Outcome.REVERSED]
    for reversal in posting.posted:
        if reversal.outcome is not Outcome.REVERSED:
            continue
        place = posting.posted.index(reversal)
        after = posting.posted[place + 1 :]
        new = next(
            (one for one in after if one.claim_id == reversal.claim_id and one in left), None
        )
        if new is not None:
            left.remove(new)
        now = None if new is None else new.payment.paid
        before = -reversal.payment.paid
        found.append(
            Correction(
                reversal.claim_id, reversal.payment.payer_claim_number, before, now,
                (now or Decimal(0)) - before,
            )
        )  # fmt: skip
    return tuple(found)


def provider_money(adjustments: Iterable[ProviderAdjustment]) -> tuple[ProviderMoney, ...]:
    """The provider adjustments (PLB), by kind and with their effect on the payment."""
    return tuple(
        ProviderMoney(
            _KIND_OF.get(one.reason, MoneyKind.OTHER), one.reason, one.reference, -one.amount
        )
        for one in adjustments
    )
