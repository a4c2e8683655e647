"""Reads the four ICD-10-CM indexes: Alphabetic, External Cause, Neoplasm Table, Drug Table.

All are `ICD10CM.index`: letters with main terms and their terms. The two tables carry cells with a
code for each column instead of one code.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM_DOTTED
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.safe_xml import Element, elements, line_of, text_of

SUBJECT = "ICD-10-CM index"
ROOT = "ICD10CM.index"
_YEAR = re.compile(r"20\d\d")
_NO_CODE = frozenset({"-", "--"})
_DEEPEST_LEVEL = 9
_PARTS = frozenset(
    {"title", "code", "see", "seeAlso", "seecat", "subcat", "manif", "warning", "cell", "term"}
)


class IndexKind(StrEnum):
    """Which of the four indexes a file is."""

    DISEASES = "diseases"
    EXTERNAL_CAUSES = "external_causes"
    NEOPLASMS = "neoplasms"
    DRUGS = "drugs"


class IndexCode(msgspec.Struct, frozen=True):
    """A code that an index gives.

    Attributes:
        code: Undotted code or beginning of one.
        incomplete: The index writes a dash: more characters are needed.
    """

    code: str
    incomplete: bool = False


class Cell(msgspec.Struct, frozen=True):
    """What a table gives in one column; `code` None where it says that there is none."""

    column: int
    code: IndexCode | None


class IndexTerm(msgspec.Struct, frozen=True):
    """A main term (level 0) or a term below one, in the order of the file.

    Attributes:
        number: Place in the file, from 0.
        parent: Number of the term above, None at a main term.
        level: Depth below the main term.
        title: Wording without its nonessential modifiers, such as `Abandonment NEC`; empty where
            the whole wording is modifiers.
        modifiers: Nonessential modifiers as published, such as `(child) (adult)`; often empty.
        code: The default code of the term.
        manifestation: The bracketed code that must follow, as published.
        see: Where the coder must go.
        see_also: Where the coder may go as well.
        category: Category to look up (`see category`).
        subcategory: Subcategory to look up.
        warning: Warning text.
        cells: Codes by column, in the two tables.
    """

    number: int
    parent: int | None
    level: int
    title: str
    modifiers: str = ""
    code: IndexCode | None = None
    manifestation: str = ""
    see: str = ""
    see_also: str = ""
    category: str = ""
    subcategory: str = ""
    warning: str = ""
    cells: tuple[Cell, ...] = ()


class Index(msgspec.Struct, frozen=True):
    """A whole index.

    Attributes:
        kind: Which index.
        version: Year that the file states.
        columns: Column headings by number, in the two tables.
        terms: All terms, parents before children.
    """

    kind: IndexKind
    version: str
    columns: tuple[tuple[int, str], ...]
    terms: tuple[IndexTerm, ...]


def read_index(file: BinaryIO) -> Index:
    """An index with all its terms.

    Raises:
        ReaderError: no such index, unknown structure, a code or a column that is none.
    """
    reading = _Reading()
    walk = elements(file, SUBJECT, "version", "title", "indexHeading", "mainTerm")
    root = next(walk, None)
    if root is None or root.tag != ROOT:
        raise ReaderError(SUBJECT, "the root of the file is not that of an index")
    for element in walk:
        reading.take(element)
    return reading.index()


def kind_of(heading: str) -> IndexKind:
    """Which index the title or the column headings name.

    Raises:
        ReaderError: none of the four.
    """
    words = heading.lower()
    if "adverse effect" in words:
        return IndexKind.DRUGS
    if "malignant" in words:
        return IndexKind.NEOPLASMS
    if "external cause" in words:
        return IndexKind.EXTERNAL_CAUSES
    if "diseases" in words:
        return IndexKind.DISEASES
    raise ReaderError(SUBJECT, "title and column headings name none of the four indexes")


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self._bad = BadRecords(SUBJECT)
        self._terms: list[IndexTerm] = []
        self._version = ""
        self._title = ""
        self._columns: tuple[tuple[int, str], ...] = ()

    def take(self, element: Element) -> None:
        """Use a part of the file that stands by itself; titles inside terms come with these."""
        parent = element.getparent()
        at_root = parent is not None and parent.tag == ROOT
        if element.tag == "mainTerm":
            self._add(element)
        elif element.tag == "indexHeading":
            self._columns = tuple(
                (_column(head), text_of(head)) for head in element.iterfind("head")
            )
        elif element.tag == "version" and at_root:
            self._version = text_of(element)
        elif element.tag == "title" and at_root:
            self._title = text_of(element)

    def index(self) -> Index:
        """The index, if everything was in order."""
        self._bad.refuse_any()
        if not _YEAR.fullmatch(self._version):
            raise ReaderError(SUBJECT, "the file names no year in its version")
        if not self._terms:
            raise ReaderError(SUBJECT, "the file holds no main term")
        return Index(self._kind(), self._version, self._columns, tuple(self._terms))

    def _kind(self) -> IndexKind:
        return kind_of(" ".join([self._title, *(text for _, text in self._columns)]))

    def _add(self, main_term: Element) -> None:
        """A main term and everything below it, in order; the walk has bounded the depth."""
        waiting: list[tuple[Element, int | None, int]] = [(main_term, None, 0)]
        while waiting:
            element, parent, level = waiting.pop()
            number = len(self._terms)
            self._terms.append(self._term(element, number, parent, level))
            below = [(term, number, level + 1) for term in element.iterfind("term")]
            waiting += reversed(below)

    def _term(self, element: Element, number: int, parent: int | None, level: int) -> IndexTerm:
        title, modifiers = _title(element.find("title"))
        self._refuse_odd_parts(element, level)
        if not title and not modifiers:
            self._bad.add(line_of(element), "a term has no title")
        return IndexTerm(
            number=number,
            parent=parent,
            level=level,
            title=title,
            modifiers=modifiers,
            code=self._code(element.find("code")),
            manifestation=text_of(element.find("manif")),
            see=text_of(element.find("see")),
            see_also=text_of(element.find("seeAlso")),
            category=text_of(element.find("seecat")),
            subcategory=text_of(element.find("subcat")),
            warning=text_of(element.find("warning")),
            cells=tuple(self._cells(element)),
        )

    def _refuse_odd_parts(self, element: Element, level: int) -> None:
        """A part that is passed over is a code that is missing."""
        line = line_of(element)
        stated = element.get("level")
        if level and stated != str(level):
            self._bad.add(line, f"a term at level {level} states level {stated!r}")
        if level > _DEEPEST_LEVEL:
            self._bad.add(line, f"a term lies deeper than level {_DEEPEST_LEVEL}")
        for part in element:
            if part.tag == "diff":
                self._bad.add(line, "tracked changes: import the full index, not its addenda")
            elif part.tag not in _PARTS:
                self._bad.add(line, f"unknown part {str(part.tag)[:30]!r}")

    def _cells(self, element: Element) -> Iterator[Cell]:
        seen: set[int] = set()
        for cell in element.iterfind("cell"):
            column = _column(cell)
            if column in seen or column not in dict(self._columns):
                self._bad.add(line_of(cell), f"column {column} is unknown or repeated")
            seen.add(column)
            yield Cell(column, self._code(cell))

    def _code(self, element: Element | None) -> IndexCode | None:
        if element is None:
            return None
        text = text_of(element)
        if text in _NO_CODE:
            return None
        code = index_code(text)
        if code is None:
            self._bad.add(line_of(element), f"{text[:20]!r} is no ICD-10-CM code")
        return code


def index_code(text: str) -> IndexCode | None:
    """A code as an index writes it, such as `T81.44-`; None if it is none."""
    found = ICD10CM_DOTTED.fullmatch(text)
    return IndexCode(found[1] + (found[2] or ""), bool(found[3])) if found else None


def _column(element: Element) -> int:
    text = element.get("col") or ""
    return int(text) if text in set("123456789") else 0


def _title(element: Element | None) -> tuple[str, str]:
    """The title without its modifiers, and these."""
    if element is None:
        return "", ""
    modifiers = " ".join(text_of(part) for part in element.iterfind("nemod"))
    plain = [element.text or "", *(part.tail or "" for part in element)]
    return " ".join(" ".join(map(str, plain)).split()), modifiers
