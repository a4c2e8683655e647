"""Reads the rows of a spreadsheet (Office Open XML) from its parts; others open the archive.

Only texts and numbers are taken, each as the text that is stored: no formula is calculated, no
format applied, nothing outside the parts is fetched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.safe_xml import Element, elements
from codeward.codesets.readers.table_rows import Row

SUBJECT: Final = "spreadsheet"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TARGET: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WIDEST: Final = 1024
_LAST_ROW: Final = 1_048_576
_LETTERS: Final = 26


def sheet_parts(workbook: BinaryIO, relations: BinaryIO) -> Mapping[str, str]:
    """The part of each sheet by the sheet's name, in the order of the workbook.

    Args:
        workbook: The part `xl/workbook.xml`.
        relations: The part `xl/_rels/workbook.xml.rels`.

    Raises:
        ReaderError: a part is no such XML.
    """
    targets = {
        one.get("Id", ""): one.get("Target", "") for one in elements(relations, SUBJECT, _TARGET)
    }
    return {
        sheet.get("name", ""): f"xl/{targets[sheet.get(_RELATION, '')].removeprefix('/xl/')}"
        for sheet in elements(workbook, SUBJECT, f"{_MAIN}sheet")
        if sheet.get(_RELATION, "") in targets
    }


def shared_texts(file: BinaryIO) -> tuple[str, ...]:
    """The texts that cells refer to by number (`xl/sharedStrings.xml`).

    Raises:
        ReaderError: the part is no such XML.
    """
    tag = f"{_MAIN}si"
    return tuple(_rich_text(one) for one in elements(file, SUBJECT, tag) if one.tag == tag)


def sheet_rows(file: BinaryIO, texts: Sequence[str]) -> Iterator[Row]:
    """The rows of a sheet that hold something, each with its number as its line.

    Raises:
        ReaderError: the part is no such XML, a cell without place, a text that is not there, a
            row out of order or too wide.
    """
    tag = f"{_MAIN}row"
    before = 0
    for element in elements(file, SUBJECT, tag):
        if element.tag != tag:
            continue
        stated = element.get("r") or str(before + 1)
        number = int(stated) if stated.isascii() and stated.isdigit() else 0
        if not before < number <= _LAST_ROW:
            raise ReaderError(SUBJECT, "the rows are out of order", line=before + 1)
        before = number
        yield Row(number, _cells(element, number, texts))


def _cells(element: Element, number: int, texts: Sequence[str]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in element.iterfind(f"{_MAIN}c"):
        place = _PLACE.fullmatch(cell.get("r") or "")
        column = _column(place[1]) if place else len(cells)
        if column < len(cells) or column >= _WIDEST:
            raise ReaderError(SUBJECT, "the cells are out of order or too many", line=number)
        cells += [""] * (column - len(cells))
        cells.append(_value(cell, number, texts))
    return tuple(cells)


def _value(cell: Element, number: int, texts: Sequence[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _rich_text(cell)
    value = (cell.findtext(f"{_MAIN}v") or "").strip()
    if kind != "s":
        return value
    if not (value.isascii() and value.isdigit()) or int(value) >= len(texts):
        raise ReaderError(SUBJECT, "a cell refers to a text that is not there", line=number)
    return texts[int(value)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _rich_text(element: Element) -> str:
    """The text of all runs, without the phonetic readings."""
    runs = element.iter(f"{_MAIN}t")
    phonetic = f"{_MAIN}rPh"
    texts = (
        run.text or ""
        for run in runs
        if (parent := run.getparent()) is None or parent.tag != phonetic
    )
    return " ".join("".join(texts).split())
