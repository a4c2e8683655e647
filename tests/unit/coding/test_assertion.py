"""Assertion: scopes of negation, doubt, time, person and plan; sections; shields."""

import pytest

from codeward import intake
from codeward.codesets.words import stems, words
from codeward.coding.assertion import Assertion, reading, scopes
from codeward.coding.mentions import read_mentions
from codeward.model import Document
from codeward.model.chart import SectionKind


def read(sentence, mention, section=SectionKind.OTHER):
    found = words(sentence)
    key = stems(mention)
    first = next(
        n for n in range(len(found)) if tuple(w.stem for w in found[n : n + len(key)]) == key
    )
    return reading(first, first + len(key), scopes(found), section)[0]


@pytest.mark.parametrize(
    ("sentence", "mention", "expected"),
    [
        ("Has pneumonia.", "pneumonia", Assertion.PRESENT),
        ("No evidence of pneumonia.", "pneumonia", Assertion.NEGATED),
        ("Denies chest pain, dyspnea or edema.", "edema", Assertion.NEGATED),
        ("No fever but has a cough.", "cough", Assertion.PRESENT),
        ("Pneumonia was ruled out.", "pneumonia", Assertion.NEGATED),
        ("SEPSIS RULED OUT today", "sepsis", Assertion.NEGATED),
        ("Rule out pneumonia.", "pneumonia", Assertion.POSSIBLE),
        ("Probable pneumonia.", "pneumonia", Assertion.POSSIBLE),
        ("Cough and fever, probable pneumonia", "fever", Assertion.PRESENT),
        ("Pneumonia versus bronchitis", "bronchitis", Assertion.POSSIBLE),
        ("Pneumonia cannot be excluded.", "pneumonia", Assertion.POSSIBLE),
        ("History of stroke.", "stroke", Assertion.HISTORICAL),
        ("Stroke ten years ago.", "stroke", Assertion.HISTORICAL),
        ("Mother had breast cancer.", "breast cancer", Assertion.FAMILY),
        ("Return if you have chest pain", "chest pain", Assertion.HYPOTHETICAL),
        ("Rubella immune", "rubella", Assertion.HYPOTHETICAL),
        ("Scheduled for cholecystectomy", "cholecystectomy", Assertion.PLANNED),
        ("No increase in edema.", "edema", Assertion.PRESENT),
        ("Gram negative sepsis", "sepsis", Assertion.PRESENT),
        ("Cough resolved.", "cough", Assertion.NEGATED),
        ("No family history of diabetes", "diabetes", Assertion.NEGATED),
        ("Daughter reports confusion.", "confusion", Assertion.PRESENT),
        ("Mother denies fever.", "fever", Assertion.NEGATED),
        ("Mother with migraine.", "migraine", Assertion.FAMILY),
        ("Unlikely pneumonia.", "pneumonia", Assertion.NEGATED),
        ("Cultures were negative for bacteremia.", "bacteremia", Assertion.NEGATED),
        ("Suicide attempt at age 19.", "suicide attempt", Assertion.HISTORICAL),
        ("Diabetes diagnosed at age 12.", "diabetes", Assertion.PRESENT),
        ("Avoid dehydration.", "dehydration", Assertion.HYPOTHETICAL),
        ("Will schedule colonoscopy.", "colonoscopy", Assertion.PLANNED),
        ("Nodule seen on screening.", "nodule", Assertion.PRESENT),
    ],
)
def test_the_sentence_decides(sentence, mention, expected):
    assert read(sentence, mention) is expected


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (SectionKind.PAST, Assertion.HISTORICAL),
        (SectionKind.FAMILY, Assertion.FAMILY),
        (SectionKind.INSTRUCTIONS, Assertion.HYPOTHETICAL),
        (SectionKind.ASSESSMENT, Assertion.PRESENT),
    ],
)
def test_the_section_decides_where_the_sentence_says_nothing(section, expected):
    assert read("Hypertension.", "hypertension", section) is expected


def test_the_sentence_goes_before_the_section():
    assert read("No hypertension.", "hypertension", SectionKind.PAST) is Assertion.NEGATED


def test_a_scope_reaches_no_further_than_its_words():
    far = "No " + "very " * 12 + "pain"
    assert read(far, "pain") is Assertion.PRESENT


def test_the_trigger_is_kept_as_the_explanation():
    found = words("Denies any chest pain")
    _, scope = reading(2, 4, scopes(found), SectionKind.OTHER)
    assert [word.word for word in found[scope.trigger_first : scope.trigger_last]] == [
        "denies",
        "any",
    ]


def test_the_slash_of_rule_out_is_no_right_side():
    text = "R/o osteomyelitis, R foot."
    chart = intake.read([Document(id="n", text=text)])
    line = read_mentions(chart, None).lines[0]
    assert [word.word for word in line.words] == ["r", "o", "osteomyelitis", "right", "foot"]
    assert line.meant(2, 3) is Assertion.POSSIBLE
