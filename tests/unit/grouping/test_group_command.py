"""`codeward group` as a user meets it."""

import json

import msgspec
import pytest
from click.testing import CliRunner

from codeward.cli import group_command


@pytest.fixture
def run(tmp_path, monkeypatch, releases, scripted):
    monkeypatch.setattr(group_command, "open_releases", releases)
    monkeypatch.setattr(group_command, "MsdrgEngine", lambda: scripted)

    def invoke(encounter, *options: str):
        path = tmp_path / "encounter.json"
        path.write_bytes(msgspec.json.encode(encounter))
        return CliRunner().invoke(group_command.group, [str(path), *options])

    return invoke


def test_json_is_the_grouping(run, stay):
    result = run(stay("I5023", "J9601"), "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["drg"], answer["mdc"], answer["version"]) == ("291", "05", "43.1")
    assert answer["effects"][1] == {
        "code": "J9601", "severity": "MCC", "counted": True, "note": "counted as MCC",
    }  # fmt: skip
    assert "what_if" not in answer


def test_what_if_is_added_on_request(run, stay):
    answer = json.loads(run(stay("I5023", "J9601"), "--json", "--what-if").stdout)
    assert answer["what_if"][0]["without"] == "J9601"
    assert answer["what_if"][0]["drg_without"] == "293"


def test_text_shows_the_drg_and_marks_what_counts(run, stay):
    lines = run(stay("I5023", "J9601", "I10"), "--what-if").stdout.splitlines()
    assert lines[0].startswith("MS-DRG 291  ")
    assert lines[1].startswith("MDC 05  ")
    assert lines[2].startswith("grouper 43.1, weight ")
    assert lines[3:6] == [
        "  * I5023    principal diagnosis",
        "  * J9601    counted as MCC",
        "    I10      neither CC nor MCC",
    ]
    assert lines[6].startswith("  without J9601: MS-DRG 293  ")
    assert len(lines) == 7


def test_a_missing_weight_is_said(run, stay):
    text = run(stay("I5023", discharge_date="2026-11-01")).stdout
    assert "no published weight installed" in text


def test_what_cannot_be_grouped_is_one_line_a_reason_and_exit_code_1(run, stay):
    result = run(stay("QQQ", discharge_status="99"))
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("codeward: cannot be grouped: ") for line in lines)
    assert "QQQ" in lines[1]
