"""Our findings against the counts of the Medicare Code Editor."""

from datetime import date

import msgspec
import pytest

from codeward import edits
from codeward.edits.cases import Case, encounter_of
from codeward.edits.catalog import EDITS
from codeward.edits.mce.agreement import ANSWERS, disagreements
from codeward.model import Finding, Setting, Severity

STAY = encounter_of(
    Case(
        name="x",
        expect=(),
        date=date(2026, 1, 15),
        setting=Setting.INPATIENT,
        diagnoses=("W19XXXA:Y", "S72009A:Y", {"code": "R0602", "role": "admitting"}),
    )
)


class Editor:
    def __init__(self, counts: dict[str, int] | None) -> None:
        self.counts = counts

    def edit_counts(self, _encounter) -> dict[str, int] | None:
        return self.counts


def found(*numbers: str) -> list[Finding]:
    return [Finding(number, Severity.WARN, "X", None, "x.", "x") for number in numbers]


def test_agreement_adds_nothing():
    findings = found("MCE002", "MCE020", "MCE020")
    editor = Editor({"E_CODE_AS_PDX": 1, "UNSPECIFIED": 2})
    assert list(disagreements(STAY, findings, editor)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (("MCE020",), {"UNSPECIFIED": 2}, "UNSPECIFIED 2 times, our edits 1"),
        (("MCE020",), {}, "UNSPECIFIED 0 times, our edits 1"),
        ((), {"SOMETHING_NEW": 1}, "SOMETHING_NEW 1 times, our edits 0"),
        ((), {"INVALID_CODE": 3}, "INVALID_CODE 1 times, our edits 0"),
    ],
)
def test_an_edit_on_which_they_differ_is_published_for_the_encounter(ours, theirs, words):
    (finding,) = disagreements(STAY, found(*ours), Editor(theirs))
    assert (finding.edit, finding.severity, finding.code) == ("MCE000", Severity.WARN, None)
    assert words in finding.message


def test_an_invalid_code_is_named_once_however_often_the_editor_counts_it():
    assert list(disagreements(STAY, found("ICD002"), Editor({"INVALID_CODE": 3}))) == []


def test_the_defective_length_of_stay_edit_is_left_out():
    counts = {"INCONSISTENT_WITH_LENGTH_OF_STAY": 1}
    assert list(disagreements(STAY, [], Editor(counts))) == []


def test_an_editor_that_cannot_be_asked_adds_nothing():
    assert list(disagreements(STAY, found("MCE002"), Editor(None))) == []


def test_the_check_holds_its_findings_against_the_editor(small_releases):
    agreed = {"E_CODE_AS_PDX": 1, "UNSPECIFIED": 1}
    alone = edits.check(STAY, small_releases)
    assert edits.check(STAY, small_releases, editor=Editor(agreed)) == alone
    more = edits.check(STAY, small_releases, editor=Editor(agreed | {"AGE_CONFLICT": 1}))
    assert [one.edit for one in more if one not in alone] == ["MCE000"]


def test_the_editor_is_not_asked_for_a_day_that_no_release_covers(small_releases):
    later = msgspec.structs.replace(STAY, discharge_date=date(2027, 4, 1))
    found = edits.check(later, small_releases, editor=Editor({"AGE_CONFLICT": 1}))
    assert "MCE000" not in {one.edit for one in found}
    assert "ENC002" in {one.edit for one in found}


def test_every_edit_of_the_source_answers_for_a_name_or_replaces_a_defective_one():
    answering = {number for numbers in ANSWERS.values() for number in numbers}
    numbers = {edit.code for edit in EDITS}
    assert answering <= numbers
    assert {number for number in numbers if number.startswith("MCE")} - answering == {"MCE019"}
