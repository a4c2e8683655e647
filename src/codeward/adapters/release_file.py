"""A compiled release as a SQLite file that is only read."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from codeward.codesets.tables import Row
from codeward.model import CodewardError


class DamagedReleaseError(CodewardError):
    """A compiled release is not the file that was written."""


class SqliteTables:
    """An open compiled release over one read-only connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows that the query gives.

        Raises:
            DamagedReleaseError: the file cannot be read.
        """
        try:
            found: list[Row] = self._connection.execute(sql, tuple(parameters)).fetchall()
        except sqlite3.DatabaseError:
            raise DamagedReleaseError(
                "a compiled code set cannot be read; repair it with: codeward codesets build"
            ) from None
        return found

    def close(self) -> None:
        """Close the file; the tables cannot be used after it."""
        self._connection.close()


def open_release(path: Path) -> SqliteTables:
    """Open a compiled release for reading; nothing is read yet but its header.

    Raises:
        DamagedReleaseError: it is no SQLite file.
    """
    # Immutable: no locks and no look for a journal, which opens in a fraction of a millisecond.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    except sqlite3.Error:
        raise DamagedReleaseError(
            f"{path.name} cannot be opened; repair it with: codeward codesets build"
        ) from None
    return SqliteTables(connection)
