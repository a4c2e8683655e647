"""Where codes are named: exactly, by a header above them, by a pattern, and never as chart values."""

from datetime import date

import pytest

from codeward.codesets.code_uses import (
    NamedText,
    Use,
    UseKind,
    every_use,
    may_be_affected,
    uses_in_encounter,
    uses_in_list,
)
from codeward.model import Diagnosis, Encounter, Procedure, ServiceLine, Setting, System

CM, PCS, HCPCS = System.ICD10CM, System.ICD10PCS, System.HCPCS
AFFECTED = {
    (CM, "I420"): ("ended", "status"),
    (CM, "Z5900"): ("severity",),
    (PCS, "30233AZ"): ("ended",),
    (HCPCS, "G0556"): ("ended",),
}


def found(line: str) -> list[tuple[str | None, bool]]:
    text = NamedText(UseKind.SEARCH_WORDING, "names.tsv", f"\n{line}\n")
    uses = every_use([text], AFFECTED)
    assert {use.place for use in uses} <= {"line 2"}
    return [(use.code, use.exact) for use in uses]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("I42.0\tdilated cardiomyopathy", [("I420", True)]),
        ('KNOWN = {"I420"}', [("I420", True)]),
        ('code.startswith("I42")', [("I420", False)]),
        ('("I42", "I420")', [("I420", True)]),
        ("Z59.00, Z59.0", [("Z5900", True)]),
        ('code = "30233AZ"', [("30233AZ", True)]),
        ('code = "3023{approach}AZ"', [("30233AZ", False)]),
        ('code = "3024{approach}AZ"', []),
        ("G0556", [("G0556", True)]),
        ("I42.01 I4 XI420 I420x WBI420", []),
    ],
)
def test_a_line_is_read_for_codes_headers_and_patterns(
    line: str, codes: list[tuple[str, bool]]
) -> None:
    assert found(line) == codes


def test_a_list_of_favourites_has_a_code_on_each_line() -> None:
    text = "# mine\ni42.0  cardiomyopathy\n\nZ5900 # homeless\nE119\n"
    assert list(uses_in_list("mine.txt", text, AFFECTED)) == [
        Use(UseKind.FAVOURITE, "mine.txt", "line 2", CM, "I420", ("ended", "status")),
        Use(UseKind.FAVOURITE, "mine.txt", "line 4", CM, "Z5900", ("severity",)),
    ]


def encounter(setting: Setting = Setting.OUTPATIENT, **days: date) -> Encounter:
    return Encounter(
        encounter_id="E-1",
        setting=setting,
        patient=None,
        diagnoses=(Diagnosis(code="E11.9"), Diagnosis(code="I42.0")),
        procedures=(Procedure(code="30233AZ"),),
        service_lines=(ServiceLine(), ServiceLine(code="G0556"), ServiceLine(code="I420")),
        **days,
    )


def test_an_encounter_is_told_by_place_and_never_by_value() -> None:
    uses = list(uses_in_encounter("one.json", encounter(), AFFECTED))
    assert [(use.where, use.place, use.code) for use in uses] == [
        ("one.json", "diagnosis 2", None),
        ("one.json", "procedure 1", None),
        ("one.json", "service line 2", None),
    ]


def test_a_line_with_another_code_system_is_not_meant() -> None:
    lines = (ServiceLine(code="G0556", system=System.CPT),)
    one = Encounter(
        encounter_id="E-1", setting=Setting.OUTPATIENT, patient=None, service_lines=lines
    )
    assert list(uses_in_encounter("one.json", one, AFFECTED)) == []


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (encounter(service_date=date(2026, 9, 30)), False),
        (encounter(service_date=date(2026, 10, 1)), True),
        (encounter(), True),
        (encounter(Setting.INPATIENT, admit_date=date(2026, 9, 1)), True),
        (
            encounter(
                Setting.INPATIENT, admit_date=date(2026, 9, 1), discharge_date=date(2026, 9, 30)
            ),
            False,
        ),
    ],
)
def test_only_what_the_new_release_governs_is_affected(one: Encounter, expected: bool) -> None:
    assert may_be_affected(one, date(2026, 10, 1)) is expected
