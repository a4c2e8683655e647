"""Runs the real command in this process, on the compiled releases of the test home."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.cli import main
from tests.releases_fixture import HOME

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


@pytest.fixture
def codeward(
    release_store: ReleaseStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., SimpleNamespace]:
    """`codeward("search", "fever")` gives the exit code, stdout and stderr."""
    monkeypatch.setenv("CODEWARD_HOME", str(HOME))

    def run(*arguments: str, stdin: bytes = b"") -> SimpleNamespace:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = capsys.readouterr()
        return SimpleNamespace(code=ended.value.code, out=printed.out, err=printed.err)

    return run


@pytest.fixture
def schema() -> Callable[[str], Any]:
    """The published JSON Schema of a report."""
    return lambda name: json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., SimpleNamespace]:
    """The command on a data folder of its own, without code sets: for what needs none."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))

    def call(*arguments: str) -> SimpleNamespace:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = capsys.readouterr()
        return SimpleNamespace(code=ended.value.code, out=printed.out, err=printed.err)

    return call
