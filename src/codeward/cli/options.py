"""Options that several commands share, and the compiled code sets they ask for."""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from codeward.adapters.release_store import FIRST_BUILD, UP_TO_DATE, ReleaseStore
from codeward.codesets import Releases
from codeward.model import System

Command = TypeVar("Command", bound=Callable[..., Any])

SYSTEM_KEYS = (System.ICD10CM.key, System.ICD10PCS.key, System.HCPCS.key, System.CPT.key)


def today() -> date:
    """The day of the machine's clock: the command line may ask it, the core never does."""
    return date.today()  # noqa: DTZ011, TID251 - the local calendar day is what the user means


def parse_day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """The day that an option holds, None where it was not given."""
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise click.BadParameter("give a real day as YYYY-MM-DD, such as 2026-01-15") from None


def date_option(command: Command) -> Command:
    """`--date`: the day by which code sets are chosen, None where the user gave none."""
    return click.option(
        "--date",
        "day",
        metavar="YYYY-MM-DD",
        callback=parse_day,
        help="Service or discharge date; picks the code-set release.",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: machine-readable output on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")(command)


def home() -> Path:
    """Where compiled code sets live: `CODEWARD_HOME`, else the user's data folder (XDG)."""
    named = os.environ.get("CODEWARD_HOME")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "codeward"


def open_releases(day: date) -> Releases:
    """The releases in force on `day`; compiles them first where that is needed.

    It is where nothing is installed yet, where another version of Codeward compiled what is there,
    and where an import was cut off before its files were compiled.

    Raises:
        CodewardError: the sources are missing or a compiled file is damaged.
    """
    store = ReleaseStore(home())
    reason = store.needs_build()
    if reason:
        build_with_progress(store, reason)
    return store.on(day)


def build_with_progress(
    store: ReleaseStore, heading: str = FIRST_BUILD, *, force: bool = False
) -> None:
    """Compile the code sets, with a progress bar on stderr; says nothing where all is up to date.

    Args:
        store: The home.
        heading: Why it is done, in one line.
        force: Compile even what seems up to date.
    """
    with ExitStack() as shown:
        bar: Any = None
        done = 0

        def advance(step: str, share: float) -> None:
            nonlocal bar, done
            if bar is None:
                if step == UP_TO_DATE:
                    return
                click.echo(heading, err=True)
                bar = shown.enter_context(
                    click.progressbar(
                        length=100,
                        label="code sets",
                        file=sys.stderr,
                        item_show_func=lambda step: str(step) if step else "",
                    )
                )
            percent = int(share * 100)
            bar.update(percent - done, step)
            done = percent

        store.build(progress=advance, force=force)
