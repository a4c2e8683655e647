"""The SQLite file of the ledger: rows can be added at its end, and nothing else can be done.

Triggers refuse changes and gaps, and each connection of ours is forbidden to drop them. Whoever can
write the file with other tools passes both: the checkpoints and the witness show that.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from codeward.adapters.durable_database import name_of, open_durable, whole
from codeward.safeguards.ledger import LedgerError

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, event BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tile (
    level INTEGER NOT NULL, place INTEGER NOT NULL, root BLOB NOT NULL, PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mention (
    key TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cosignature (
    number INTEGER PRIMARY KEY, size INTEGER NOT NULL, line TEXT NOT NULL
) STRICT;
"""
# INSERT OR REPLACE fires no trigger for the row that it removes: only the order of rows stops it.
_ORDER: Final = {
    "entry": "new.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)",
    "tile": "new.place IS NOT (SELECT coalesce(max(place) + 1, 0) FROM tile "
    "WHERE level = new.level)",
    "mention": "new.seq IS NOT (SELECT max(seq) FROM entry)",
    "checkpoint": "new.size <= (SELECT coalesce(max(size), -1) FROM checkpoint)",
    "cosignature": "new.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM cosignature)",
}
_REFUSED: Final = "the ledger only grows"
GUARDS: Final = {
    f"{table}_{what.lower()}": f"CREATE TRIGGER IF NOT EXISTS {table}_{what.lower()} "
    f"BEFORE {what} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END;"
    for table, order in _ORDER.items()
    for what, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", f"WHEN {order} "))
}
_ALLOWED: Final = frozenset(
    {
        sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_SAVEPOINT,
    }
)  # fmt: skip
_ASKED: Final = frozenset({"page_count", "max_page_count", "integrity_check", "synchronous"})


class LedgerDatabase:
    """An open ledger file. SQLite in WAL mode with synchronous=FULL: what is committed survives."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make it for its owner only where it is not there yet.

        Raises:
            LedgerError: the file is damaged or no ledger.
            OSError: the folder cannot be made or written.
        """
        try:
            self.connection = open_durable(path)
            self.connection.executescript(_TABLES + "".join(GUARDS.values()))
            self.connection.set_authorizer(_authorise)
        except sqlite3.Error as error:
            raise ledger_error(error) from None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing of it; nobody else writes meanwhile.

        Raises:
            LedgerError: the database refuses, for instance because the disk is full.
        """
        with whole(self.connection, ledger_error) as on:
            yield on


def _authorise(
    action: int, first: str | None, _second: str | None, _schema: str | None, _by: str | None
) -> int:
    """Reading and adding rows; no statement that could take something away is even prepared."""
    allowed = (
        action in _ALLOWED
        or (action == sqlite3.SQLITE_INSERT and first in _ORDER)
        or (action == sqlite3.SQLITE_PRAGMA and first in _ASKED)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def ledger_error(error: sqlite3.Error) -> LedgerError:
    """What is told of a fault of the database: its name, never a value."""
    return LedgerError(
        f"the ledger cannot be used ({name_of(error)}); nothing of this step was kept"
    )
