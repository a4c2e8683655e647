"""Reads the ICD-10-PCS index: from a word to the table, or to the device or body part to use."""

import re
from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10PCS, ICD10PCS_START
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.safe_xml import Element, elements, line_of, text_of

SUBJECT = "ICD-10-PCS index"
ROOT = "ICD10PCS.index"
_YEAR = re.compile(r"20\d\d")
_REFERENCES = ("see", "use")
_TARGETS = frozenset({"code", "codes", "tab"})
_PARTS = frozenset({"title", "term", *_REFERENCES, *_TARGETS})
_TABLE_LENGTH = 3


class Reference(msgspec.Struct, frozen=True):
    """Where to go (`see`) or which value to take (`use`).

    Attributes:
        text: Wording without the codes in it, such as `Resection, Uterus`.
        starts: Codes and beginnings of codes that it names; often none.
    """

    text: str
    starts: tuple[str, ...] = ()


class PcsIndexTerm(msgspec.Struct, frozen=True):
    """A main term (level 0) or a term below one, in the order of the file.

    Attributes:
        number: Place in the file, from 0.
        parent: Number of the term above, None at a main term.
        level: Depth below the main term.
        title: Wording; empty where a term only carries one of several references.
        starts: Codes (7 characters), and beginnings of codes down to a table (3 characters).
        see: Where to go.
        use: Which body part, device or substance value to take.
    """

    number: int
    parent: int | None
    level: int
    title: str
    starts: tuple[str, ...] = ()
    see: tuple[Reference, ...] = ()
    use: tuple[Reference, ...] = ()


class PcsIndex(msgspec.Struct, frozen=True):
    """The whole index; `version` is the fiscal year that the file states."""

    version: str
    terms: tuple[PcsIndexTerm, ...]


def read_pcs_index(file: BinaryIO) -> PcsIndex:
    """The index with all its terms.

    Raises:
        ReaderError: no PCS index, unknown structure, a code that is none.
    """
    walk = elements(file, SUBJECT, "version", "mainTerm")
    root = next(walk, None)
    if root is None or root.tag != ROOT:
        raise ReaderError(SUBJECT, "the root of the file is not that of the PCS index")
    bad = BadRecords(SUBJECT)
    terms: list[PcsIndexTerm] = []
    version = ""
    for element in walk:
        if element.tag == "version":
            version = text_of(element)
        else:
            _add(element, terms, bad)
    bad.refuse_any()
    if not _YEAR.fullmatch(version) or not terms:
        raise ReaderError(SUBJECT, "the file names no year in its version, or holds no term")
    return PcsIndex(version, tuple(terms))


def _add(main_term: Element, terms: list[PcsIndexTerm], bad: BadRecords) -> None:
    waiting: list[tuple[Element, int | None, int]] = [(main_term, None, 0)]
    while waiting:
        element, parent, level = waiting.pop()
        number = len(terms)
        for part in element:
            if part.tag not in _PARTS:
                bad.add(line_of(part), f"unknown part {str(part.tag)[:30]!r}")
        terms.append(
            PcsIndexTerm(
                number=number,
                parent=parent,
                level=level,
                title=text_of(element.find("title")),
                starts=_starts(element, bad),
                see=tuple(_reference(one, bad) for one in element.iterfind("see")),
                use=tuple(_reference(one, bad) for one in element.iterfind("use")),
            )
        )
        below = [(term, number, level + 1) for term in element.iterfind("term")]
        waiting += reversed(below)


def _reference(element: Element, bad: BadRecords) -> Reference:
    """A reference is mixed text: the codes stand inside its words."""
    words = [element.text or "", *(part.tail or "" for part in element)]
    return Reference(" ".join(" ".join(words).split()), _starts(element, bad))


def _starts(element: Element, bad: BadRecords) -> tuple[str, ...]:
    found: list[str] = []
    for part in element:
        if part.tag not in _TARGETS:
            continue
        text = text_of(part)
        whole = ICD10PCS.fullmatch(text) is not None
        table = len(text) == _TABLE_LENGTH
        fits = {"code": whole, "tab": table, "codes": not whole and not table}[str(part.tag)]
        if not fits or not ICD10PCS_START.fullmatch(text):
            bad.add(line_of(part), f"{text[:20]!r} is no code or beginning of one")
        found.append(text)
    return tuple(found)
