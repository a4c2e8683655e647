"""Rows of a table as publishers hand it out: comma, tab or bar separated, or one sheet's rows.

Above the column names there may be lines of copyright and headings; the names themselves vary
from release to release. A reader says which columns it needs and by which words it knows them.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.text_lines import LONGEST_LINE, decoded

_SEPARATORS: Final = "\t,|"
# The AMA notice above an NCCI table takes ten lines or so.
_LAST_HEADING: Final = 60
_WIDEST: Final = 1024
_LONGEST_FIELD: Final = 16 * 1024 * 1024
_NOT_WORDS: Final = re.compile(r"[^a-z0-9]+")


class Row(msgspec.Struct, frozen=True):
    """One row; `line` is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


def delimited_rows(file: BinaryIO, subject: str) -> Iterator[Row]:
    """Rows of a text file; which separator it uses, its first lines tell.

    Raises:
        ReaderError: not text, a quoted field without end, a row of absurd size.
    """
    start = file.tell()
    separator = _separator(file, subject)
    file.seek(start)
    lines = _Lines(file, subject)
    previous = csv.field_size_limit(_LONGEST_FIELD)
    try:
        line = 1
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            if len(cells) > _WIDEST:
                raise ReaderError(subject, f"more than {_WIDEST} columns", line=line)
            yield Row(line, tuple(cell.strip() for cell in cells))
            line = lines.number + 1
    except csv.Error:
        raise ReaderError(
            subject, "a quoted field is damaged or does not end", line=lines.number
        ) from None
    finally:
        csv.field_size_limit(previous)


class _Lines:
    """Decoded lines for the csv module, which counts none itself while it yields."""

    def __init__(self, file: BinaryIO, subject: str) -> None:
        self._file = file
        self._subject = subject
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        # A policy text in one cell can be long; its field limit is the bound.
        while raw := self._file.readline(_LONGEST_FIELD):
            self.number += 1
            if self.number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            yield decoded(raw, self._subject, self.number) + "\n"


def _separator(file: BinaryIO, subject: str) -> str:
    """The separator that occurs most in the line that has most of one."""
    best, most = ",", 0
    for number in range(1, _LAST_HEADING):
        raw = file.readline(LONGEST_LINE)
        if not raw:
            break
        line = decoded(raw.removeprefix(b"\xef\xbb\xbf"), subject, number)
        for separator in _SEPARATORS:
            if line.count(separator) > most:
                best, most = separator, line.count(separator)
    return best


class Column(msgspec.Struct, frozen=True):
    """A column that a reader knows.

    Attributes:
        name: Name in the reader.
        words: Words of its heading, lower case, all of which a heading must contain; alternatives
            separated by `|`. A heading is compared without punctuation.
        needed: Whether a table without it is not this table.
    """

    name: str
    words: str
    needed: bool = True

    def fits(self, heading: str) -> bool:
        """Whether the heading names this column."""
        return any(
            set(alternative.split()) <= set(heading.split())
            for alternative in self.words.split("|")
        )


def words_of(heading: str) -> str:
    """A heading as lower-case words without punctuation."""
    return " ".join(_NOT_WORDS.sub(" ", heading.lower()).split())


def places(cells: Iterable[str], columns: Iterable[Column]) -> Mapping[str, int] | None:
    """Where the columns stand if the cells are their headings, else None.

    Columns are placed in the order given, each at the first free heading that fits.
    """
    headings = [words_of(cell) for cell in cells]
    found: dict[str, int] = {}
    for column in columns:
        place = next(
            (
                number
                for number, heading in enumerate(headings)
                if number not in found.values() and column.fits(heading)
            ),
            None,
        )
        if place is not None:
            found[column.name] = place
        elif column.needed:
            return None
    return found


def records(
    rows: Iterable[Row], subject: str, columns: tuple[Column, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Every row below the headings as values by column name, with its line; empty rows are not.

    Raises:
        ReaderError: no row among the first has the headings, or no row follows them.
    """
    walk = iter(rows)
    found: Mapping[str, int] | None = None
    for number, row in enumerate(walk):
        found = places(row.cells, columns)
        if found is not None or number >= _LAST_HEADING:
            break
    if found is None:
        names = ", ".join(column.name for column in columns if column.needed)
        raise ReaderError(subject, f"no row of headings with these columns: {names}")
    empty = True
    for row in walk:
        if any(row.cells):
            empty = False
            yield row.line, _values(row, found)
    if empty:
        raise ReaderError(subject, "nothing stands below the headings: the file is not whole")


def _values(row: Row, found: Mapping[str, int]) -> Mapping[str, str]:
    return {
        name: row.cells[place] if place < len(row.cells) else "" for name, place in found.items()
    }
