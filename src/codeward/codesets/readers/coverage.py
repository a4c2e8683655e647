"""Reads the tables of the Medicare Coverage Database export: LCDs, articles, NCDs and their codes.

An export is many CSV files. Code lists stand in the billing articles; `related documents` tells
which LCD an article belongs to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM, MODIFIER, is_procedure_code
from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.table_rows import Column, Row, places, records

SUBJECT: Final = "Medicare coverage export"
_IDENTIFIER: Final = re.compile(r"[0-9]{1,7}")


class DocumentKind(StrEnum):
    """National or local determination, or billing article."""

    NCD = "ncd"
    LCD = "lcd"
    ARTICLE = "article"


class CoverageDocument(msgspec.Struct, frozen=True):
    """A document; `number` and `version` are the publisher's."""

    kind: DocumentKind
    number: str
    version: str
    title: str
    first: date | None
    last: date | None
    line: int


class CoverageCode(msgspec.Struct, frozen=True):
    """A code in a document.

    Attributes:
        kind: Kind of the document.
        number: Number of the document.
        version: Version of the document.
        code: Undotted code.
        group: Number of the group of codes within the document.
        covered: True and False for a diagnosis that supports or does not support medical
            necessity, None for a procedure code that the document speaks of.
        line: Where it stands.
    """

    kind: DocumentKind
    number: str
    version: str
    code: str
    group: str
    covered: bool | None
    line: int


class CoverageLink(msgspec.Struct, frozen=True):
    """An article and the LCD that it belongs to."""

    article: str
    article_version: str
    lcd: str
    line: int


CoverageRecord = CoverageDocument | CoverageCode | CoverageLink


class _Layout(msgspec.Struct, frozen=True):
    """One table of the export: how its columns are called, and what a row of it is."""

    columns: tuple[Column, ...]
    kind: DocumentKind
    covered: bool | None = None
    form: str = "document"


def _document(kind: DocumentKind, number: str, extra: tuple[Column, ...]) -> _Layout:
    return _Layout(
        (Column("number", number), Column("version", f"{kind} version|{kind} vrsn num"), *extra),
        kind,
    )


def _codes(kind: DocumentKind, column: str, group: str, *, covered: bool | None) -> _Layout:
    return _Layout(
        (
            Column("number", f"{kind} id"),
            Column("version", f"{kind} version"),
            Column("code", column),
            Column("group", group),
        ),
        kind,
        covered,
        "code",
    )


# Most particular first: a table of codes has the columns of a document as well.
_LAYOUTS: Final = (
    _codes(DocumentKind.ARTICLE, "icd10 code id", "icd10 noncovered group", covered=False),
    _codes(DocumentKind.ARTICLE, "icd10 code id", "icd10 covered group", covered=True),
    _codes(DocumentKind.ARTICLE, "hcpc code id", "hcpc code group", covered=None),
    _codes(DocumentKind.LCD, "hcpc code id", "hcpc code group", covered=None),
    _Layout(
        (
            Column("number", "article id"),
            Column("version", "article version"),
            Column("lcd", "r lcd id"),
        ),
        DocumentKind.ARTICLE,
        form="link",
    ),
    _document(
        DocumentKind.NCD,
        "ncd id",
        (
            Column("title", "ncd mnl sect title"),
            Column("first", "ncd efctv dt"),
            Column("last", "ncd trmntn dt", needed=False),
        ),
    ),
    *(
        _document(
            kind,
            f"{kind} id",
            (
                Column("title", "title"),
                Column("first", f"rev eff date|orig det eff date|{kind} eff date|effective date"),
                Column("last", f"rev end date|ent det end date|{kind} end date", needed=False),
            ),
        )
        for kind in (DocumentKind.LCD, DocumentKind.ARTICLE)
    ),
)


def is_coverage_table(cells: Iterable[str]) -> bool:
    """Whether the cells are the headings of a table of the export that is read."""
    return _layout_of(tuple(cells)) is not None


def read_coverage(rows: Iterable[Row]) -> Iterator[CoverageRecord]:
    """The records of one table, as they are read. Use none of them until all were read.

    Raises:
        ReaderError: no table of the export; when all was read: a bad record.
    """
    walk = iter(rows)
    headings = next(walk, None)
    layout = _layout_of(headings.cells) if headings else None
    if headings is None or layout is None:
        raise ReaderError(SUBJECT, "the first row does not head a table of documents or codes")
    bad = BadRecords(SUBJECT)
    for line, values in records(_with(headings, walk), SUBJECT, layout.columns):
        try:
            record = _record(layout, values, line)
        except ValueError as error:
            bad.add(line, str(error))
            continue
        if record is not None:
            yield record
    bad.refuse_any()


def _layout_of(cells: tuple[str, ...]) -> _Layout | None:
    return next((layout for layout in _LAYOUTS if places(cells, layout.columns)), None)


def _with(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _record(layout: _Layout, values: Mapping[str, str], line: int) -> CoverageRecord | None:
    """One row; None where a row links an article to no LCD.

    Raises:
        ValueError: a number, a code or a day is none; the text says which.
    """
    number, version = values["number"], values["version"]
    if not _IDENTIFIER.fullmatch(number) or not _IDENTIFIER.fullmatch(version):
        raise ValueError("the number or version of the document is none")
    if layout.form == "code":
        code = values["code"].replace(".", "").upper()
        fits = is_procedure_code(code) or (
            bool(ICD10CM.fullmatch(code))
            if layout.covered is not None
            else bool(MODIFIER.fullmatch(code))
        )
        if not fits:
            raise ValueError("no code of the kind that the table lists")
        return CoverageCode(
            layout.kind, number, version, code, values["group"], layout.covered, line
        )
    if layout.form == "link":
        lcd = values["lcd"]
        return CoverageLink(number, version, lcd, line) if lcd not in {"", "0"} else None
    first, last = (day_or_none(values.get(name, "")) for name in ("first", "last"))
    return CoverageDocument(layout.kind, number, version, values["title"], first, last, line)
