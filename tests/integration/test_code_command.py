"""`codeward code` from the outside: the JSON contract, exact evidence, and every bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from tests.stand_in_model import StandIn, said

Run = Callable[..., SimpleNamespace]

NOTE = (
    "CHIEF COMPLAINT: follow-up\r\n"
    "ASSESSMENT AND PLAN:\r\n"
    "1. Type 2 diabetes mellitus, A1c 7.9 %, T 37 °C\r\n"
    "2. Essential hypertension\r\n"
    "Denies chest pain. Mother had breast cancer.\r\n"
)
ENCOUNTER = {
    "encounter_id": "E1",
    "setting": "inpatient",
    "patient": {"birth_date": "1950-03-01", "sex": "M"},
    "admit_date": "2026-01-10",
    "discharge_date": "2026-01-14",
    "discharge_status": "01",
    "documents": [{"id": "ds", "type": "discharge summary", "text": NOTE}],
}


@pytest.fixture
def note(tmp_path: Path) -> str:
    path = tmp_path / "note.txt"
    path.write_bytes(NOTE.encode())
    return str(path)


def coded(codeward: Run, *arguments: str, **stdin: bytes) -> Any:
    ended = codeward("code", *arguments, "--json", **stdin)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_the_report_holds_its_published_schema(
    codeward: Run, note: str, schema: Callable[[str], Any]
) -> None:
    report = coded(codeward, note, "--date", "2026-01-15")
    jsonschema.validate(report, schema("code"))
    assert list(report) == [
        "documents", "setting", "service_date", "releases",
        "suggestions", "queries", "findings", "grouping", "evaluation_and_management",
    ]  # fmt: skip
    assert report["service_date"] == "2026-01-15"
    assert report["releases"]["ICD-10-CM"]["effective_from"] == "2025-10-01"
    assert report["releases"]["ICD-10-CM"]["effective_to"] == "2026-03-31"
    assert report["grouping"] is None


def test_codes_are_suggested_with_exact_evidence(codeward: Run, note: str) -> None:
    report = coded(codeward, note, "--date", "2026-01-15")
    codes = {suggestion["code"] for suggestion in report["suggestions"]}
    assert {"E119", "I10"} <= codes
    assert not any(code.startswith(("R07", "C50")) for code in codes)
    texts = {document["id"]: document["text"] for document in report["documents"]}
    assert texts == {"note.txt": NOTE}
    for suggestion in report["suggestions"]:
        assert suggestion["evidence"]
        for span in suggestion["evidence"]:
            assert NOTE[span["start"] : span["end"]] == span["text"]


def test_stdin_is_a_note(codeward: Run) -> None:
    report = coded(codeward, "-", "--date", "2026-01-15", stdin=NOTE.encode())
    assert report["documents"][0]["id"] == "stdin"
    assert report["suggestions"]


def test_an_inpatient_encounter_is_grouped(codeward: Run, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text(json.dumps(ENCOUNTER), "utf-8")
    report = coded(codeward, str(path))
    assert report["service_date"] == "2026-01-14"
    assert report["grouping"]["version"] == "43.0"
    assert report["grouping"]["drg"] == "639"


def test_several_files_give_an_array_in_order(codeward: Run, note: str, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text("Assessment: acute appendicitis", "utf-8")
    reports = coded(codeward, str(other), note, "--date", "2026-01-15")
    assert [report["documents"][0]["id"] for report in reports] == ["b.txt", "note.txt"]


def test_the_same_chart_gives_the_same_bytes(codeward: Run, note: str) -> None:
    first = codeward("code", note, "--date", "2026-01-15", "--json").out
    assert codeward("code", note, "--date", "2026-01-15", "--json").out == first


def test_people_read_the_evidence_beside_the_code(codeward: Run, note: str) -> None:
    shown = codeward("code", note, "--date", "2026-01-15").out
    assert "E11.9" in shown
    assert "Type 2 diabetes mellitus" in shown
    assert "note.txt:" in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\x7fELF\x00\x01", "binary data"),
        (b"na\xefve", "not UTF-8 (byte 2)"),
        (b" " * 50_000_001, "more than 10 MB"),
        (b'{"encounter_id": "x"}', "missing required field"),
    ],
)
def test_bad_input_is_one_clear_line(
    codeward: Run, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    ended = codeward("code", str(path), "--date", "2026-01-15", "--json")
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("day", ["2019-01-15", "2035-01-15"])
def test_a_day_outside_every_release_is_said(codeward: Run, note: str, day: str) -> None:
    ended = codeward("code", note, "--date", day)
    assert (ended.code, ended.out) == (2, "")
    assert day in ended.err
    assert ended.err.count("\n") == 1


def test_an_impossible_day_is_a_usage_error(codeward: Run, note: str) -> None:
    ended = codeward("code", note, "--date", "2026-02-30")
    assert ended.code == 2
    assert "give a real day as YYYY-MM-DD" in ended.err


def test_a_second_opinion_is_noted_and_what_breaks_its_rules_is_counted(
    codeward: Run, note: str, stand_in: StandIn
) -> None:
    answer = {
        "choices": [
            {"code": "I10", "quote": "Essential hypertension"},
            {"code": "Z9999", "quote": "Essential hypertension"},
            {"code": "E119", "quote": "sugar"},
        ]
    }
    model = stand_in(said(json.dumps(answer)))
    arguments = ("code", note, "--date", "2026-01-15", "--second-opinion", model, "--json")
    ended = codeward(*arguments)
    assert "stand-in: 1 choices kept, dropped: 1 " in ended.err
    report, alone = json.loads(ended.out), coded(codeward, note, "--date", "2026-01-15")
    assert [one["code"] for one in report["suggestions"]] == [
        one["code"] for one in alone["suggestions"]
    ]
    ways = {one["code"]: one["path"][-1]["detail"] for one in report["suggestions"]}
    assert ways["I10"].startswith("stand-in chooses it on ")
    assert ways["E119"] == "stand-in does not choose it"


def test_a_model_that_does_not_answer_ends_the_command_without_a_report(
    codeward: Run, note: str, stand_in: StandIn
) -> None:
    ended = codeward("code", note, "--second-opinion", stand_in(b"", status=503))
    assert (ended.code, ended.out) == (2, "")
    assert "HTTP status 503" in ended.err


def test_the_level_of_a_visit_is_printed_with_what_supports_it(
    codeward: Run, tmp_path: Path
) -> None:
    path = tmp_path / "visit.txt"
    path.write_text(
        "Established patient office visit.\nASSESSMENT AND PLAN:\n1. Essential hypertension, "
        "uncontrolled. Increase lisinopril to 40 mg.\nTotal time on the date of the encounter: 35 minutes.\n"
    )
    shown = codeward("code", str(path), "--setting", "professional", "--date", "2026-01-15").out
    assert "Evaluation and management" in shown
    assert "35 minutes (99214)" in shown
    assert "Increase lisinopril to 40 mg" in shown
