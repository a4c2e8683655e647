"""`codeward codesets` and the printed form of `codeward show`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codeward.adapters import release_builder, release_writer
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.codesets_commands import codesets
from codeward.cli.show_command import show
from codeward.codesets.calendar import CALENDAR
from codeward.model import System


@pytest.fixture
def small_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home in which a build makes only the two small releases of one year."""
    msdrg = [planned for planned in CALENDAR if planned.system is System.MSDRG]
    monkeypatch.setattr(release_builder, "CALENDAR", tuple(msdrg[2:4]))
    monkeypatch.setattr(release_builder, "ARTEFACTS", ())
    monkeypatch.setattr(release_writer, "ARTEFACTS", ())
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(codesets, arguments)


def test_an_empty_home_says_how_to_build(small_home: Path) -> None:
    assert "codeward codesets build" in run("list").output
    assert json.loads(run("list", "--json").stdout) == []
    verified = run("verify")
    assert verified.exit_code == 1
    assert "codeward codesets build" in verified.stderr


def test_a_home_of_an_older_format_says_what_to_do_in_one_line(small_home: Path) -> None:
    (small_home / "codesets").mkdir()
    (small_home / "codesets" / "installed.json").write_text('{"format": 0}')
    said = str(run("list").exception)
    assert "another version of Codeward" in said
    assert "codeward codesets build" in said
    assert "\n" not in said


def test_build_list_verify_and_repair(small_home: Path) -> None:
    assert run("build").exit_code == 0
    listed = json.loads(run("list", "--json").stdout)
    assert [one["id"] for one in listed] == ["msdrg-43.0", "msdrg-43.1"]
    assert listed[0]["effective_from"] == "2025-10-01"
    assert listed[0]["counts"]["drgs"] == 772
    assert "772 DRGs" in run("list").stdout
    assert run("verify").exit_code == 0
    path = small_home / "codesets" / listed[0]["file"]
    path.write_bytes(path.read_bytes()[:-1])
    verified = run("verify")
    assert verified.exit_code == 1
    assert f"DAMAGED  {path.name}" in verified.stdout
    assert run("build").exit_code == 0
    assert run("verify").exit_code == 0


@pytest.fixture
def shown(release_store: ReleaseStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODEWARD_HOME", str(release_store.home))
    return lambda *arguments: CliRunner().invoke(show, arguments)


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ("e1122", "--date", "2026-01-15"),
            [
                "E11.22  Type 2 diabetes mellitus with diabetic chronic kidney disease",
                "valid for claims (since 2015-10-01) on 2026-01-15",
                "Within         CH04  Endocrine",
                "[at E11]",
                "neither CC nor MCC as a secondary diagnosis, MS-DRG 43.0",
                "Title from     Tabular List of 1 April 2026",
                "icd10cm-2025-10, in force 2025-10-01 to 2026-03-31",
            ],
        ),
        (
            ("I42.0", "--date", "2026-11-15"),
            [
                "no longer valid (ended 2026-09-30), now a header",
                "Replaced by    I42.00  title not in this release",
            ],
        ),
        (("I42.00", "--date", "2026-09-15"), ["not yet valid (from 2026-10-01)"]),
        (("O80", "--date", "2026-01-15"), ["maternity: ages 9 to 64"]),
        (("E0842", "--date", "2026-01-15"), ["manifestation: a manifestation, not acceptable"]),
        (("S72", "--date", "2026-01-15"), ["a header", "7th character  A  initial encounter"]),
        (("CH02", "--date", "2026-01-15"), ["CH02  Neoplasms"]),
        (("T14-T14", "--date", "2026-01-15"), ["T14-T14  "]),
        (("V00-Y99", "--system", "icd10cm"), []),
        (("0SR9019", "--date", "2026-01-15"), ["Replacement of Right Hip Joint", "ICD-10-PCS"]),
    ],
)
def test_show_prints_what_a_coder_needs(
    shown, arguments: tuple[str, ...], lines: list[str]
) -> None:
    result = shown(*arguments)
    assert result.exit_code == (0 if lines else 1)
    for line in lines:
        assert line in result.stdout
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


def test_a_long_list_of_children_is_cut_with_a_hint(shown) -> None:
    result = shown("CH20", "--date", "2026-01-15")
    assert result.exit_code == 0
    assert "Below" in result.stdout


def test_an_unknown_code_has_its_status_in_json(shown) -> None:
    result = shown("Q99.Z9", "--date", "2026-01-15", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "unknown"


def test_a_system_that_is_not_installed_is_said(shown) -> None:
    result = shown("99213", "--system", "cpt", "--date", "2026-01-15")
    assert result.exit_code == 1
    assert "CPT is not installed" in result.stderr
