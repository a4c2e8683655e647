"""Each set is read into a tree of its loops with typed values, and nothing of it is lost."""

from datetime import date
from decimal import Decimal

import pytest

from codeward.formats.x12 import LoopRead, Transaction, read_transactions
from codeward.formats.x12.cases import base, base_names

NAMES = {
    "professional": "837P", "inpatient": "837I", "dental": "837D", "remittance": "835",
    "implementation_acknowledgement": "999", "claim_acknowledgement": "277CA",
    "status_inquiry": "276", "status_answer": "277", "eligibility_inquiry": "270",
    "eligibility_answer": "271", "attachment": "275",
}  # fmt: skip
SETS = tuple(name for name in base_names() if name != "interchange_acknowledgement")


def read(name: str) -> Transaction:
    (found,) = read_transactions([base(name).encode()])
    return found


def loops(found: Transaction, identifier: str) -> list[LoopRead]:
    return [one for one in found.root.walk() if one.id == identifier]


@pytest.mark.parametrize(("name", "told"), NAMES.items())
def test_each_set_is_known_by_its_name(name: str, told: str) -> None:
    found = read(name)
    assert (found.name, found.control, found.complete, found.unplaced) == (told, "0001", True, ())


@pytest.mark.parametrize("name", SETS)
def test_its_segments_joined_give_the_set_back(name: str) -> None:
    found = read(name)
    told = sorted(
        (one for loop in found.root.walk() for one in loop.segments), key=lambda one: one.ordinal
    )
    text = base(name)
    assert "".join(one.text for one in told) == text[text.index("ST*") : text.rindex("GE*")]


def test_amounts_days_and_composites_are_typed() -> None:
    found = read("status_answer")
    claim = loops(found, "2200")[0]
    (status,) = claim.all("STC")
    assert status.values[0] == ("F1", "65")
    assert status.values[1] == date(2026, 11, 1)
    assert status.values[3] == Decimal(300)
    assert claim.loops[0].all("SVC")[0].values[:3] == (("HC", "99214"), Decimal(200), Decimal(160))


def test_a_benefit_stands_in_its_loop() -> None:
    benefits = loops(read("eligibility_answer"), "2110")
    assert [one.all("EB")[0].values[0] for one in benefits] == ["1", "B", "C"]
    assert benefits[2].loops[0].id == "2120"


def test_the_counts_of_an_acknowledgement_are_numbers() -> None:
    found = read("implementation_acknowledgement")
    assert found.root.all("AK9")[0].values == ("P", 2, 2, 1)
    (fault,) = loops(found, "2110")
    assert fault.all("IK4")[0].values[0] == ("5", "3", "1325")


def test_the_data_of_an_attachment_are_one_value() -> None:
    assert read("attachment").root.all("BDS")[0].values == ("ASC", "11", "~one~two~~~")


def test_what_is_no_value_of_its_type_stays_text() -> None:
    text = base("remittance").replace("*20261020~", "*20261399~").replace("*CO*45*", "*CO*45*1E2")
    (found,) = read_transactions([text.encode()])
    told = [value for loop in found.root.walk() for one in loop.segments for value in one.values]
    assert "20261399" in told
    assert any(isinstance(one, str) and one.startswith("1E2") for one in told)


def test_a_stray_segment_and_a_missing_end_are_told() -> None:
    text = base("status_inquiry").replace("TRN*1*T1", "ZZZ*1~TRN*1*T1").replace("SE*29*0001~", "")
    (found,) = read_transactions([text.encode()])
    assert [one.id for one in found.unplaced] == ["ZZZ"]
    assert not found.complete
