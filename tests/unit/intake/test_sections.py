"""Sections: headings of every style open the right kind of section at the right offset."""

from itertools import pairwise

import pytest

from codeward.intake.sections import sections
from codeward.model import Document
from codeward.model.chart import SectionKind


def kinds(text, document_type=None):
    document = Document(id="n", text=text, type=document_type)
    return [
        (section.kind, text[section.start : section.end].strip()) for section in sections(document)
    ]


def test_a_heading_with_a_colon_opens_a_section_on_its_own_line():
    assert kinds("PMH: gout\nPLAN: rest\n") == [
        (SectionKind.PAST, "gout"),
        (SectionKind.PLAN, "rest"),
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("HISTORY OF PRESENT ILLNESS", SectionKind.HISTORY),
        ("Past Medical History:", SectionKind.PAST),
        ("## Family history", SectionKind.FAMILY),
        ("**Social History:**", SectionKind.SOCIAL),
        ("Discharge Diagnoses", SectionKind.DISCHARGE),
        ("A/P:", SectionKind.ASSESSMENT),
        ("Assessment & Plan", SectionKind.ASSESSMENT),
        ("3. Medications:", SectionKind.MEDICATIONS),
        ("Problem List", SectionKind.ASSESSMENT),
        ("ADDENDUM:", SectionKind.ADDENDUM),
        ("Nursing note:", SectionKind.NURSING),
        ("Hospital Course by Problem:", SectionKind.COURSE),
        ("Allergies (reviewed):", SectionKind.ALLERGIES),
    ],
)
def test_headings_of_every_style_are_known(heading, kind):
    assert kinds(f"Opening line.\n{heading}\ngout\n")[-1] == (kind, "gout")


def test_a_dictated_label_in_the_middle_of_a_line_opens_a_section():
    text = "HPI: cough for a week. PAST MEDICAL HISTORY: asthma. PLAN: rest."
    assert [kind for kind, _ in kinds(text)] == [
        SectionKind.HISTORY,
        SectionKind.PAST,
        SectionKind.PLAN,
    ]


def test_a_label_in_capitals_that_runs_on_into_its_text_opens_a_section():
    assert kinds("FAMILY HISTORY Diabetes in an aunt\nEXAM No edema.\nPLAN CT of the chest\n") == [
        (SectionKind.FAMILY, "Diabetes in an aunt"),
        (SectionKind.EXAM, "No edema."),
        (SectionKind.PLAN, "CT of the chest"),
    ]
    assert kinds("PLAN CT CHEST\nFAMILY of four\nLEFT Knee pain\n") == [
        (SectionKind.OTHER, "PLAN CT CHEST\nFAMILY of four\nLEFT Knee pain")
    ]


def test_a_short_label_without_a_colon_opens_a_section():
    assert kinds("FH mom asthma\nMeds vitamin D   All none\n") == [
        (SectionKind.FAMILY, "mom asthma"),
        (SectionKind.MEDICATIONS, "vitamin D"),
        (SectionKind.ALLERGIES, "none"),
    ]


def test_a_capital_letter_that_begins_a_sentence_is_no_heading():
    assert kinds("A patient with gout came in.\nP waves are present.\n") == [
        (SectionKind.OTHER, "A patient with gout came in.\nP waves are present.")
    ]


def test_a_line_of_vital_signs_begins_the_examination():
    assert kinds("Came for cough.\nT 38.6 P 112\nlungs clear\n")[-1][0] is SectionKind.EXAM


def test_vital_signs_within_an_assessment_do_not_end_it():
    assert [kind for kind, _ in kinds("Assessment:\nGout\nBP 120/80 today\n")] == [
        SectionKind.ASSESSMENT
    ]


def test_a_diagnosis_in_capitals_is_no_heading():
    assert kinds("PMH:\nHYPERTENSION.\nGOUT\n") == [(SectionKind.PAST, "HYPERTENSION.\nGOUT")]


def test_the_diagnoses_of_a_discharge_summary_are_discharge_diagnoses():
    assert kinds("Diagnoses:\ngout\n", "discharge summary")[-1][0] is SectionKind.DISCHARGE


def test_a_document_type_names_the_section_of_a_note_without_headings():
    assert kinds("BMI 42.3", "nutrition note") == [(SectionKind.NURSING, "BMI 42.3")]


def test_sections_leave_no_gap_whatever_the_line_ends():
    text = "\ufeffHPI: cough\r\n\r\nPlan:\r\nrest\r\n"
    found = sections(Document(id="n", text=text))
    assert found[0].heading_start == 0
    assert all(one.end == other.heading_start for one, other in pairwise(found))
    assert found[-1].end == len(text)


def test_an_empty_document_has_no_sections():
    assert sections(Document(id="n", text="")) == ()
