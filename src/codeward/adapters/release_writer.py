"""Writes a compiled release as a SQLite file: the same rows always give the same bytes."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import msgspec

from codeward.adapters.compiler_code import fingerprint_of
from codeward.adapters.release_file import SqliteTables
from codeward.codesets.artefacts import ARTEFACTS, Artefact
from codeward.codesets.compile import CompiledRelease
from codeward.codesets.tables import BLOB, META

# Same bytes for the same rows: no journal, no spare pages, one transaction in key order.
# Large pages, because an artefact of some 20 MB is read page by page.
_PRAGMAS = (
    "PRAGMA page_size = 32768",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA auto_vacuum = NONE",
)


class ArtefactCache(Protocol):
    """Artefacts that exist already, by a key over all that they were computed from."""

    def get(self, name: str, key: str) -> bytes | None:
        """The bytes of an artefact, None where it is still to be computed."""
        ...

    def put(self, name: str, key: str, data: bytes) -> None:
        """Keep an artefact for releases with equal rows."""
        ...


def write_release(
    path: Path,
    release: CompiledRelease,
    artefacts: ArtefactCache,
    step: Callable[[str], None],
) -> dict[str, str]:
    """Write a compiled release into a new file, its artefacts included.

    Args:
        path: The file to write; it must be empty or absent.
        release: The rows.
        artefacts: Artefacts that exist already; equal rows and equal code give equal bytes.
        step: Told the name of what is being computed.

    Returns:
        The key of each artefact, by its name.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute("BEGIN")
        for table, rows in release.tables:
            for statement in table.statements:
                connection.execute(statement)
            connection.executemany(table.insert, rows)
        keys = _artefact_keys(release)
        tables = SqliteTables(connection)
        for artefact in _wanted(release):
            key = keys[artefact.name]
            data = artefacts.get(artefact.name, key)
            if data is None:
                step(artefact.name)
                data = artefact.compile(tables)
                artefacts.put(artefact.name, key, data)
            connection.execute(BLOB.insert, (artefact.name, data))
        connection.execute("COMMIT")
    return keys


def _wanted(release: CompiledRelease) -> list[Artefact]:
    return [one for one in ARTEFACTS if release.planned.system in one.systems]


def _artefact_keys(release: CompiledRelease) -> dict[str, str]:
    """What each artefact is computed from: the rows, and the code that computes it."""
    wanted = _wanted(release)
    rows = _rows_hash(release) if wanted else ""
    return {one.name: f"{fingerprint_of(one.compile.__module__)}-{rows}" for one in wanted}


def _rows_hash(release: CompiledRelease) -> str:
    """A hash over all rows but those that name the release itself."""
    whole = hashlib.sha256()
    content: Any = None
    for table, content in release.tables:
        if table is not META:
            whole.update(msgspec.msgpack.encode((table.name, content)))
    return whole.hexdigest()
