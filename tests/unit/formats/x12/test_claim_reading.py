"""Claims are read one by one from inside a set, typed, exact, and as they stood in the file."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from codeward.formats.x12 import ReadClaim, SetEnded, read_claims
from codeward.formats.x12.cases import base

CLAIMS = (
    "ambulance",
    "dental",
    "equipment",
    "inpatient",
    "outpatient",
    "professional",
    "secondary",
)


def read(text: str) -> list[ReadClaim]:
    return [one for one in read_claims([text.encode("latin-1")]) if isinstance(one, ReadClaim)]


def test_a_claim_has_its_people_codes_and_lines() -> None:
    first, second = read(base("professional"))
    assert (first.transaction, first.control, first.number) == ("837P", "0001", "C1")
    assert (first.charge, first.place, first.frequency) == (Decimal(300), "11", "1")
    assert (first.provider.number, first.subscriber.number) == ("2068403882", "M1")
    assert first.patient == first.subscriber
    assert first.payer.name == "PLAN"
    assert [(one.qualifier, one.code) for one in first.codes] == [
        ("ABK", "E1122"), ("ABF", "N1832"), ("ABF", "I10"),
    ]  # fmt: skip
    assert first.references == (("D9", "K1"),)
    line = first.lines[0]
    assert (line.code, line.charge, line.unit, line.pointers) == (
        "99214",
        Decimal(200),
        "UN",
        (1, 2),
    )
    assert (line.begins, line.ends) == (date(2026, 10, 20), date(2026, 10, 20))
    assert (second.patient.first_name, second.subscriber.first_name) == ("BEN", "UNA")
    assert second.lines[0].modifiers == ("25",)
    assert second.charge == Decimal("80.5")


def test_an_institutional_claim_has_revenue_codes_and_indicators() -> None:
    (claim,) = read(base("inpatient"))
    assert claim.transaction == "837I"
    assert all(len(one.revenue_code) == 4 for one in claim.lines)
    assert claim.codes[0].present_on_admission == "Y"
    assert "71" in {one.role for one in claim.others}


def test_a_dental_line_has_no_unit() -> None:
    (claim, *_) = read(base("dental"))
    assert claim.transaction == "837D"
    assert {(one.qualifier, one.unit) for one in claim.lines} == {("AD", "")}


@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.parametrize("size", [11, 65_536])
def test_the_text_of_a_claim_is_that_of_the_file(name: str, size: int) -> None:
    text = base(name).replace("~", "~\r\n")
    data = text.encode()
    chunks = (data[at : at + size] for at in range(0, len(data), size))
    for one in read_claims(chunks):
        if isinstance(one, ReadClaim):
            assert text[one.offset :].startswith(one.text.lstrip())
            assert one.text.count("CLM*") == 1


def test_a_set_says_at_its_end_whether_it_is_complete() -> None:
    text = base("professional")
    ends = [one for one in read_claims([text.encode()]) if isinstance(one, SetEnded)]
    assert ends == [SetEnded("0001", True, 2)]
    for damaged in (text.replace("SE*43", "SE*42"), text.replace("SE*43*0001~", "")):
        assert [one for one in read_claims([damaged.encode()]) if isinstance(one, SetEnded)] == [
            SetEnded("0001", False, 2)
        ]


def test_damage_in_one_claim_costs_that_claim_alone() -> None:
    text = base("professional").replace("LX*1~SV1*HC:99214*200", "LX~SV1~\x00\xff*~XX*", 1)
    first, second = read(text)
    assert first.lines[0].charge == Decimal(0)
    assert second.lines[0].charge == Decimal("80.5")


def test_a_claim_without_lines_is_read() -> None:
    text = base("dental")
    begin, end = text.index("LX*1"), text.index("SE*")
    assert read(text[:begin] + text[end:])[-1].lines == ()


def test_a_pointer_that_is_no_number_points_nowhere() -> None:
    text = base("professional").replace("***1:2~", f"***X:{'9' * 5000}:2~", 1)
    assert read(text)[0].lines[0].pointers == (2,)


def test_claims_come_before_the_file_is_read_to_its_end() -> None:
    text = base("professional").encode()

    def chunks() -> Iterator[bytes]:
        yield text[: text.index(b"SE*43")]
        raise AssertionError("read on although a claim was there")

    assert isinstance(next(read_claims(chunks())), ReadClaim)
