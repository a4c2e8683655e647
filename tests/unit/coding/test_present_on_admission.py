"""Present on admission follows Appendix I of the Guidelines, from what the chart says."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward import coding, intake
from codeward.codesets import Releases
from codeward.coding import Suggestions
from codeward.model import Document, Encounter, Setting
from codeward.review.query_linter import lint_query

ON = Callable[[date], Releases]
ADMITTED, DISCHARGED = date(2026, 1, 10), date(2026, 1, 16)


def coded(on: ON, *documents: Document, setting: Setting = Setting.INPATIENT) -> Suggestions:
    encounter = Encounter(
        encounter_id="P-1", setting=setting, patient=None, documents=documents,
        admit_date=ADMITTED, discharge_date=DISCHARGED,
    )  # fmt: skip
    return coding.suggest(intake.read(documents), encounter, on(DISCHARGED))


def summary(text: str) -> Document:
    return Document(id="summary", text=text, type="Discharge Summary", date=DISCHARGED)


def indicator(on: ON, code: str, *documents: Document) -> str | None:
    told = {one.code: one.poa for one in coded(on, *documents).suggestions}
    assert code in told, told
    return told[code]


@pytest.mark.parametrize(
    ("code", "text", "poa"),
    [
        ("J189", "Discharge diagnoses: Pneumonia.", "Y"),
        ("N179", "Discharge diagnoses: Pneumonia. Acute kidney injury, hospital-acquired.", "N"),
        ("N179", "Discharge diagnoses: Pneumonia. Acute kidney injury on hospital day 3.", "N"),
        ("N179", "Discharge diagnoses: Pneumonia. Acute kidney injury, present on admission.", "Y"),
        ("N179", "Discharge diagnoses: Pneumonia. Acute kidney injury.", None),
        ("E119", "Discharge diagnoses: Pneumonia. Type 2 diabetes.", "Y"),
        (
            "N179",
            "Discharge diagnoses: Pneumonia. Acute kidney injury, clinically undetermined onset.",
            "W",
        ),
        ("N179", "Hospital course: Pneumonia treated. She developed acute kidney injury.", "N"),
    ],
)
def test_the_words_of_the_chart_decide(code: str, text: str, poa: str | None, releases: ON) -> None:
    assert indicator(releases, code, summary(text)) == poa


def test_what_the_history_and_physical_says_was_present(releases: ON) -> None:
    first = Document(
        id="hp", type="H&P", date=ADMITTED, text="Assessment: Pneumonia. Acute kidney injury."
    )
    assert indicator(releases, "N179", first) == "Y"


def test_what_is_first_written_on_the_fourth_day_is_open_and_asked_for(releases: ON) -> None:
    first = Document(id="hp", type="H&P", date=ADMITTED, text="Assessment: Pneumonia.")
    later = Document(
        id="day 4", type="Progress Note", date=date(2026, 1, 13), text="Assessment: Hyponatremia."
    )
    told = coded(releases, first, later)
    assert {one.code: one.poa for one in told.suggestions}["E871"] == "U"
    (query,) = [one for one in told.queries if one.topic == "present on admission"]
    assert lint_query(query, {"hp": first.text, "day 4": later.text}) == ()
    assert [span.text for span in query.indicators] == ["Hyponatremia"]


def test_a_chronic_condition_written_late_was_present_all_the_same(releases: ON) -> None:
    first = Document(id="hp", type="H&P", date=ADMITTED, text="Assessment: Pneumonia.")
    later = Document(
        id="day 4", type="Progress Note", date=date(2026, 1, 13), text="Assessment: Hypothyroidism."
    )
    assert indicator(releases, "E039", first, later) == "Y"


def test_other_settings_have_no_indicator(releases: ON) -> None:
    told = coded(releases, summary("Assessment: Pneumonia."), setting=Setting.OUTPATIENT)
    assert [one.poa for one in told.suggestions] == [None]


def test_each_indicator_has_its_reason(releases: ON) -> None:
    text = "Discharge diagnoses: Pneumonia. Long-term use of insulin."
    told = {one.code: one.poa_reason for one in coded(releases, summary(text)).suggestions}
    assert told["J189"] == "the condition that led to the admission (Appendix I, Y)"
    assert "not imported" in told["Z794"]
