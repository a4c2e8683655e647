"""The command group: every command is there, and every error is one line with an exit code."""

import click
import pytest

from codeward.cli import application as module
from codeward.cli.application import COMMANDS, LazyGroup, application, main
from codeward.model import EncounterError


def ended(arguments: list[str]) -> object:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended([name, "--help"]) == 0
    assert "Usage: codeward" in capsys.readouterr().out


def test_help_lists_the_commands_in_the_order_of_the_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(["--help"]) == 0
    shown = capsys.readouterr().out
    places = [shown.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["fly"]) == 2
    assert "No such command 'fly'" in capsys.readouterr().err


class BoomError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (EncounterError("x.json: empty"), 2, "codeward: x.json: empty"),
        (FileNotFoundError(2, "No such file", "a.837"), 2, "codeward: No such file (a.837)"),
        (click.Abort(), 130, "codeward: interrupted"),
    ],
)
def test_errors_are_one_line(
    error: Exception,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(module, "application", fail)
    assert ended([]) == code
    assert capsys.readouterr().err == f"{told}\n"


def test_a_defect_is_placed_but_never_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise BoomError("Jane Doe has a cough")

    monkeypatch.setattr(module, "application", fail)
    monkeypatch.delenv("CODEWARD_TRACEBACK", raising=False)
    assert ended([]) == 70
    told = capsys.readouterr().err
    assert "internal error, BoomError at test_application.py:" in told
    assert "Jane" not in told


def test_a_traceback_is_shown_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise BoomError("detail")

    monkeypatch.setattr(module, "application", fail)
    monkeypatch.setenv("CODEWARD_TRACEBACK", "1")
    assert ended([]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_the_group_knows_no_other_command() -> None:
    assert LazyGroup.get_command(application, click.Context(application), "nothing") is None
