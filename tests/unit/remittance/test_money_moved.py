"""Reversals with what stands in their place, and money that moves without a claim."""

from decimal import Decimal

import pytest

from codeward.formats.x12.remittance_advice import ClaimPayment, ProviderAdjustment
from codeward.remittance import MoneyKind, Posted, Posting, corrections, provider_money
from codeward.remittance.posting import Outcome, outcome_of


def payment(claim: str, status: str, paid: int) -> Posted:
    one = ClaimPayment(
        claim, status, Decimal(abs(paid) or 1), Decimal(paid), Decimal(0), f"P-{claim}", "1", (),
        (), (),
    )  # fmt: skip
    return Posted(claim, one, outcome_of(one))


def test_a_reversal_is_tied_to_the_payment_that_follows_for_the_same_claim() -> None:
    posted = (
        payment("C1", "22", -100), payment("C2", "22", -70), payment("C1", "1", 130),
        payment("C3", "1", 50),
    )  # fmt: skip
    first, second = corrections(Posting(posted, ()))
    assert (first.before, first.now, first.difference) == (100, 130, 30)
    assert (second.claim_id, second.now, second.difference) == ("C2", None, -70)
    assert second.payer_claim_number == "P-C2"


def test_two_reversals_of_a_claim_take_two_payments() -> None:
    posted = (
        payment("C1", "22", -100), payment("C1", "1", 90), payment("C1", "22", -90),
        payment("C1", "1", 80),
    )  # fmt: skip
    found = corrections(Posting(posted, ()))
    assert [(one.before, one.now) for one in found] == [(100, 90), (90, 80)]
    assert corrections(Posting((payment("C1", "1", 5), payment("C1", "22", -5)), ()))[0].now is None
    assert payment("C1", "22", -5).outcome is Outcome.REVERSED


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("WO", MoneyKind.TAKEBACK), ("FB", MoneyKind.CARRIED), ("L6", MoneyKind.INTEREST),
        ("AP", MoneyKind.ADVANCE), ("50", MoneyKind.PENALTY), ("ZZ", MoneyKind.OTHER),
    ],
)  # fmt: skip
def test_a_positive_provider_adjustment_takes_money_away(reason: str, kind: MoneyKind) -> None:
    (one,) = provider_money((ProviderAdjustment(reason, "P0", Decimal("10.5")),))
    assert (one.kind, one.effect, one.reference) == (kind, Decimal("-10.5"), "P0")
