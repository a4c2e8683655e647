"""A query that follows the practice brief passes; each way of breaking it is refused by name."""

import msgspec
import pytest

from codeward.model import EvidenceSpan
from codeward.model.query import QueryDraft, QueryFormat, QueryPurpose
from codeward.review.query_linter import lint_query
from codeward.review.query_rules.catalog import QUERY_RULES

NOTE = "Creatinine 2.4 mg/dL today, baseline 1.0. Urine output 15 mL/h. 10 cc drained; ROM full."
TEXTS = {"progress": NOTE}
GOOD = QueryDraft(
    topic="kidney function",
    title="Change of kidney function",
    question="Based on your clinical judgment, what condition do the findings below describe?",
    options=(
        "Acute kidney injury (please specify the cause)",
        "Chronic kidney disease (please specify the stage)",
        "Other (please specify)",
        "Unable to determine",
    ),
    indicators=(EvidenceSpan("progress", 0, 20, NOTE[:20]),),
    purpose=QueryPurpose.INDICATORS,
)


def broken(**fields: object) -> list[str]:
    return [one.edit for one in lint_query(msgspec.structs.replace(GOOD, **fields), TEXTS)]


def test_a_compliant_query_passes() -> None:
    assert lint_query(GOOD, TEXTS) == ()


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("QRY001", {"question": "Will you document this so that the DRG is right?"}),
        ("QRY001", {"title": "Reimbursement review"}),
        ("QRY001", {"options": (*GOOD.options[:2], "An MCC", *GOOD.options[2:])}),
        (
            "QRY001",
            {"question": "An auditor will deny this; can it be clarified? A denial follows."},
        ),
        ("QRY002", {"question": "Would you agree that the kidneys failed?"}),
        ("QRY002", {"question": "Please document the diagnosis of the finding below."}),
        ("QRY003", {"title": "Acute kidney injury"}),
        ("QRY004", {"question": "Does the patient have a kidney injury?"}),
        ("QRY004", {"question": "Based on the AKI, can the cause be documented?"}),
        ("QRY005", {"question": " "}),
        ("QRY005", {"question": "What is it? Since when?"}),
        ("QRY010", {"options": (*GOOD.options[:2], "Unable to determine")}),
        ("QRY011", {"options": GOOD.options[:3]}),
        ("QRY012", {"options": ("Dehydration", *GOOD.options[2:])}),
        ("QRY012", {"options": (GOOD.options[0], *GOOD.options)}),
        ("QRY013", {"format": QueryFormat.YES_NO, "options": ("Yes", "No", "Unable to determine")}),
        ("QRY014", {"format": QueryFormat.OPEN}),
        ("QRY020", {"indicators": ()}),
        ("QRY021", {"indicators": (EvidenceSpan("progress", 0, 20, "Creatinine 3.9 mg/dL"),)}),
        ("QRY021", {"indicators": (EvidenceSpan("last year", 0, 20, NOTE[:20]),)}),
        ("QRY022", {"indicators": GOOD.indicators * 2}),
    ],
)
def test_each_breach_is_refused_by_its_rule(rule: str, fields: dict[str, object]) -> None:
    assert rule in broken(**fields)


def test_yes_and_no_alone_are_no_choice() -> None:
    assert "QRY014" in broken(options=("Yes", "No"))


def test_a_yes_no_query_may_ask_whether_a_documented_diagnosis_was_present() -> None:
    asked = {
        "format": QueryFormat.YES_NO,
        "options": ("Yes", "No", "Unable to determine"),
        "question": "Was the pressure ulcer present on admission?",
        "purpose": QueryPurpose.PRESENT_ON_ADMISSION,
    }
    assert broken(**asked, documented=("pressure ulcer",)) == []
    assert broken(**asked) == ["QRY013"]


def test_an_open_query_needs_no_answers() -> None:
    assert broken(format=QueryFormat.OPEN, options=()) == []


def test_a_documented_diagnosis_may_be_named() -> None:
    asked = {"title": "Type of the kidney injury", "documented": ("kidney injury",)}
    assert broken(**asked) == []


def test_clinical_words_are_no_payment_words() -> None:
    assert (
        broken(question="Drained 10 cc with full rom: what condition do the findings describe?")
        == []
    )


def test_a_finding_says_what_to_do() -> None:
    (finding,) = lint_query(msgspec.structs.replace(GOOD, indicators=()), TEXTS)
    assert finding.way_out == "quote what raises the question"
    assert "Compliant Query Practice" in finding.authority


def test_numbers_are_unique_and_in_order() -> None:
    numbers = [rule.id for rule in QUERY_RULES]
    assert numbers == sorted(set(numbers))
