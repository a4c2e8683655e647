"""The SQLite file of the outbox: its tables, and transactions that are on disk once they end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from codeward.adapters.durable_database import name_of, open_durable, whole
from codeward.model import CodewardError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS transmission (
    id INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    interchange INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL,
    changed REAL NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    -- The large ones come last: to reach what stands behind them, SQLite reads them.
    envelope BLOB NOT NULL,
    content BLOB NOT NULL,
    sealed BLOB,
    UNIQUE (partner, interchange)
) STRICT;
CREATE INDEX IF NOT EXISTS transmission_by_state ON transmission (state, partner);
CREATE TABLE IF NOT EXISTS claim (
    id INTEGER PRIMARY KEY,
    transmission INTEGER NOT NULL REFERENCES transmission (id),
    set_group TEXT NOT NULL,
    set_control TEXT NOT NULL,
    reference TEXT NOT NULL,
    number TEXT NOT NULL,
    charge TEXT NOT NULL,
    payer_number TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS claim_by_place ON claim (transmission, number);
CREATE INDEX IF NOT EXISTS claim_by_number ON claim (number);
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY,
    transmission INTEGER NOT NULL REFERENCES transmission (id),
    at REAL NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    register TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_by_transmission ON event (transmission);
CREATE TABLE IF NOT EXISTS label (
    claim TEXT NOT NULL,
    label TEXT NOT NULL,
    partner TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (claim, label, partner)
) STRICT;
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL,
    UNIQUE (partner, sha256)
) STRICT;
CREATE TABLE IF NOT EXISTS interchange_received (
    partner TEXT NOT NULL,
    sender TEXT NOT NULL,
    control TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (partner, sender, control)
) STRICT;
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY,
    received INTEGER NOT NULL REFERENCES received (id),
    transmission INTEGER REFERENCES transmission (id),
    claim INTEGER REFERENCES claim (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    paid TEXT NOT NULL DEFAULT '0',
    at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS answer_by_claim ON answer (claim);
CREATE TABLE IF NOT EXISTS unmatched (
    id INTEGER PRIMARY KEY,
    received INTEGER NOT NULL REFERENCES received (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    answer BLOB NOT NULL,
    at REAL NOT NULL
) STRICT;
"""
# What ties the outbox to the ledger: its own id, who made each step, and how far it is recorded.
_ON_LEDGER = """
CREATE TABLE IF NOT EXISTS outbox (id TEXT NOT NULL) STRICT;
INSERT INTO outbox SELECT lower(hex(randomblob(8))) WHERE NOT EXISTS (SELECT 1 FROM outbox);
CREATE TABLE IF NOT EXISTS event_actor (
    event INTEGER PRIMARY KEY REFERENCES event (id),
    actor TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS on_ledger (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS group_sent (
    partner TEXT NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    transmission INTEGER NOT NULL REFERENCES transmission (id),
    PRIMARY KEY (partner, code, number)
) STRICT;
CREATE TABLE IF NOT EXISTS answer_content (
    answer INTEGER PRIMARY KEY REFERENCES answer (id),
    content BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS resolution (
    unmatched INTEGER PRIMARY KEY REFERENCES unmatched (id),
    action TEXT NOT NULL,
    transmission INTEGER REFERENCES transmission (id),
    claim INTEGER REFERENCES claim (id),
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS closing (
    id INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim (id),
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS closing_by_claim ON closing (claim);
"""
# Who acts is known to the connection, not to each step: a trigger of the connection notes it.
_NOTE_ACTOR = """
CREATE TEMP TRIGGER note_actor AFTER INSERT ON main.event
BEGIN INSERT INTO event_actor VALUES (new.id, acting()); END
"""


class OutboxError(CodewardError):
    """The outbox cannot be read or written; nothing of the step was kept."""


class OutboxDatabase:
    """An open outbox. SQLite in WAL mode with synchronous=FULL: what is committed survives."""

    SERVICE: Final = "service:transmission"

    def __init__(self, path: Path, actor: str = SERVICE) -> None:
        """Open the file, and make it for its owner only where it is not there yet.

        Args:
            path: The file.
            actor: In whose name the steps of this connection are made.

        Raises:
            OutboxError: the file is damaged or no outbox.
            OSError: the folder cannot be made or written.
        """
        try:
            self.connection = open_durable(path)
            self.connection.execute("PRAGMA foreign_keys = ON")
            self.connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_ON_LEDGER} COMMIT;")
            self.connection.create_function("acting", 0, lambda: actor)
            self.connection.execute(_NOTE_ACTOR)
        except sqlite3.Error as error:
            raise _outbox_error(error) from None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing of it.

        Raises:
            OutboxError: the database refuses, for instance because the disk is full.
        """
        with whole(self.connection, _outbox_error) as on:
            yield on


def _outbox_error(error: sqlite3.Error) -> OutboxError:
    return OutboxError(
        f"the outbox cannot be used ({name_of(error)}); nothing of this step was kept"
    )
