"""The way out that a finding shows where the very case tells more than the edit's own text."""

from datetime import date

import pytest

from codeward.edits import sections
from codeward.edits.cases import Case, encounter_of
from codeward.edits.catalog import EDITS
from codeward.edits.edit import WHAT_TO_DO
from codeward.model import Setting

BY_NUMBER = {edit.code: edit for edit in EDITS}


def only_finding(edit, releases, diagnoses=("I10",), procedures=(), day=date(2026, 11, 1)):
    case = Case(
        name="x",
        expect=(),
        date=day,
        setting=Setting.INPATIENT,
        diagnoses=diagnoses,
        procedures=procedures,
    )
    (finding,) = BY_NUMBER[edit].findings(encounter_of(case), releases)
    return finding


@pytest.mark.parametrize(
    ("edit", "code", "way_out"),
    [
        ("ICD001", "I420", "Replaced by I4200, I4201, I4209: choose by documentation."),
        ("ICD003", "E112", "Choose a billable code below it: E1122."),
        ("ICD003", "S7200", "Choose a billable code below it: S72001A, S72001D, S72001S, S72002A, S72002D and 4 more."),
        ("ICD004", "W19", "Choose one of W19XXXA, W19XXXD, W19XXXS by the phase of treatment."),
        ("ICD005", "W19XXXG", "Choose one of A, D, S."),
        ("ICD006", "W19A", "Write W19XXXA."),
    ],
)  # fmt: skip
def test_a_faulty_diagnosis_code_is_answered_with_the_codes_that_could_stand_there(
    edit, code, way_out, small_releases
):
    assert only_finding(edit, small_releases, ("I10", code)).way_out == way_out


def test_exactly_as_many_codes_as_are_shown_leave_none_over(small_releases, monkeypatch):
    module = BY_NUMBER["ICD003"].check.__globals__
    monkeypatch.setitem(module, "SHOWN", 9)
    way_out = only_finding("ICD003", small_releases, ("I10", "S7200")).way_out
    assert way_out.endswith("S72009D, S72009S.")


def test_an_ended_procedure_is_answered_with_its_successor(small_releases):
    finding = only_finding("PCS001", small_releases, procedures=("X2KB317",))
    assert finding.way_out == "Replaced by 031B3ZF: choose by documentation."


@pytest.mark.parametrize(
    ("edit", "diagnoses", "procedures", "day"),
    [
        ("ICD001", ("I10", "I21A1"), (), date(2016, 1, 1)),
        ("PCS001", ("I10",), ("028F3Z0",), date(2026, 1, 1)),
    ],
)
def test_without_a_successor_the_text_of_the_edit_is_the_way_out(
    edit, diagnoses, procedures, day, small_releases
):
    finding = only_finding(edit, small_releases, diagnoses, procedures, day)
    assert finding.way_out == sections(BY_NUMBER[edit])[WHAT_TO_DO]


def test_both_sides_are_answered_with_the_bilateral_code(small_releases):
    finding = only_finding("ICD013", small_releases, ("M1711", "M1712"))
    assert finding.way_out == "Report M170 instead of both."
    assert finding.message == "M1712 and M1711 are the two sides of M170."
