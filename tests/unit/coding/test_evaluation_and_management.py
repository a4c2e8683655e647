"""Levels of visits by decision making and by time, and against what was billed."""

from datetime import date

import pytest

from codeward import coding, intake
from codeward.model import Document, Encounter, ServiceLine, Setting

DAY = date(2026, 4, 15)
OFFICE, HOSPITAL, OUTPATIENT = Setting.PROFESSIONAL, Setting.INPATIENT, Setting.OUTPATIENT


def visit(text, releases, setting=OFFICE, billed=None):
    documents = (Document(id="note", text=text),)
    encounter = Encounter(
        encounter_id="x",
        setting=setting,
        patient=None,
        documents=documents,
        service_lines=(ServiceLine(code=billed),) if billed else (),
    )
    return coding.suggest(intake.read(documents), encounter, releases(DAY))


@pytest.mark.parametrize(
    ("setting", "text", "code"),
    [
        (
            OFFICE,
            "New patient. Assessment: Acute sinusitis. Plan: Start amoxicillin 500 mg daily.",
            "99203",
        ),
        (
            HOSPITAL,
            "Subsequent hospital care. Assessment: Pneumonia. Plan: Continue IV antibiotics.",
            "99232",
        ),
        (OFFICE, "New patient, 1 acute uncomplicated illness, OTC medication", "99203"),
        (OFFICE, "Established patient, one self-limited problem, reassurance", "99212"),
        (OFFICE, "New patient, total time 62 minutes", "99205"),
        (OFFICE, "Established patient. Total time spent 1 hour 10 minutes.", "99215"),
        (OFFICE, "Established patient, total time 29 minutes", "99213"),
        (HOSPITAL, "Subsequent hospital care, 50 minutes total time", "99233"),
        (HOSPITAL, "Subsequent hospital visit, moderate MDM", "99232"),
        (
            OUTPATIENT,
            "ED visit, acute illness with systemic symptoms, prescription drug management",
            "99284",
        ),
        (OUTPATIENT, "ED visit, high complexity MDM", "99285"),
        (OUTPATIENT, "ED visit, 60 minutes total time", None),
        (OFFICE, "Established patient, 30 minutes of tobacco cessation spent", None),
    ],
)
def test_the_documentation_supports_the_level(setting, text, code, releases):
    found = visit(text, releases, setting).suggestions
    assert next((one.code for one in found if one.code.startswith("992")), None) == code


@pytest.mark.parametrize(
    ("billed", "comparison", "edits"),
    [("99215", "over", ["EM001"]), ("99214", "agrees", []), ("99212", "under", ["EM002"])],
)
def test_billing_is_compared_in_both_directions(billed, comparison, edits, releases):
    text = "Established patient, 2 stable chronic illnesses, prescription drug management"
    found = visit(text, releases, billed=billed)
    assert found.evaluation_and_management.comparison == comparison
    assert [one.edit for one in found.findings] == edits


def test_every_element_shows_where_it_is_written(releases):
    text = "Established patient. External records reviewed, CBC, A1c, independent interpretation of EKG."
    elements = visit(text, releases, billed="99213").evaluation_and_management.elements
    quoted = [span for one in elements for why in one.reasons for span in why.evidence]
    assert quoted
    assert all(text[span.start : span.end] == span.text for span in quoted)
