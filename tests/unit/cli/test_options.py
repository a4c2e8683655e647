"""Shared options: where code sets live, and that the first command compiles them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.cli import options

DAY = date(2026, 1, 15)


class TestHome:
    def test_a_named_home_wins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CODEWARD_HOME", "/srv/codeward")
        monkeypatch.setenv("XDG_DATA_HOME", "/data")
        assert options.home() == Path("/srv/codeward")

    def test_else_the_data_folder_of_the_user(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CODEWARD_HOME", raising=False)
        monkeypatch.setenv("XDG_DATA_HOME", "/data")
        assert options.home() == Path("/data/codeward")
        monkeypatch.delenv("XDG_DATA_HOME")
        assert options.home() == Path.home() / ".local" / "share" / "codeward"


def test_the_first_command_compiles_with_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[float] = []

    def build(_: ReleaseStore, progress: object, *, force: bool) -> bool:
        assert not force
        for step, share in (("reading", 0.0), ("icd10cm", 0.5), ("done", 1.0)):
            assert callable(progress)
            progress(step, share)
            told.append(share)
        return True

    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    monkeypatch.setattr(ReleaseStore, "build", build)
    assert options.open_releases(DAY).day == DAY
    assert told == [0.0, 0.5, 1.0]
    assert "Compiling the code sets" in capsys.readouterr().err


def test_after_an_upgrade_the_first_command_says_why_it_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(_: ReleaseStore, progress: Callable[[str, float], None], *, force: bool) -> bool:
        progress("reading", 0.0)
        return True

    (tmp_path / "codesets").mkdir()
    (tmp_path / "codesets" / "installed.json").write_text('{"format": 0}')
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    monkeypatch.setattr(ReleaseStore, "build", build)
    monkeypatch.setattr(ReleaseStore, "on", lambda _store, day: day)
    assert options.open_releases(DAY) == DAY
    assert "Another version of Codeward compiled the code sets" in capsys.readouterr().err


def test_a_check_that_finds_all_up_to_date_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(_: ReleaseStore, progress: Callable[[str, float], None], *, force: bool) -> bool:
        progress("up to date", 1.0)
        return False

    monkeypatch.setattr(ReleaseStore, "build", build)
    options.build_with_progress(ReleaseStore(tmp_path))
    assert capsys.readouterr().err == ""
