"""The answers to a file: complete, deterministic, and accepted by our own validation."""

from datetime import UTC, datetime

import pytest

from codeward.formats.x12 import acknowledgement_text, ta1_text, validate
from tests.unit.formats.x12.bases import broken, institutional, professional

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
P = professional()


def answer(data: bytes) -> list[str]:
    text = acknowledgement_text(validate([data]).interchanges[0], 7, AT)
    assert validate([text.encode()]).findings == ()
    return text.splitlines()


def test_a_clean_set_is_accepted() -> None:
    told = answer("\n".join(P).encode())
    assert "IK5*A~" in told
    assert "AK9*A*1*1*1~" in told
    assert told[2] == "ST*999*0001*005010X231A1~"


def test_a_faulty_element_is_told_by_its_place_and_claim() -> None:
    told = answer(broken(P, "11:B:1*Y", "11:B:Z*Y"))
    begin = next(number for number, one in enumerate(told) if one.startswith("IK3"))
    assert told[begin : begin + 5] == [
        "IK3*CLM*19*2300*8~", "CTX*CLM01:C1~", "IK4*5:3**7~", "IK5*R*I5~", "AK9*R*1*1*0~",
    ]  # fmt: skip


def test_a_missing_segment_is_told_by_its_loop() -> None:
    assert "IK3*REF*10*2010*3~" in answer(broken(P, "REF*EI", None))


def test_one_rejected_set_of_two_makes_the_group_partly_accepted() -> None:
    clean, bad = P[2:-2], [line.replace("11:B:1", "11:B:Z") for line in P[2:-2]]
    lines = [*P[:2], *clean, *bad, "GE*2*1~", P[-1]]
    assert "AK9*P*2*2*1~" in answer("\n".join(lines).encode())


def test_a_wrong_count_is_told_for_the_set_and_the_group() -> None:
    told = answer(broken(P, "SE*43*", "SE*41*"))
    assert "IK5*R*4~" in told


@pytest.mark.parametrize("base", [P, institutional()])
def test_the_same_input_gives_the_same_bytes(base: list[str]) -> None:
    data = broken(base, "HI*ABK", None)
    assert answer(data) == answer(data)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("IEA*1*000000001", "IEA*1*000000002", "R*001"),
        ("IEA*1*", "IEA*2*", "R*021"),
        ("", "", "A*000"),
    ],
)
def test_the_ta1_says_what_is_wrong_with_the_envelope(old: str, new: str, note: str) -> None:
    data = broken(P, old, new) if old else "\n".join(P).encode()
    told = ta1_text(validate([data]).interchanges[0], 7, AT).splitlines()
    assert told[1] == f"TA1*000000001*261101*0900*{note}~"
    assert told[2] == "IEA*0*000000007~"


def test_the_ta1_stands_between_isa_and_gs_where_it_is_asked_for() -> None:
    verdict = validate(["\n".join(P).encode()]).interchanges[0]
    told = acknowledgement_text(verdict, 7, AT, with_ta1=True)
    assert [one[:3] for one in told.splitlines()[:3]] == ["ISA", "TA1", "GS*"]
    assert validate([told.encode()]).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000000001*0", "00\xff0\x01*0"),
        ("261101*0900*^", "26\x0201*\xb2\xb3*^"),
        ("*HC*", "**"),
        ("20261101*0900*1*X", "20261101*0900*A/1*X"),
        ("X*005010X222A1", "X*0050\xe9"),
        ("ST*837*0001", "ST*837*1"),
        ("ST*837*0001*", "ST**\x07*"),
        ("GE*1*1", "GE*9999999*1"),
        ("*18*", "*\xff*"),
    ],
)
def test_a_damaged_header_is_answered_all_the_same(old: str, new: str) -> None:
    data = "".join(P).replace(old, new, 1).encode("latin-1")
    verdict = validate([data]).interchanges[0]
    text = acknowledgement_text(verdict, 7, AT, with_ta1=True)
    assert validate([text.encode("ascii")]).findings == ()
    assert validate([ta1_text(verdict, 7, AT).encode("ascii")]).findings == ()
