"""The payer in a box: each answer validates and balances, and its habits are those of real payers."""

from datetime import timedelta
from pathlib import Path

import pytest

from codeward.adapters.payer_answers import payer_answers, takeback
from codeward.adapters.payer_simulator import REALISTIC, Habits, PayerSimulator
from codeward.formats.x12 import validate
from codeward.formats.x12.remittance_advice import ClaimPayment, read_remittances
from codeward.remittance import corrections, denials, post
from codeward.remittance.posting import Outcome
from codeward.transmission import Kind, read_answers
from tests.unit.adapters.transmission_fixture import AT, BASES, claims, client_key

SEEDS = range(1, 13)


def payments(text: bytes) -> tuple[ClaimPayment, ...]:
    (read,) = read_remittances([text])
    return read.claims


@pytest.mark.parametrize("base", ["professional", "inpatient", "outpatient", "dental"])
@pytest.mark.parametrize("seed", SEEDS)
def test_each_answer_validates_and_balances(base: str, seed: int) -> None:
    content = (BASES / f"{base}.x12").read_bytes()
    told = payer_answers(content, seed, 10, AT, refuses=True)
    back = takeback(content, seed, 14, AT, refuses=True)
    for kind, text in {**told, **({"takeback": back} if back else {})}.items():
        assert validate([text]).findings == (), (kind, text)
    assert payer_answers(content, seed, 10, AT, refuses=True) == told


def test_seeds_bring_every_outcome() -> None:
    outcomes, reasons, refused = set(), set(), 0
    for seed in range(40):
        told = payer_answers(claims(1), seed, 10, AT, refuses=True)
        (acknowledged,) = read_answers(told["277CA"])
        refused += sum(not one.accepted for one in acknowledged.answers)
        if "835" not in told:
            continue
        (remittance,) = read_remittances([told["835"]])
        posting = post(remittance, lambda payment: payment.claim_id)
        outcomes |= {one.outcome for one in posting.posted}
        assert remittance.paid_on is not None
        for one in denials(posting, {}, remittance.paid_on):
            reasons |= {cause.reason for cause in one.causes}
    assert outcomes >= {Outcome.PAID, Outcome.PARTLY_PAID, Outcome.DENIED}
    assert reasons == {"50", "16", "97", "197"}
    assert refused > 0


def test_a_claim_that_the_277ca_refused_is_not_paid() -> None:
    for seed in range(20):
        told = payer_answers(claims(1), seed, 10, AT, refuses=True)
        (acknowledged,) = read_answers(told["277CA"])
        accepted = {one.claim for one in acknowledged.answers if one.accepted}
        paid = {one.claim_id for one in payments(told["835"])} if "835" in told else set()
        assert paid == accepted


def test_a_takeback_reverses_and_corrects_and_carries_the_debt() -> None:
    text = next(one for seed in SEEDS if (one := takeback(claims(1), seed, 10, AT)))
    (remittance,) = read_remittances([text])
    posting = post(remittance, lambda payment: payment.claim_id)
    (change,) = corrections(posting)
    assert change.before > 0
    assert (change.now, change.difference) == (0, -change.before)
    (debt,) = remittance.provider_adjustments
    assert (debt.reason, debt.amount) == ("FB", -change.before)
    (received,) = read_answers(text)
    assert [one.kind for one in received.answers] == [Kind.PAYMENT] * 2
    assert received.answers[0].reversal


def test_payments_come_later_than_acknowledgements_and_takebacks_later_still(
    tmp_path: Path,
) -> None:
    key = client_key(tmp_path)
    habits = Habits(payment_delay=1, takeback_every=1)
    box = PayerSimulator(tmp_path / "payer", key, 5, habits=habits)
    box.start()
    (tmp_path / "payer" / "upload" / "a.x12").write_bytes(claims(1))
    answers = tmp_path / "payer" / "answers"
    rounds = []
    for day in range(3):
        box.work(AT + timedelta(days=day))
        rounds.append({one.name.partition("-")[2] for one in answers.iterdir()})
        for one in answers.iterdir():
            one.unlink()
    box.stop()
    assert "999.x12" in rounds[0]
    assert "835.x12" not in rounds[0]
    assert rounds[1:] == [{"835.x12"}, {"takeback.x12"}]
    assert REALISTIC.refuses
