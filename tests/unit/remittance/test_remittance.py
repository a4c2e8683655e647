"""Posting, denials and deadlines of a remittance."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from codeward.formats.x12.cases import base
from codeward.formats.x12.remittance_advice import ClaimPayment, Remittance, read_remittances
from codeward.model import (
    Decision,
    DecisionRecord,
    Rationale,
    System,
    Verdict,
)
from codeward.remittance import ReasonGroup, denials, group_of, post
from codeward.remittance.posting import Outcome

PAID_ON = date(2026, 11, 5)


def remittance(*changes: tuple[str, str]) -> Remittance:
    text = base("remittance")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (read,) = read_remittances([text.encode()])
    return read


DENIED_LINE = (
    ("BPR*I*240*", "BPR*I*140*"),
    ("CLP*C1*1*300*200*50*", "CLP*C1*1*300*100*50*"),
    ("SVC*HC:J0696*100*100~", "SVC*HC:J0696*100*0~CAS*CO*50*100~LQ*HE*N115~"),
)


def record() -> DecisionRecord:
    decision = Decision(
        System.HCPCS, "J0696", Verdict.ADDED, "coder", datetime(2026, 10, 21, tzinfo=UTC),
        rationale=Rationale("given in the clinic"),
    )  # fmt: skip
    return DecisionRecord("C1", (decision,), {}, "codeward 0.1")


def own(payment: ClaimPayment) -> str | None:
    """The claim of a payment, where its number is one of ours."""
    return payment.claim_id if payment.claim_id in ("C1", "C2") else None


class TestPosting:
    def test_each_payment_lands_on_its_claim(self) -> None:
        posting = post(remittance(), own)
        assert [(one.claim_id, one.outcome) for one in posting.posted] == [
            ("C1", Outcome.PAID),
            ("C2", Outcome.PAID),
        ]
        assert posting.unmatched == ()

    def test_what_is_not_certain_waits_for_a_person(self) -> None:
        posting = post(remittance(("CLP*C1*", "CLP*ODD*")), own)
        assert [one.claim_id for one in posting.unmatched] == ["ODD"]
        assert [one.claim_id for one in posting.posted] == ["C2"]

    def test_a_reversal_is_told(self) -> None:
        taken = remittance(("CLP*C2*1*80.5*50.5**", "CLP*C2*22*80.5*50.5**"))
        assert post(taken, own).posted[1].outcome is Outcome.REVERSED

    def test_a_line_left_to_the_patient_is_not_refused(self) -> None:
        left = [(old, new.replace("CAS*CO*50*100", "CAS*PR*1*100")) for old, new in DENIED_LINE]
        assert post(remittance(*left), own).posted[0].outcome is Outcome.PAID

    def test_nothing_of_an_unbalanced_remittance_is_posted(self) -> None:
        with pytest.raises(ValueError, match="does not balance"):
            post(remittance(("BPR*I*240*", "BPR*I*241*")), own)


class TestDenials:
    def test_a_refused_line_leads_back_to_its_decision(self) -> None:
        posting = post(remittance(*DENIED_LINE), own)
        assert posting.posted[0].outcome is Outcome.PARTLY_PAID
        (denial,) = denials(posting, {"C1": record()}, PAID_ON)
        assert (denial.claim_id, denial.line, denial.code) == ("C1", 2, "J0696")
        (cause,) = denial.causes
        assert (cause.group, cause.reason, cause.remarks) == (
            ReasonGroup.MEDICAL_NECESSITY, "50", ("N115",),
        )  # fmt: skip
        assert denial.decision is not None
        assert denial.decision.by == "coder"
        assert denial.engine == "codeward 0.1"

    @pytest.mark.parametrize(
        ("told", "line"), [("1", 1), ("7", 7), ("0001", 2), ("X", 2), ("\xb2", 2), (None, 2)]
    )
    def test_our_own_line_number_decides_where_it_comes_back(
        self, told: str | None, line: int
    ) -> None:
        claim = remittance(*DENIED_LINE).claims[0]
        second = msgspec.structs.replace(claim.lines[1], line_number=told)
        payment = msgspec.structs.replace(claim, lines=(claim.lines[0], second))
        posting = post(remittance(*DENIED_LINE), own)
        posted = msgspec.structs.replace(posting.posted[0], payment=payment)
        (denial,) = denials(msgspec.structs.replace(posting, posted=(posted,)), {}, PAID_ON)
        assert denial.line == line

    def test_deadlines_are_days(self) -> None:
        posting = post(remittance(*DENIED_LINE), own)
        (denial,) = denials(posting, {"C1": record()}, PAID_ON)
        assert denial.appeal_by == date(2027, 3, 10)
        assert denial.refile_by == date(2027, 10, 20)
        (unknown,) = denials(posting, {}, PAID_ON, appeal_days=30)
        assert unknown.appeal_by == date(2026, 12, 10)
        assert (unknown.decision, unknown.engine) == (None, "")

    def test_a_claim_denied_as_a_whole_has_no_line(self) -> None:
        whole = remittance(
            ("BPR*I*240*", "BPR*I*189.5*"),
            ("CLP*C2*1*80.5*50.5**", "CLP*C2*4*80.5*0**"),
            ("CAS*CO*45*30~NM1*QC*1*QUIST*BEN", "CAS*CO*29*80.5~NM1*QC*1*QUIST*BEN"),
        )
        (denial,) = denials(post(whole, own), {}, PAID_ON)
        assert (denial.claim_id, denial.line, denial.charge) == ("C2", None, Decimal("80.5"))
        assert denial.causes[0].group is ReasonGroup.TIMELY_FILING

    def test_discounts_and_the_patients_share_are_no_denials(self) -> None:
        assert denials(post(remittance(), own), {}, PAID_ON) == ()

    def test_the_most_money_comes_first(self) -> None:
        claim = remittance(*DENIED_LINE).claims[0]
        dear = msgspec.structs.replace(
            claim.lines[0], paid=Decimal(0), adjustments=claim.lines[1].adjustments
        )
        both = msgspec.structs.replace(claim, lines=(claim.lines[1], dear))
        posting = post(remittance(*DENIED_LINE), own)
        posted = msgspec.structs.replace(posting.posted[0], payment=both)
        told = denials(msgspec.structs.replace(posting, posted=(posted,)), {}, PAID_ON)
        assert [one.charge for one in told] == [Decimal(200), Decimal(100)]


@pytest.mark.parametrize(
    ("reason", "group"),
    [
        ("45", ReasonGroup.CONTRACTUAL), ("1", ReasonGroup.PATIENT), ("11", ReasonGroup.CODING),
        ("18", ReasonGroup.DUPLICATE), ("97", ReasonGroup.BUNDLED), ("197", ReasonGroup.AUTHORIZATION),
        ("016", ReasonGroup.MISSING_INFORMATION), ("9999", ReasonGroup.OTHER),
    ],
)  # fmt: skip
def test_reasons_are_grouped_by_who_can_act(reason: str, group: ReasonGroup) -> None:
    assert group_of(reason) is group


@pytest.mark.parametrize(
    ("reason", "remarks", "group"),
    [
        ("16", ("N290",), ReasonGroup.MISSING_INFORMATION),
        ("16", ("N290", "M76"), ReasonGroup.CODING),
        ("16", ("M62",), ReasonGroup.AUTHORIZATION),
        ("016", ("MA04",), ReasonGroup.COORDINATION),
        ("A1", ("N115",), ReasonGroup.MEDICAL_NECESSITY),
        ("197", ("M76",), ReasonGroup.AUTHORIZATION),
    ],
)
def test_the_remark_decides_where_the_reason_tells_little(
    reason: str, remarks: tuple[str, ...], group: ReasonGroup
) -> None:
    assert group_of(reason, remarks) is group
