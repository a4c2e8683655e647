"""Opens the ICD-10-CM indexes that the operator imported, in the edition of a day."""

import io
from datetime import date
from pathlib import Path

from codeward.adapters import imported_sources
from codeward.adapters.imported_sources import listed
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.readers.index_xml import IndexKind, read_index
from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError

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
    content = imported_sources.content(home, (begun or files[:1])[-1])
    return IndexBook(read_index(io.BytesIO(content)))
