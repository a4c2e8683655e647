"""Where the ledger of this site lies, and in whose name a command acts."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from codeward.adapters.ledger_home import OpenLedger, has_ledger, open_ledger
from codeward.cli.options import home
from codeward.safeguards.ledger import LedgerError, Verifier, read_verifier


def ledger_folder() -> Path:
    """The folder of the ledger."""
    return home() / "ledger"


def outbox_file() -> Path:
    """The file of the outbox."""
    return home() / "transmission" / "outbox.sqlite"


def acting() -> str:
    """The user of the operating system, as an id."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no such user: a container that runs under a bare number
        name = "unknown"
    return "user:" + "".join(
        one for one in name if one.isascii() and (one.isalnum() or one in "._-")
    )


@contextmanager
def site_ledger() -> Iterator[OpenLedger]:
    """The ledger of this site, open; the first time it is begun."""
    found = open_ledger(ledger_folder())
    with found.store:
        yield found


@contextmanager
def existing_ledger() -> Iterator[OpenLedger]:
    """The ledger of this site, open; asking it begins none.

    Raises:
        LedgerError: there is none yet.
    """
    check_there_is_a_ledger()
    with site_ledger() as found:
        yield found


def check_there_is_a_ledger() -> None:
    """Refuse where none was begun.

    Raises:
        LedgerError: there is none yet.
    """
    if not has_ledger(ledger_folder()):
        raise LedgerError("there is no ledger yet; the first transmission begins one")


def verifier_in(path: Path) -> Verifier:
    """The verifier key in a file."""
    return read_verifier(path.read_text(encoding="utf-8"))


def clock() -> datetime:
    """The time of the machine's clock: the command line may ask it, the core never does."""
    return datetime.now(UTC)  # noqa: TID251 - see above


def microseconds(at: datetime) -> int:
    """A time as the ledger writes it."""
    return round(at.timestamp() * 1_000_000)
