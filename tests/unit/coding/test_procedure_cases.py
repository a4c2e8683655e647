"""Procedure rules and statements: exactly the codes, and never a code the release does not hold."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from codeward import coding, intake
from codeward.coding import procedure_rules
from codeward.coding.procedure_rules.templates import templates
from codeward.model import Document, Encounter, Setting, System

DAY = date(2026, 1, 15)
FOLDER = Path(procedure_rules.__file__).parent
STATEMENTS = [
    pytest.param(text, codes.split(), id=text[:50])
    for name in ("procedures_first.tsv", "procedures_second.tsv", "procedures_third.tsv")
    for line in (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()[1:]
    for text, codes in [line.split("\t")]
]
CASES = [
    pytest.param(case["text"], case["codes"], id=f"{file.name.split('.')[0]}-{number}")
    for file in sorted(FOLDER.glob("*.cases.toml"))
    for number, case in enumerate(tomllib.loads(file.read_text("utf-8"))["case"], start=1)
]


@pytest.fixture(scope="module")
def on(releases):
    return releases(DAY)


def codes_of(text, on, *others):
    texts = (text, *others)
    documents = tuple(Document(id=f"n{place}", text=one) for place, one in enumerate(texts))
    encounter = Encounter(
        encounter_id="e", setting=Setting.INPATIENT, patient=None, documents=documents
    )
    found = coding.suggest(intake.read(documents), encounter, on).suggestions
    return [one.code for one in found if one.system is System.ICD10PCS]


@pytest.mark.parametrize(("text", "codes"), STATEMENTS)
def test_an_operative_statement_gives_exactly_its_codes(text, codes, on):
    assert sorted(codes_of(text, on)) == sorted(codes)


@pytest.mark.parametrize(("text", "codes"), CASES)
def test_a_rule_case_gives_exactly_its_codes(text, codes, on):
    assert codes_of(text, on) == codes


def test_every_rule_has_cases():
    data = {"building", "catalog", "numbers", "performed", "templates", "__init__"}
    units = {file.stem for file in FOLDER.glob("*.py")} - data
    assert units == {file.name.split(".")[0] for file in FOLDER.glob("*.cases.toml")}


def test_every_template_without_parts_can_give_a_code_that_exists(on):
    for one in templates():
        if one.part or one.count:
            continue
        for code in one.codes:
            named = re.findall(r"{(\w+)}", code)
            filled = [code]
            for name in named:
                signs = {sign for said in one.slots[name].values() for sign in said.split()}
                filled = [text.replace(f"{{{name}}}", sign) for text in filled for sign in signs]
            assert any(on.icd10pcs.is_billable(text) for text in filled), (one.wordings[0], code)


@pytest.mark.parametrize(
    "text",
    [
        "Percutaneous drainage",
        "Biopsy was recommended",
        "Plan: colonoscopy as an outpatient",
        "History of coronary artery bypass with saphenous vein graft",
        "Status post right below knee amputation",
        "No chest tube was placed on the right",
        "Inguinal hernia repair",
        "Liver biopsy results pending",
    ],
)
def test_what_is_open_planned_or_past_gives_no_code(text, on):
    assert codes_of(text, on) == []


def test_the_implants_of_the_operative_report_name_the_device(on):
    report = (
        "Procedure: Right total hip arthroplasty\n"
        "Implants: polyethylene liner, ceramic head.\n"
        "Stem placed without cement."
    )
    assert codes_of(report, on, "Admitted for right total hip arthroplasty.") == ["0SR904A"]


def test_two_arteries_named_leave_the_vessel_of_a_thrombectomy_open(on):
    text = "Mechanical thrombectomy. Clot was seen. Left internal carotid artery was passed."
    assert codes_of(text, on) == []
