"""`codeward x12`: exit codes and what stands on stdout."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from codeward.cli.x12_commands import x12
from tests.unit.formats.x12.bases import broken, professional

P = professional()


@pytest.fixture
def clean(tmp_path: Path) -> str:
    file = tmp_path / "clean.837"
    file.write_bytes("\n".join(P).encode())
    return str(file)


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    file = tmp_path / "faulty.837"
    file.write_bytes(broken(P, "CLM*C1*300", "CLM*C1*301"))
    return str(file)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(x12, arguments)
    return result.exit_code, result.output


def test_a_clean_file_is_accepted(clean: str) -> None:
    code, told = run("validate", clean, "--json")
    assert code == 0
    assert json.loads(told) == {
        "file": clean, "transaction": "837P", "claims": 2, "accepted": True, "findings": [],
    }  # fmt: skip


def test_a_faulty_file_is_rejected_with_the_place_of_the_fault(faulty: str) -> None:
    code, told = run("validate", faulty, "--json")
    (found,) = json.loads(told)["findings"]
    assert code == 1
    assert (found["rule"], found["snip"], found["severity"]) == ("P837-027", 3, "reject")
    assert (found["segment"], found["loop"], found["element"]) == (19, "2300", 2)
    assert found["claim"] == "C1"
    assert Path(faulty).read_bytes()[found["offset"] :].startswith(b"CLM*C1")


def test_types_can_be_switched_off(faulty: str) -> None:
    assert run("validate", faulty, "--snip", "1-2")[0] == 0
    assert run("validate", faulty, "--snip", "3")[0] == 1
    assert run("validate", faulty, "--snip", "8")[0] == 2


def test_what_is_no_x12_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("hello")
    code, told = run("validate", str(file))
    assert code == 2
    assert "no ISA segment" in told


def test_the_text_form_names_rule_segment_and_claim(faulty: str) -> None:
    _, told = run("validate", faulty)
    assert "837P, 2 claims, rejected" in told
    assert "reject P837-027  segment 19 CLM of claim C1" in told


def test_segments_are_printed_as_lines_of_json(clean: str) -> None:
    code, told = run("json", clean)
    lines = [json.loads(line) for line in told.splitlines()]
    assert code == 0
    assert len(lines) == len(P)
    assert lines[2]["elements"] == ["ST", "837", "0001", "005010X222A1"]


def test_counts(clean: str) -> None:
    _, told = run("stats", clean)
    assert f"{len(P)} segments, 1 sets, 2 claims" in told


def test_split_files_are_valid_by_themselves(clean: str, tmp_path: Path) -> None:
    code, _ = run("split", clean, "-o", str(tmp_path / "out"))
    (file,) = (tmp_path / "out").iterdir()
    assert code == 0
    assert run("validate", str(file))[0] == 0


@pytest.mark.parametrize(("kind", "mark"), [("999", "AK9*A*1*1*1~"), ("TA1", "*A*000~")])
def test_the_answer_is_written(clean: str, tmp_path: Path, kind: str, mark: str) -> None:
    out = tmp_path / "answer"
    code, told = run("ack", clean, "--type", kind, "--created", "2026-11-02T09:00", "-o", str(out))
    assert (code, told) == (0, "")
    assert mark in out.read_text()
    code, told = run("ack", clean, "--type", kind, "--created", "2026-11-02T09:00")
    assert told == out.read_text()
