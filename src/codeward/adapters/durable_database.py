"""A SQLite file for its owner only, whose transactions are on disk once they end."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codeward.model import CodewardError

Told = Callable[[sqlite3.Error], CodewardError]
_PATIENCE = 30.0


def open_durable(path: Path, *, shared_by_threads: bool = False) -> sqlite3.Connection:
    """Open the file in WAL mode with synchronous=FULL, made for its owner where it is not there.

    Args:
        path: The file.
        shared_by_threads: The caller sees to it that one thread at a time uses the connection.

    Raises:
        sqlite3.Error: the file is damaged or no database.
        OSError: the folder cannot be made or written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=not shared_by_threads
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def whole(connection: sqlite3.Connection, told: Told) -> Iterator[sqlite3.Connection]:
    """All of the block or nothing of it; nobody else writes meanwhile.

    Args:
        connection: An open database.
        told: What the caller's own error says of a fault of the database.

    Raises:
        CodewardError: what `told` makes of it, for instance because the disk is full.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except BaseException as error:
        # A full disk may have ended the transaction by itself.
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise told(error) from None
        raise


def name_of(error: sqlite3.Error) -> str:
    """The name of a fault, such as SQLITE_FULL; its text may hold values of a row."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))
