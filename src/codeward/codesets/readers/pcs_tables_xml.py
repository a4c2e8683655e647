"""Reads the ICD-10-PCS tables: which values of the seven characters go together.

Three characters choose a table; each of its rows lists the values of the last four that may be
combined freely. The number of codes that a row states must be what its values give.
"""

import re
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10PCS_VALUE
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.safe_xml import Element, elements, line_of, text_of

SUBJECT = "ICD-10-PCS tables"
ROOT = "ICD10PCS.tabular"
_YEAR = re.compile(r"20\d\d")
_TABLE_POSITIONS = (1, 2, 3)
_ROW_POSITIONS = (4, 5, 6, 7)


class Label(msgspec.Struct, frozen=True):
    """A value of a character and what it stands for."""

    value: str
    text: str


class Axis(msgspec.Struct, frozen=True):
    """One character of a code: its position (1 to 7), its name, and the values it may take."""

    position: int
    title: str
    labels: tuple[Label, ...]


class PcsRow(msgspec.Struct, frozen=True):
    """Characters 4 to 7; every combination of their values is a code."""

    axes: tuple[Axis, ...]

    def endings(self) -> Iterator[str]:
        """The last four characters of every code of the row."""
        for values in product(*([label.value for label in axis.labels] for axis in self.axes)):
            yield "".join(values)


class PcsTable(msgspec.Struct, frozen=True):
    """One table.

    Attributes:
        axes: Section, body system and operation, with one value each.
        definition: Definition of the operation, often empty outside the first sections.
        rows: What may follow.
    """

    axes: tuple[Axis, ...]
    definition: str
    rows: tuple[PcsRow, ...]

    @property
    def prefix(self) -> str:
        """The three characters that choose the table."""
        return "".join(axis.labels[0].value for axis in self.axes)

    def codes(self) -> Iterator[str]:
        """Every code of the table, in the order of its rows."""
        for row in self.rows:
            for ending in row.endings():
                yield self.prefix + ending


class PcsTables(msgspec.Struct, frozen=True):
    """All tables of one edition; `version` is the fiscal year that the file states."""

    version: str
    tables: tuple[PcsTable, ...]

    def codes(self) -> Iterator[str]:
        """Every code; none stands twice."""
        for table in self.tables:
            yield from table.codes()


def read_pcs_tables(file: BinaryIO) -> PcsTables:
    """All tables.

    Raises:
        ReaderError: no PCS tables, a value that is none, a count that its values do not give, a
            code in two rows.
    """
    walk = elements(file, SUBJECT, "version", "pcsTable")
    root = next(walk, None)
    if root is None or root.tag != ROOT:
        raise ReaderError(SUBJECT, "the root of the file is not that of the PCS tables")
    reading = _Reading()
    for element in walk:
        reading.take(element)
    return reading.tables()


class _Reading:
    def __init__(self) -> None:
        self._bad = BadRecords(SUBJECT)
        self._version = ""
        self._tables: list[PcsTable] = []
        self._codes: set[str] = set()

    def take(self, element: Element) -> None:
        if element.tag == "version":
            self._version = text_of(element)
        else:
            self._add(element)

    def tables(self) -> PcsTables:
        self._bad.refuse_any()
        if not _YEAR.fullmatch(self._version):
            raise ReaderError(SUBJECT, "the file names no year in its version")
        if not self._tables:
            raise ReaderError(SUBJECT, "the file holds no table")
        return PcsTables(self._version, tuple(self._tables))

    def _add(self, element: Element) -> None:
        axes = self._axes(element, _TABLE_POSITIONS)
        line = line_of(element)
        if not axes or any(len(axis.labels) != 1 for axis in axes):
            self._bad.add(line, "a table does not have one value in each of characters 1 to 3")
            return
        definition = " ".join(text_of(one) for one in element.iterfind("axis/definition"))
        prefix = "".join(axis.labels[0].value for axis in axes)
        rows = tuple(row for one in element.iterfind("pcsRow") for row in self._row(one, prefix))
        if not rows:
            self._bad.add(line, f"table {prefix} has no row")
        self._tables.append(PcsTable(axes, definition, rows))

    def _row(self, element: Element, prefix: str) -> Iterator[PcsRow]:
        line = line_of(element)
        axes = self._axes(element, _ROW_POSITIONS)
        if not axes:
            self._bad.add(line, f"a row of table {prefix} does not have characters 4 to 7")
            return
        # Counted before anything is expanded: 34 values each would be a million codes.
        count = prod(len(axis.labels) for axis in axes)
        stated = element.get("codes") or ""
        if stated != str(count):
            self._bad.add(
                line, f"a row of table {prefix} states {stated[:12]!r} codes but gives {count}"
            )
            return
        row = PcsRow(axes)
        codes = {prefix + ending for ending in row.endings()}
        twice = sorted(codes & self._codes)
        if twice:
            self._bad.add(line, f"{len(twice)} codes stand in two rows, {twice[0]} among them")
        self._codes |= codes
        yield row

    def _axes(self, element: Element, positions: tuple[int, ...]) -> tuple[Axis, ...]:
        """The axes at the positions; () if they are not there, in order and well formed."""
        found = element.findall("axis")
        stated = [axis.get("pos") for axis in found]
        if stated != [str(position) for position in positions]:
            return ()
        return tuple(
            self._axis(axis, position) for axis, position in zip(found, positions, strict=True)
        )

    def _axis(self, element: Element, position: int) -> Axis:
        labels = tuple(
            Label(label.get("code") or "", text_of(label)) for label in element.iterfind("label")
        )
        line = line_of(element)
        values = {label.value for label in labels}
        if len(values) != len(labels) or element.get("values") not in {None, str(len(labels))}:
            self._bad.add(line, f"character {position} repeats a value or states a wrong number")
        for label in labels:
            if not ICD10PCS_VALUE.fullmatch(label.value) or not label.text:
                self._bad.add(line, f"character {position} has a value that is none, or no label")
        return Axis(position, text_of(element.find("title")), labels)
