"""Opens the ICD-10-CM indexes that the operator imported, in the edition of a day."""

import hashlib
import io
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from codeward.adapters import imported_sources
from codeward.adapters.durable_files import write_whole
from codeward.adapters.imported_sources import listed
from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.readers.index_xml import Index, IndexKind, read_index
from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError

FOLDER: Final = "indexes"
# Goes up with every change of what the reader makes of a file.
_FORMAT: Final = 1
_HASH_LENGTH: Final = hashlib.sha256().digest_size
_KINDS = {
    IndexKind.DISEASES: FileKind.CM_INDEX,
    IndexKind.EXTERNAL_CAUSES: FileKind.CM_EXTERNAL_CAUSES,
    IndexKind.NEOPLASMS: FileKind.CM_NEOPLASMS,
    IndexKind.DRUGS: FileKind.CM_DRUGS,
}


class NoIndexError(CodewardError):
    """An index that nobody imported was asked for."""


def open_index(home: Path, kind: IndexKind, day: date) -> IndexBook:
    """An imported index: the newest edition in force on the day, else the oldest one.

    Raises:
        NoIndexError: none was imported; says what to import.
        CodewardError: an imported file is damaged.
    """
    book = _opened(home, kind, day)
    if book is None:
        raise NoIndexError(
            f"{_KINDS[kind]} is not imported; import the official XML file with: "
            "codeward codesets import FILE"
        )
    return book


def other_indexes(home: Path, kind: IndexKind, day: date) -> tuple[IndexBook, ...]:
    """The other imported indexes of the day, for references into them."""
    books = (_opened(home, other, day) for other in _KINDS if other is not kind)
    return tuple(book for book in books if book is not None)


def _opened(home: Path, kind: IndexKind, day: date) -> IndexBook | None:
    files = sorted(
        (one for one in listed(home) if one.kind is _KINDS[kind]),
        key=lambda one: one.effective_from,
    )
    if not files:
        return None
    begun = [one for one in files if one.effective_from <= day]
    return IndexBook(_read(home, (begun or files[:1])[-1]))


def _read(home: Path, file: ImportedFile) -> Index:
    """What the file says: kept beside the imports once read, as reading the XML takes seconds."""
    path = home / FOLDER / f"{file.sha256}-{_FORMAT}.msgpack"
    kept = _kept(path)
    if kept is not None:
        return kept
    index = read_index(io.BytesIO(imported_sources.content(home, file)))
    encoded = msgspec.msgpack.encode(index)
    with suppress(OSError):  # a home that may not be written answers too, only slower
        path.parent.mkdir(exist_ok=True)
        write_whole(path, hashlib.sha256(encoded).digest() + encoded)
    return index


def _kept(path: Path) -> Index | None:
    """The index as it was kept; None where it was not, or where the file is not what was kept."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    encoded = content[_HASH_LENGTH:]
    if hashlib.sha256(encoded).digest() != content[:_HASH_LENGTH]:
        return None
    return msgspec.msgpack.decode(encoded, type=Index)
