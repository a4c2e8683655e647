"""The authored guideline cases: exactly the expected codes in order, none of the must-nots."""

import csv
from datetime import date

import pytest

from codeward import coding, intake
from codeward.model import Document, Encounter, Setting, System

SETTINGS = {"inpatient": Setting.INPATIENT, "office": Setting.PROFESSIONAL}
DAY = date(2026, 4, 15)


@pytest.fixture(scope="module")
def cases(shared):
    file = shared / "corpora" / "authored" / "guideline_cases_dev.tsv"
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


@pytest.mark.parametrize(("letter", "system"), [("G", System.ICD10CM), ("P", System.ICD10PCS)])
def test_every_case_gives_exactly_the_expected_codes(letter, system, cases, releases):
    wrong = [
        case["id"]
        for case in cases
        if case["id"].startswith(letter)
        and suggested(case, system, releases(DAY)) != expected(case, "expected")
    ]
    assert wrong == []


def test_no_case_gives_a_code_it_must_not(cases, releases):
    wrong = [
        case["id"]
        for case in cases
        if set(suggested(case, System.ICD10CM, releases(DAY))) & set(expected(case, "must_not"))
    ]
    assert wrong == []


@pytest.mark.parametrize(("letter", "system"), [("H", System.HCPCS), ("M", System.CPT)])
def test_drugs_services_and_visits_give_exactly_the_expected_codes(letter, system, cases, releases):
    wrong = [
        case["id"]
        for case in cases
        if case["id"].startswith(letter)
        and with_units(case, system, releases(DAY)) != case["expected"].split(";")
    ]
    assert wrong == []


def with_units(case, system, on):
    found = coding.suggest(intake.read(documents(case)), encounter_of(case), on).suggestions
    return [
        f"{one.code} x{one.units}" if one.units and one.units > 1 else one.code
        for one in found
        if one.system is system
    ]


def expected(case, column):
    return [code.replace(".", "") for code in (case[column] or "").split(";") if code]


def suggested(case, system, on):
    found = coding.suggest(intake.read(documents(case)), encounter_of(case), on).suggestions
    return [one.code for one in found if one.system is system]


def encounter_of(case):
    return Encounter(
        encounter_id=case["id"],
        setting=SETTINGS.get(case["setting"], Setting.OUTPATIENT),
        patient=None,
        documents=documents(case),
    )


def documents(case):
    return (Document(id="note", text=case["statement"]),)
