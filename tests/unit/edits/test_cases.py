"""Cases: what a line of TOML becomes."""

from datetime import date

import msgspec
import pytest

from codeward.edits.cases import Case, encounter_of, subject
from codeward.model import DiagnosisRole, Finding, Setting, Severity

DAY = date(2026, 1, 15)


def test_an_inpatient_case_is_a_stay_of_three_days_that_ended_at_home():
    encounter = encounter_of(Case(name="x", expect=(), date=DAY, setting=Setting.INPATIENT))
    assert (encounter.admit_date, encounter.discharge_date) == (date(2026, 1, 12), DAY)
    assert encounter.discharge_status == "01"


def test_a_newborn_is_admitted_at_birth():
    case = Case(name="x", expect=(), date=DAY, setting=Setting.INPATIENT, born=date(2026, 1, 14))
    assert encounter_of(case).admit_date == date(2026, 1, 14)


def test_the_first_code_is_principal_and_a_colon_carries_the_indicator():
    encounter = encounter_of(Case(name="x", expect=(), date=DAY, diagnoses=("J189:N", "I10")))
    first, second = encounter.diagnoses
    assert (first.code, first.role, first.poa) == ("J189", DiagnosisRole.PRINCIPAL, "N")
    assert (second.code, second.role, second.poa) == ("I10", DiagnosisRole.SECONDARY, None)


def test_an_empty_field_is_taken_away():
    case = Case(name="x", expect=(), date=DAY, encounter={"patient": "", "service_date": ""})
    assert encounter_of(case).patient is None
    assert encounter_of(case).governing_date is None


@pytest.mark.parametrize("fields", [{}, {"undated": True, "date": DAY}])
def test_a_case_has_a_date_or_says_that_it_has_none(fields):
    with pytest.raises(msgspec.ValidationError, match="undated"):
        msgspec.convert({"name": "x", "expect": []} | fields, Case)


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [("I10", None, "I10"), ("99213", 2, "line 2"), (None, None, "encounter")],
)
def test_the_subject_is_line_code_or_encounter(code, line, expected):
    assert subject(Finding("X", Severity.WARN, code, line, "", "")) == expected
