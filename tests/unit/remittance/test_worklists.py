"""The two worklists: which claims are on which, in which order, and what the money is about."""

from datetime import date
from decimal import Decimal

from codeward.formats.x12.remittance_advice import AdjustmentReason
from codeward.remittance import (
    OpenClaim,
    ReasonGroup,
    denial_kinds,
    denied_worklist,
    rejected_worklist,
)

ON = date(2026, 11, 24)


def claim(
    number: str, *reasons: tuple[str, str, int], status: str = "1", paid: int = 0,
    first_day: date | None = date(2026, 10, 20), told_on: date = date(2026, 11, 5),
) -> OpenClaim:  # fmt: skip
    return OpenClaim(
        claim=number, partner="plan", file=1, payer_number="P", charge=Decimal(300),
        paid=Decimal(paid), first_day=first_day, told_on=told_on, kind="835", status=status,
        adjustments=tuple(AdjustmentReason(g, r, Decimal(money)) for g, r, money in reasons),
        filing_days=365, appeal_days=120,
    )  # fmt: skip


def test_what_a_contract_or_the_patient_bears_is_no_denial() -> None:
    shares = claim("A", ("CO", "45", 100), ("PR", "1", 200))
    part = claim("B", ("CO", "45", 100), ("CO", "50", 50), paid=150)
    (one,) = denied_worklist((shares, part), ON)
    assert (one.claim, one.refused) == ("B", Decimal(50))


def test_a_denial_without_a_reason_of_its_own_is_for_the_whole_charge() -> None:
    for denied in (claim("A", ("CO", "45", 300), status="4"), claim("A", status="1")):
        (one,) = denied_worklist((denied,), ON)
        assert (one.refused, one.causes) == (Decimal(300), ())


def test_the_nearest_deadline_comes_first_then_the_most_money() -> None:
    found = denied_worklist(
        (
            claim("LATE", ("CO", "50", 300), told_on=date(2026, 11, 6)),
            claim("SMALL", ("CO", "50", 10)),
            claim("LARGE", ("CO", "50", 20)),
        ),
        ON,
    )
    assert [one.claim for one in found] == ["LARGE", "SMALL", "LATE"]
    assert found[0].days_left == 106


def test_a_rejected_claim_without_a_service_day_leads_and_has_no_clock() -> None:
    found = rejected_worklist((claim("A"), claim("B", first_day=None)), ON)
    assert [(one.claim, one.refile_by, one.days_left) for one in found] == [
        ("B", None, None), ("A", date(2027, 10, 20), 330),
    ]  # fmt: skip


def test_the_refused_money_is_summed_by_kind_of_problem() -> None:
    found = denied_worklist(
        (
            claim("A", ("CO", "50", 10), ("CO", "50", 5), ("CO", "97", 30)),
            claim("B", ("CO", "50", 40)),
        ),
        ON,
    )
    assert [(one.group, one.claims, one.refused) for one in denial_kinds(found)] == [
        (ReasonGroup.MEDICAL_NECESSITY, 2, Decimal(55)),
        (ReasonGroup.BUNDLED, 1, Decimal(30)),
    ]
