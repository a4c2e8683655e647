"""Every edit: its file, its docstring, its cases, and that it looks at nothing but its arguments."""

import ast
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

import codeward.edits
from codeward.edits import HEADINGS, sections
from codeward.edits.cases import Case, cases_of, encounter_of, subject
from codeward.edits.catalog import EDITS
from codeward.edits.edit import WHAT_TO_DO

FOLDER = Path(codeward.edits.__file__).parent
SOURCES = ("encounter", "icd10cm", "icd10pcs", "mce", "service_line")
PREFIXES = {
    "encounter": "ENC",
    "icd10cm": "ICD",
    "icd10pcs": "PCS",
    "mce": "MCE",
    "service_line": "LIN",
}
FORBIDDEN_EVENTS = ("open", "socket.", "subprocess.", "os.", "sqlite3.connect", "urllib.", "import")


def file_of(edit) -> Path:
    return Path(sys.modules[edit.check.__module__].__file__)


ALL_CASES = [
    pytest.param(edit, case, id=f"{edit.code}-{case.name}")
    for edit in EDITS
    for case in cases_of(edit)
]


@pytest.mark.parametrize(("edit", "case"), ALL_CASES)
def test_an_edit_finds_what_its_case_expects(edit, case, small_releases):
    found = [subject(finding) for finding in edit.findings(encounter_of(case), small_releases)]
    assert sorted(found) == sorted(case.expect)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.code)
def test_an_edit_has_a_case_that_fires_and_one_that_passes(edit):
    expectations = [case.expect for case in cases_of(edit)]
    assert any(expectations)
    assert not all(expectations)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.code)
def test_an_edit_has_cases_on_the_days_around_each_end_of_its_span(edit):
    dated = {case.date: case.expect for case in cases_of(edit)}
    if edit.code == "ENC001":  # it speaks of encounters without a day, so no span can matter
        return
    assert edit.in_force.start in dated
    if edit.in_force.end:
        assert edit.in_force.end - timedelta(days=1) in dated
        assert dated[edit.in_force.end] == ()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.code)
def test_an_edit_says_what_it_checks_why_and_what_to_do(edit):
    text = sections(edit)
    assert all(len(text[heading]) > 20 for heading in HEADINGS)
    assert all(text[heading].endswith(".") for heading in HEADINGS)
    assert edit.authority.strip()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.code)
def test_an_edit_is_named_as_its_file_and_numbered_by_its_source(edit):
    path = file_of(edit)
    assert edit.name == path.stem.replace("_", "-")
    assert re.fullmatch(PREFIXES[path.parent.name] + r"\d{3}", edit.code)
    opening = ast.get_docstring(ast.parse(path.read_text("utf-8"))).splitlines()[0]
    assert opening.startswith(f"{edit.code}: ")


def test_the_catalogue_lists_every_file_once_in_the_order_of_numbers():
    listed = [file_of(edit) for edit in EDITS]
    on_disk = {
        path
        for source in SOURCES
        for path in (FOLDER / source).glob("*.py")
        if re.search(r"^EDIT = ", path.read_text("utf-8"), re.MULTILINE)
    }
    assert set(listed) == on_disk
    assert [edit.code for edit in EDITS] == sorted({edit.code for edit in EDITS})


def test_every_cases_file_lies_beside_its_edit():
    with_cases = {path.name.removesuffix(".cases.toml") for path in FOLDER.glob("*/*.cases.toml")}
    assert with_cases == {file_of(edit).stem for edit in EDITS}


def test_no_edit_imports_another():
    edits = {edit.check.__module__ for edit in EDITS}
    for edit in EDITS:
        tree = ast.parse(file_of(edit).read_text("utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & edits


class Watch:
    """An audit hook cannot be removed again, so there is one, and it hears only while it watches."""

    def __init__(self) -> None:
        self.watching = False
        self.heard: list[str] = []

    def hear(self, event: str, _arguments: object) -> None:
        if self.watching and event.startswith(FORBIDDEN_EVENTS):
            self.heard.append(event)

    def during(self, action) -> list[str]:
        self.heard, self.watching = [], True
        try:
            action()
        finally:
            self.watching = False
        return self.heard


@pytest.fixture(scope="module")
def watch() -> Watch:
    one = Watch()
    sys.addaudithook(one.hear)
    return one


def test_no_edit_touches_a_file_a_socket_a_process_or_a_database(small_releases, watch):
    encounters = [encounter_of(case) for edit in EDITS for case in cases_of(edit)]

    def check_all() -> None:
        for encounter in encounters:
            for edit in EDITS:
                list(edit.check(encounter, small_releases))

    assert watch.during(check_all) == []


def test_the_audit_hook_hears_a_file_being_read(tmp_path, watch):
    assert "open" in watch.during(lambda: tmp_path.joinpath("x").write_text("x"))


def test_the_way_out_defaults_to_the_text_under_what_to_do(small_releases):
    edit = next(edit for edit in EDITS if edit.code == "ENC001")
    (finding,) = edit.findings(
        encounter_of(Case(name="x", expect=(), undated=True, diagnoses=("I10",))), small_releases
    )
    assert finding.way_out == sections(edit)[WHAT_TO_DO]


def test_a_finding_names_edit_severity_authority_and_way_out(small_releases):
    for edit in EDITS:
        for case in cases_of(edit):
            for finding in edit.findings(encounter_of(case), small_releases):
                assert (finding.edit, finding.severity) == (edit.code, edit.severity)
                assert finding.message.endswith(".")
                assert finding.authority == edit.authority
                assert finding.way_out


def test_an_edit_out_of_force_is_silent(small_releases):
    edit = next(edit for edit in EDITS if edit.code == "ENC003")
    before = encounter_of(Case(name="x", expect=(), date=date(2015, 9, 30)))
    assert list(edit.findings(before, small_releases)) == []
