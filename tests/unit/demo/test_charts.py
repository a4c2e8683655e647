"""The sample charts are whole, invented, and say nothing that their documents do not say."""

import itertools
import re
from importlib.resources import files

import msgspec
import pytest

from codeward.demo import charts
from codeward.demo.chart_files import PARTY_FIELDS
from codeward.model import DiagnosisRole, Encounter, Party, Setting, System

CHARTS = charts.load()
BY_NAME = {chart.name: chart for chart in CHARTS}
INPATIENT = [one for one in CHARTS if one.encounter.setting is Setting.INPATIENT]
PROFESSIONAL = [one for one in CHARTS if one.encounter.setting is Setting.PROFESSIONAL]
FACILITY = [one for one in CHARTS if one.encounter.setting is not Setting.PROFESSIONAL]
# Room and board, nursery, intensive care.
ROOM = {"012", "017", "020"}

# Guideline I.B.14 apart, codes that CMS exempts from the present-on-admission indicator.
POA_EXEMPT = re.compile(r"Z(?!66$|96652$)|Y92|Q|I69|S\d{5}S$|V\d{2}.*S$")

every_chart = pytest.mark.parametrize("chart", CHARTS, ids=BY_NAME)


def parties(encounter: Encounter) -> list[Party]:
    fields = (getattr(encounter, name) for name in PARTY_FIELDS)
    return [party for party in fields if party is not None]


def luhn_sum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total


def test_the_kinds_of_encounter_that_the_demo_promises_are_there():
    assert set(BY_NAME) >= {
        "office-diabetes-ckd", "ed-laceration", "chf-admission", "sepsis-pneumonia",
        "hip-replacement", "delivery", "newborn", "colonoscopy-polyps", "copd-exacerbation",
        "stroke-admission", "stroke-sequela", "chemotherapy", "overdose", "telehealth-depression",
        "well-child-otitis", "chest-pain-observation", "pressure-ulcer-stay", "plantar-fasciitis",
    }  # fmt: skip


def test_the_days_fall_into_four_releases():
    starts = ("2024-10-01", "2025-10-01", "2026-04-01", "2026-10-01", "2027-10-01")
    days = [str(chart.encounter.governing_date) for chart in CHARTS]
    for start, end in itertools.pairwise(starts):
        assert sum(start <= day < end for day in days) >= 3, f"too few from {start}"


@every_chart
def test_every_quote_stands_at_its_offsets(chart):
    texts = {document.id: document.text for document in chart.encounter.documents}
    for gold in chart.gold:
        assert gold.evidence, f"{gold.code} has no evidence"
        for span in gold.evidence:
            assert texts[span.document][span.start : span.end] == span.text


@every_chart
def test_every_gold_code_gives_reason_and_guideline(chart):
    for gold in chart.gold:
        assert gold.reason.endswith("."), gold.code
        assert gold.guideline, gold.code


@every_chart
def test_gold_is_the_encounter_as_coded(chart):
    encounter = chart.encounter
    diagnoses = [one.code for one in chart.gold if one.system is System.ICD10CM]
    procedures = [one.code for one in chart.gold if one.system is System.ICD10PCS]
    services = [(one.system, one.code) for one in chart.gold if one.system in ("CPT", "HCPCS")]
    assert diagnoses == [one.code for one in encounter.diagnoses]
    assert procedures == [one.code for one in encounter.procedures]
    assert services == [(one.system, one.code) for one in encounter.service_lines if one.code]


@every_chart
def test_one_principal_leads_and_no_coded_diagnosis_repeats(chart):
    coded = chart.encounter.coded_diagnoses
    assert [one.role for one in coded].count(DiagnosisRole.PRINCIPAL) == 1
    assert coded[0].role is DiagnosisRole.PRINCIPAL
    assert [one.sequence for one in coded] == list(range(1, len(coded) + 1))
    assert len({one.code for one in coded}) == len(coded)


@every_chart
def test_what_is_left_out_is_not_coded(chart):
    coded = {one.code for one in chart.gold}
    assert coded.isdisjoint(one.code for one in chart.left_out)


@every_chart
def test_the_encounter_survives_its_json_contract(chart):
    text = msgspec.json.encode(chart.encounter)
    assert msgspec.json.decode(text, type=Encounter) == chart.encounter


@every_chart
def test_the_engine_sees_no_decided_code(chart):
    seen = chart.uncoded
    assert (seen.diagnoses, seen.procedures, seen.service_lines) == ((), (), ())
    assert seen.documents == chart.encounter.documents
    assert seen.governing_date == chart.encounter.governing_date


@every_chart
def test_every_document_says_that_it_is_invented(chart):
    for document in chart.encounter.documents:
        opening = "\n".join(document.text.splitlines()[:4]).lower()
        words = r"invented|not a medical record|does not exist|nobody real"
        assert re.search(words, opening), document.id


@every_chart
def test_every_text_file_of_the_folder_is_a_document(chart):
    folder = files("codeward.demo") / "charts" / chart.name
    names = {one.name.removesuffix(".txt") for one in folder.iterdir() if ".txt" in one.name}
    assert names == {document.id for document in chart.encounter.documents}


@every_chart
def test_text_is_read_byte_for_byte(chart):
    folder = files("codeward.demo") / "charts" / chart.name
    for document in chart.encounter.documents:
        raw = (folder / f"{document.id}.txt").read_bytes()
        assert document.text.encode("utf-8") == raw


@every_chart
def test_providers_cannot_be_real(chart):
    known = parties(chart.encounter)
    assert known
    for party in known:
        assert party.npi is not None
        assert re.fullmatch(r"2\d{9}", party.npi), "identifiers with 2 were never issued"
        assert luhn_sum(f"80840{party.npi}") % 10 == 0
        assert party.tax_id is None or party.tax_id.startswith("89")


@every_chart
def test_dates_of_documents_and_codes_fit_the_encounter(chart):
    encounter = chart.encounter
    first = encounter.admit_date or encounter.service_date
    last = encounter.discharge_date or encounter.service_date
    assert first is not None
    assert last is not None
    assert all(one.date and first <= one.date <= last for one in encounter.procedures)
    lines = [one.service_date for one in encounter.service_lines if one.service_date]
    assert all(first <= day <= last for day in lines)


@pytest.mark.parametrize("chart", INPATIENT, ids=lambda chart: chart.name)
def test_a_stay_has_several_documents_and_says_what_was_present_on_admission(chart):
    assert 2 <= len(chart.encounter.documents) <= 5
    for one in chart.encounter.coded_diagnoses:
        exempt = POA_EXEMPT.match(one.code) is not None
        assert (one.poa is None) == exempt, one.code


@pytest.mark.parametrize("chart", INPATIENT, ids=lambda chart: chart.name)
def test_a_stay_has_an_admitting_diagnosis_and_no_service_codes(chart):
    roles = [one.role for one in chart.encounter.diagnoses]
    assert roles.count(DiagnosisRole.ADMITTING) == 1
    assert all(line.code is None for line in chart.encounter.service_lines)


@pytest.mark.parametrize("chart", PROFESSIONAL, ids=lambda chart: chart.name)
def test_a_professional_line_points_at_diagnoses_of_its_claim(chart):
    coded = len(chart.encounter.coded_diagnoses)
    for line in chart.encounter.service_lines:
        assert 1 <= len(line.diagnosis_pointers) <= 4
        assert max(line.diagnosis_pointers) <= coded
        assert line.place_of_service in ("10", "11")
    assert all(one.poa is None for one in chart.encounter.diagnoses)


@pytest.mark.parametrize("chart", FACILITY, ids=lambda chart: chart.name)
def test_a_facility_claim_has_bill_type_status_and_revenue_codes(chart):
    encounter = chart.encounter
    assert encounter.type_of_bill in ("0111", "0131")
    assert encounter.discharge_status
    assert encounter.attending_provider
    assert all(re.fullmatch(r"0\d{3}", one.revenue_code or "") for one in encounter.service_lines)
    rooms = [one for one in encounter.service_lines if (one.revenue_code or "")[:3] in ROOM]
    if encounter.setting is Setting.INPATIENT:
        stay = encounter.discharge_date - encounter.admit_date
        assert sum(one.units for one in rooms) == stay.days


@every_chart
def test_every_line_has_a_charge(chart):
    assert chart.encounter.service_lines
    assert all(line.charge and line.charge > 0 for line in chart.encounter.service_lines)
