"""Repairs mend the form of an interchange, list every change, and change nothing that it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.formats.x12 import validate
from codeward.formats.x12.cases import base, base_names, x12_cases
from codeward.formats.x12.repair import repaired


@pytest.mark.parametrize("name", base_names())
def test_a_clean_interchange_needs_no_repair(name: str) -> None:
    done = repaired([base(name).encode()])
    assert done.repairs == ()
    assert done.text.replace("\n", "") == base(name)


@pytest.mark.parametrize(
    ("old", "new", "repair"),
    [
        ("SE*43*0001", "SE*41*0001", "count corrected"),
        ("SE*43*0001", "SE*43*0007", "control number repeated"),
        ("GE*1*1", "GE*9*1", "count corrected"),
        ("IEA*1*000000001", "IEA*1*000000009", "control number repeated"),
        ("ABF:N1832", "ABF:N18.32", "decimal point dropped"),
        ("REF*D9*K1~", "REF*D9*K1**~", "separators at the end dropped"),
        ("VT*059990009", "VT*05999-0009", "punctuation of a number dropped"),
        ("REF*EI*890010001", "REF*EI*89-0010001", "punctuation of a number dropped"),
        ("TE*8025550100", "TE*(802) 555-0100", "punctuation of a number dropped"),
        ("LX*2~", "LX*5~", "line numbered anew"),
        ("SENDER         *ZZ", "SENDER*ZZ", "field of ISA padded"),
    ],
)
def test_each_fault_of_form_is_mended_and_listed(old: str, new: str, repair: str) -> None:
    clean = base("professional")
    assert old in clean
    done = repaired([clean.replace(old, new, 1).encode()])
    assert {one.name for one in done.repairs} == {repair}
    assert done.text.replace("\n", "") == clean
    assert validate([done.text.encode()]).accepted


@pytest.mark.parametrize("case", x12_cases(), ids=lambda case: f"{case.rule} {case.name}")
def test_no_repair_touches_codes_charges_names_or_dates(case: object) -> None:
    data = case.interchange().decode()  # type: ignore[attr-defined] - an X12Case
    mended = repaired([data.encode()]).text.replace("\n", "")
    kept = ("CLM", "SV1", "SV2", "SV3", "NM1", "DTP", "DMG", "CAS", "SVC", "CLP", "BPR", "AMT")
    told = [
        [one.rstrip("*") for one in text.split("~") if one[:3] in kept] for text in (data, mended)
    ]
    assert told[0] == told[1]


@given(st.text(alphabet="ABC0~*:^-. \n", max_size=80))
def test_a_repaired_interchange_is_not_repaired_again(text: str) -> None:
    once = repaired([base("dental").replace("HI*", text + "HI*", 1).encode()]).text
    again = repaired([once.encode()])
    assert again.text == once


def test_a_segment_of_separators_alone_breaks_nothing() -> None:
    text = base("professional").replace("REF*EI", "****~REF*EI", 1)
    done = repaired([text.encode()])
    assert "separators at the end dropped" in {one.name for one in done.repairs}
    assert validate([done.text.encode()]).accepted is False
