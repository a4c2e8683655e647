"""An 835 is read into exact data."""

from datetime import date
from decimal import Decimal

from codeward.formats.x12.cases import base
from codeward.formats.x12.remittance_advice import AdjustmentReason, read_remittances


def test_payment_claims_lines_and_adjustments() -> None:
    (remittance,) = read_remittances([base("remittance").encode()])
    assert remittance.payment == Decimal(240)
    assert remittance.paid_on == date(2026, 11, 5)
    assert (remittance.trace, remittance.payer, remittance.payee_npi) == (
        "E1",
        "PLAN",
        "2068403882",
    )
    first, second = remittance.claims
    assert (first.claim_id, first.status, first.payer_claim_number) == ("C1", "1", "P1")
    assert first.adjustments == (AdjustmentReason("PR", "1", Decimal(50)),)
    assert [line.code for line in first.lines] == [("99214",), ("J0696",)]
    assert first.lines[0].adjustments == (AdjustmentReason("CO", "45", Decimal(50)),)
    assert first.lines[0].day == date(2026, 10, 20)
    assert second.paid == Decimal("50.5")
    assert len(first.all_adjustments) == 2
    assert remittance.provider_adjustments[0].reason == "WO"
    assert remittance.balances


def test_a_broken_sum_does_not_balance() -> None:
    text = base("remittance").replace("BPR*I*240*", "BPR*I*241*")
    (remittance,) = read_remittances([text.encode()])
    assert not remittance.balances


def test_remarks_line_numbers_and_odd_dates_are_kept() -> None:
    text = base("remittance").replace(
        "SVC*HC:J0696*100*100~", "SVC*HC:J0696:JZ*100*100~LQ*HE*N130~REF*6R*7~"
    )
    text = text.replace("NM1*QC*1*QUIST*BEN", "MOA***MA01*MA07~NM1*QC*1*QUIST*BEN")
    text = text.replace("20261105~", "2026110X~")
    (remittance,) = read_remittances([text.encode()])
    line = remittance.claims[0].lines[1]
    assert (line.code, line.remarks, line.line_number) == (("J0696", "JZ"), ("N130",), "7")
    assert remittance.claims[1].remarks == ("MA01", "MA07")
    assert remittance.paid_on is None


def test_other_sets_are_passed_over() -> None:
    assert list(read_remittances([base("professional").encode()])) == []
