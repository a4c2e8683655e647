"""The 277CA: one status for each claim of an accepted set, and sums that add up."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from codeward.formats.x12 import claim_acknowledgement_text, claim_sets, validate
from codeward.formats.x12.cases import x12_cases
from tests.unit.formats.x12.bases import broken, institutional, professional

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def answer(data: bytes) -> list[str]:
    text = claim_acknowledgement_text(validate([data]).interchanges[0], claim_sets([data]), 7, AT)
    if text:
        assert validate([text.encode()]).findings == ()
    return text.replace("~", "").splitlines()


def test_claims_without_fault_are_accepted() -> None:
    told = answer("\n".join(professional()).encode())
    assert "BHT*0085*08*000000007*20261102*0900*TH" in told
    assert "TRN*2*B1" in told
    assert "QTY*90*2" in told
    assert "AMT*YU*380.5" in told
    assert [one for one in told if one.startswith("STC*A2")] == [
        "STC*A2:20:PR*20261102*WQ*300",
        "STC*A2:20:PR*20261102*WQ*80.5",
    ]


def test_a_claim_is_named_by_its_number_and_patient() -> None:
    told = answer("\n".join(professional()).encode())
    assert told[told.index("TRN*2*C1") - 1] == "NM1*QC*1*QUIST*ANN****MI*M1"
    assert told[told.index("TRN*2*C2") - 1] == "NM1*QC*1*QUIST*BEN"


def test_a_rejected_claim_says_why_by_category() -> None:
    told = answer(broken(professional(), "CLM*C1*300", "CLM*C1*301"))
    place = told.index("TRN*2*C1")
    assert told[place + 1] == "STC*A7:21:PR*20261102*U*301"
    assert "QTY*AA*1" in told
    assert "AMT*YY*301" in told


def test_a_set_that_the_999_rejects_has_no_claim_acknowledgement() -> None:
    assert answer(broken(professional(), "11:B:1*Y", "11:B:Z*Y")) == []


def test_another_payers_subscriber_is_not_the_patient() -> None:
    data = next(one for one in x12_cases() if one.base == "secondary").interchange()
    told = answer(data)
    assert told[told.index("TRN*2*C1") - 1] == "NM1*QC*1*QUIST*ANN****MI*M1"


@pytest.mark.parametrize("case", x12_cases(), ids=lambda case: f"{case.rule} {case.name}")
def test_every_claim_of_an_accepted_set_has_one_status_and_the_sums_agree(case: object) -> None:
    data = case.interchange()  # type: ignore[attr-defined] - an X12Case
    verdict = validate([data])
    taken = {
        one.control for found in verdict.interchanges for g in found.groups for one in g.sets
        if one.accepted
    }  # fmt: skip
    sets = [one for one in claim_sets([data]) if one.control in taken]
    told = answer(data)
    statuses = [one for one in told if one.startswith("STC*") and told[told.index(one) - 1]]
    claims = [claim for one in sets for claim in one.claims]
    numbers = [one.removeprefix("TRN*2*") for one in told if one.startswith("TRN*2*")][len(sets) :]
    assert sorted(numbers) == sorted(claim.number for claim in claims)
    if claims:
        counted = sum(int(one.split("*")[2]) for one in told if one[:7] in ("QTY*90*", "QTY*AA*"))
        assert counted == len(claims)
        batch = next(one for one in statuses if one.startswith("STC*A1"))
        assert Decimal(batch.split("*")[4]) == sum(claim.charge for claim in claims)


def test_the_same_input_gives_the_same_bytes() -> None:
    data = "\n".join(institutional()).encode()
    assert answer(data) == answer(data)


def test_a_set_that_repeats_a_control_number_is_not_answered() -> None:
    lines = professional()
    second = [line.replace("*C1*", "*C8*").replace("*C2*", "*C9*") for line in lines[2:-2]]
    tail = [lines[-2].replace("GE*1", "GE*2"), lines[-1]]
    told = answer("\n".join([*lines[:-2], *second, *tail]).encode())
    assert [one for one in told if one.startswith("TRN*2*C")] == ["TRN*2*C1", "TRN*2*C2"]


def test_a_damaged_qualifier_of_the_receiver_is_replaced() -> None:
    data = "\n".join(professional()).encode()
    verdict = validate([data]).interchanges[0]
    sets = [msgspec.structs.replace(one, receiver=("NM1", "40", "2", "P", *"\xff\xff\xff\xff", "2X", "9"))
            for one in claim_sets([data])]  # fmt: skip
    text = claim_acknowledgement_text(verdict, sets, 7, AT)
    assert "NM1*PR*2*P*****46*PAYER~" in text
    assert validate([text.encode()]).findings == ()
