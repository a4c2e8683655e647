"""Procedures: built from the words, for inpatients, only where the text settles every character."""

from datetime import date

import pytest

from codeward import coding, intake
from codeward.model import Document, Encounter, Setting, System


@pytest.fixture(scope="module")
def on(releases):
    return releases(date(2026, 1, 15))


def procedures(text, on, setting=Setting.INPATIENT):
    encounter = Encounter(
        encounter_id="e", setting=setting, patient=None, documents=(Document(id="n", text=text),)
    )
    found = coding.suggest(intake.read(encounter.documents), encounter, on).suggestions
    return [one for one in found if one.system is System.ICD10PCS]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Open appendectomy", "0DTJ0ZZ"),
        ("Low transverse cesarean section", "10D00Z1"),
        ("Right total hip arthroplasty, ceramic on polyethylene, uncemented", "0SR904A"),
        ("Total knee replacement, left, cemented", "0SRD0J9"),
        ("Thoracentesis of the right pleural cavity", "0W993ZZ"),
        ("Lumbar puncture", "009U3ZX"),
        ("Mechanical ventilation for 36 hours", "5A1945Z"),
        ("Continuous renal replacement therapy", "5A1D90Z"),
        ("Drug-eluting stent placement in one coronary artery", "027034Z"),
        ("Transfusion of packed red blood cells", "30233N1"),
        ("Colonoscopy with polypectomy of the sigmoid colon", "0DBN8ZZ"),
        ("Endotracheal intubation", "0BH17EZ"),
        ("Left heart catheterization", "4A023N7"),
        ("Paracentesis", "0W9G3ZZ"),
    ],
)
def test_the_words_settle_the_code(text, code, on):
    assert [one.code for one in procedures(text, on)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Mechanical ventilation was considered",
        "Total knee replacement",
        "No thoracentesis was done on the right",
        "History of appendectomy",
        "PSH: cholecystectomy",
        "Cholecystectomy cancelled",
        "Admitted for cholecystectomy; cancelled because of fever",
        "EGD with banding",
    ],
)
def test_what_is_open_absent_past_or_cancelled_gives_no_code(text, on):
    assert procedures(text, on) == []


def test_procedures_of_outpatients_get_no_icd10pcs_code(on):
    assert procedures("Laparoscopic appendectomy", on, Setting.OUTPATIENT) == []


def test_a_default_character_is_named_as_what_is_missing(on):
    (found,) = procedures("Appendectomy performed", on)
    assert (found.code, found.needs) == ("0DTJ0ZZ", ("approach",))
    assert found.evidence[0].text == "Appendectomy"


def test_one_procedure_mentioned_twice_is_one_suggestion(on):
    (found,) = procedures("Paracentesis. Second paracentesis of the day.", on)
    assert len(found.evidence) == 2
