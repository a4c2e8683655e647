"""`codeward codesets import`: what it says, and that a failed build leaves nothing in force."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codeward.adapters import import_preview
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.import_command import import_files
from codeward.model import CodewardError
from tests.unit.codesets.readers.small_files import ADDENDA


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which a build takes no time and installs nothing."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(ReleaseStore, "build", lambda *_, **__: True)
    monkeypatch.setattr(import_preview, "counts_with", lambda _home, _say: {"cm": {"codes": 3}})
    return tmp_path / "home"


@pytest.fixture
def addenda(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_text(ADDENDA)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(import_files, [str(one) for one in arguments])


def test_a_dry_run_says_all_and_writes_nothing(home: Path, addenda: Path) -> None:
    result = run(addenda, "--dry-run")
    assert result.exit_code == 0
    assert "code addenda (ICD-10-CM), from 2030-10-01: 1 added, 1 deleted" in result.stdout
    assert "would be new" in result.stdout
    assert "cm: codes 0 -> 3" in result.stdout
    assert "nothing was written" in result.stdout
    assert not home.exists()


def test_an_import_says_what_it_replaces(home: Path, addenda: Path) -> None:
    assert "is new" in run(addenda).stdout
    assert "is in force already" in run(addenda).stdout
    addenda.write_text(ADDENDA.replace("Wobble of knee", "Wobble of a knee"))
    assert "replaces file (1 added" in run(addenda).stdout


def test_a_failed_build_puts_the_former_list_back(
    home: Path, addenda: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> bool:
        raise CodewardError("no")

    monkeypatch.setattr(ReleaseStore, "build", failing)
    assert isinstance(run(addenda).exception, CodewardError)
    assert CodeSetImport(home).manifest() == ()


def test_a_home_of_an_older_codeward_takes_an_import(home: Path, addenda: Path) -> None:
    (home / "codesets").mkdir(parents=True)
    (home / "codesets" / "installed.json").write_text('{"format": 0}')
    assert "is new" in run(addenda).stdout
    assert len(CodeSetImport(home).manifest()) == 1


def test_nothing_recognised_is_a_refusal(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "prose"
    path.write_text("Only prose.\nNothing else.\n")
    result = run(path)
    assert result.exit_code == 1
    assert "not recognised" in result.stderr


def test_json_has_the_same_facts(home: Path, addenda: Path) -> None:
    report = json.loads(run(addenda, "--dry-run", "--json").stdout)
    assert report["dry_run"] is True
    assert report["files"][0]["file"]["counts"]["added"] == 1
