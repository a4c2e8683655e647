"""`codeward edit` as a user meets it."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from codeward.cli import edit_command

GOOD = {
    "encounter_id": "e1",
    "setting": "professional",
    "patient": {"birth_date": "1950-03-02", "sex": "F"},
    "service_date": "2026-01-15",
    "diagnoses": [{"code": "I110", "sequence": 1}, {"code": "I50.23", "sequence": 2}],
}
UNKNOWN = GOOD | {"diagnoses": [{"code": "QQQ"}]}
WARNED = GOOD | {"diagnoses": [{"code": "I10", "sequence": 1}, {"code": "I5023", "sequence": 2}]}


@pytest.fixture
def run(tmp_path, monkeypatch, small_releases):
    asked: list[date] = []

    def open_releases(day: date):
        asked.append(day)
        return small_releases.on(day)

    monkeypatch.setattr(edit_command, "open_releases", open_releases)

    def invoke(encounter: dict, *options: str):
        path = tmp_path / "encounter.json"
        path.write_text(json.dumps(encounter), "utf-8")
        result = CliRunner().invoke(edit_command.edit, [str(path), *options])
        assert asked == [date(2026, 1, 15)]
        return result

    return invoke


def test_json_has_every_field_of_a_finding(run):
    result = run(UNKNOWN, "--json")
    assert result.exit_code == 0
    (finding,) = json.loads(result.stdout)["findings"]
    assert set(finding) == {
        "edit", "severity", "code", "line", "message", "authority", "evidence", "way_out",
    }  # fmt: skip
    assert (finding["edit"], finding["severity"], finding["code"]) == ("ICD002", "reject", "QQQ")


def test_no_findings_are_said(run):
    result = run(GOOD)
    assert (result.exit_code, result.stdout) == (0, "  no finding\n")


def test_no_findings_in_json_are_an_empty_list(run):
    assert json.loads(run(GOOD, "--json").stdout) == {"findings": []}


def test_text_shows_severity_number_code_message_and_way_out(run):
    text = run(UNKNOWN).stdout
    assert text.startswith("  REJECT ICD002 QQQ: QQQ is not an ICD-10-CM code.\n")
    assert "what to do: Look the condition up again" in text


@pytest.mark.parametrize(
    ("encounter", "fail_on", "expected"),
    [
        (GOOD, "warn", 0),
        (WARNED, "reject", 0),
        (WARNED, "warn", 1),
        (UNKNOWN, "warn", 1),
        (UNKNOWN, "reject", 1),
    ],
)
def test_fail_on_decides_the_exit_code(encounter, fail_on, expected, run):
    assert run(encounter, "--fail-on", fail_on).exit_code == expected


def test_findings_alone_do_not_fail(run):
    assert run(UNKNOWN).exit_code == 0
