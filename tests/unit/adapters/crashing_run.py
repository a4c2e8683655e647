"""One `transmit run` and `poll` that kills its own process at the Nth commit or remote step."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from codeward.adapters import durable_files, receiving
from codeward.adapters.https import HttpsTransport
from codeward.adapters.ledger_database import LedgerDatabase
from codeward.adapters.ledger_home import open_ledger
from codeward.adapters.outbox_database import OutboxDatabase
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector, load_register
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender
from codeward.adapters.sftp import SftpTransport
from tests.unit.adapters.transmission_fixture import AT

points = iter(range(int(sys.argv[2]) - 1, -1, -1))


def point() -> None:
    if next(points, None) == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def around(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        point()
        result = function(*args, **kwargs)
        point()
        return result

    return wrapped


for way in (SftpTransport, HttpsTransport):
    for name in ("upload", "place", "whereabouts", "fetch", "remove"):
        setattr(way, name, around(getattr(way, name)))
HttpsTransport._ask = around(HttpsTransport._ask)  # type: ignore[method-assign] # that is the point
receiving.write_whole = around(durable_files.write_whole)


def around_commit(kind: Any) -> None:
    committed = kind.transaction

    @contextmanager
    def transaction(self: Any) -> Any:
        point()
        with committed(self) as on:
            yield on
            point()
        point()

    kind.transaction = transaction


around_commit(OutboxDatabase)
around_commit(LedgerDatabase)

if sys.argv[3] == "placed":  # right between the rename at the partner and our commit
    place = SftpTransport.place.__wrapped__  # type: ignore[attr-defined] # set above

    def placed(self: SftpTransport, name: str) -> None:
        place(self, name)
        os.kill(os.getpid(), signal.SIGKILL)

    SftpTransport.place = placed  # type: ignore[method-assign] # that is the point

folder = Path(sys.argv[1])
register = load_register(folder / "partners.toml")
ledger = open_ledger(folder / "ledger")
with ledger.store, OutboxStore(folder / "home" / "outbox.sqlite", ledger, "user:killed") as store:
    if sys.argv[3] == "poll":
        Receiver(store, register, connector(folder), folder / "home", folder, AT).run()
    else:
        Sender(store, register, connector(folder), folder, AT).run()
