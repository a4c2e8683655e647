"""Every topic asks where its findings stand without a diagnosis, and its drafts pass the linter."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward import coding, intake
from codeward.codesets import Releases
from codeward.coding.topics.topic import Topic, topics
from codeward.model import Document, Encounter, Setting
from codeward.model.query import QueryDraft, QueryPurpose
from codeward.review.query_linter import lint_query

DAY = date(2026, 1, 15)
ON = Callable[[date], Releases]
BY_NAME = {topic.name: topic for topic in topics()}


def drafts(on: ON, text: str, setting: Setting = Setting.INPATIENT) -> list[QueryDraft]:
    document = Document(id="progress", text=text, date=DAY)
    encounter = Encounter(
        encounter_id="T-1", setting=setting, patient=None, documents=(document,),
        admit_date=DAY, discharge_date=DAY,
    )  # fmt: skip
    made = list(coding.suggest(intake.read([document]), encounter, on(DAY)).queries)
    for one in made:
        assert lint_query(one, {"progress": text}) == (), one
    return made


def asked(on: ON, text: str, **options: Setting) -> set[tuple[str, QueryPurpose]]:
    return {(one.topic, one.purpose) for one in drafts(on, text, **options)}


def _note(topic: Topic) -> str:
    """A note that holds every indicator of a topic."""
    lines = []
    for one in topic.indicator:
        if one.words:
            lines.append(f"Patient with {one.words[0]}.")
        else:
            value = one.at_least if one.at_least is not None else one.at_most
            lines.append(f"{one.labels[0]} {value:g}.")
    return "\n".join(lines)


def test_there_are_at_least_25_topics_with_unlike_names() -> None:
    assert len(BY_NAME) == len(topics()) >= 25


@pytest.mark.parametrize("topic", [t for t in topics() if not t.only_with], ids=lambda t: t.name)
def test_its_findings_without_a_diagnosis_raise_a_compliant_query(
    topic: Topic, releases: ON
) -> None:
    assert (topic.name, QueryPurpose.INDICATORS) in asked(releases, _note(topic))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("systemic response to infection", "Temp 102.1, HR 118, WBC 17.4. Sepsis due to E. coli."),
        ("kidney function", "Creatinine rose from 1.0 to 2.6. AKI on admission."),
        ("nutrition", "BMI 16.9, muscle wasting. Severe malnutrition."),
        ("breathing and oxygen", "SpO2 84% on room air, BiPAP. Acute hypoxic respiratory failure."),
        ("sodium", "Sodium 126. Hyponatremia."),
        ("body mass index", "BMI 36. Obesity class 2."),
    ],
)
def test_a_documented_diagnosis_is_not_asked_for(name: str, text: str, releases: ON) -> None:
    assert name not in {topic for topic, _ in asked(releases, text)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("type of heart failure", "Heart failure with BNP 1400. LVEF 30%. IV furosemide given."),
        ("stage of kidney disease", "Chronic kidney disease. eGFR 38."),
        ("cause of pneumonia", "Pneumonia. Sputum culture grew MRSA."),
        ("lung disease", "COPD with wheezing, treated with methylprednisolone."),
    ],
)
def test_an_unspecific_diagnosis_with_findings_is_asked_for(
    name: str, text: str, releases: ON
) -> None:
    assert name in {topic for topic, _ in asked(releases, text)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("systemic response to infection", "Assessment: Sepsis. Patient comfortable."),
        ("kidney function", "Assessment: Acute kidney injury."),
        ("nutrition", "Assessment: Severe protein-calorie malnutrition."),
        ("breathing and oxygen", "Assessment: Acute respiratory failure with hypoxia."),
    ],
)
def test_a_diagnosis_without_findings_is_to_be_validated(
    name: str, text: str, releases: ON
) -> None:
    assert (name, QueryPurpose.VALIDATION) in asked(releases, text)


@pytest.mark.parametrize(
    "text",
    [
        "No fever, no confusion, no lethargy. Denies hematemesis or melena.",
        "Creatinine 0.9. Sodium 139. Potassium 4.1. Hemoglobin 13.8. WBC 7.2. Platelets 210.",
        "Temp 98.6, HR 72, RR 14, SpO2 98%. BMI 24.",
        "Past medical history: confusion and lethargy last year.",
        "Potassium 40 mEq given. WBC 12000 per field in the urine.",
        "",
    ],
)
def test_normal_negated_and_past_findings_raise_nothing(text: str, releases: ON) -> None:
    assert asked(releases, text) == set()


def test_an_office_visit_raises_no_topic(releases: ON) -> None:
    text = _note(BY_NAME["kidney function"])
    assert asked(releases, text, setting=Setting.OUTPATIENT) == set()


def test_indicators_are_quoted_with_their_values(releases: ON) -> None:
    text = "Creatinine rose from 1.0 to 2.6 mg/dL today. Oliguria since midnight."
    (draft,) = [one for one in drafts(releases, text) if one.topic == "kidney function"]
    assert [span.text for span in draft.indicators] == [
        "Creatinine rose from 1.0 to 2.6 mg/dL",
        "Oliguria",
    ]
