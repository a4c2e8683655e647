"""Reads the NCCI add-on code file: which code is paid only beside a primary one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import is_procedure_code
from codeward.codesets.readers.day_forms import day_or_none, span_of
from codeward.codesets.readers.overlap import Overlaps
from codeward.codesets.readers.reader_error import BadRecords
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "NCCI add-on codes"
COLUMNS: Final = (
    Column("edit_deletion", "aoc edit del dt|edit deletion date"),
    Column("effective", "aoc edit eff dt|edit effective date"),
    Column("type", "edit type"),
    Column("primary_deletion", "primary code del dt|primary code deletion", needed=False),
    Column("add_on_deletion", "aoc del dt|add on code deletion", needed=False),
    Column("primary", "primary code"),
    Column("add_on", "add on code"),
    Column("notes", "special instruction|notes", needed=False),
)
# The file writes this where the contractor says which codes are primary.
_BY_CONTRACTOR: Final = "CCCCC"
_TYPES: Final = frozenset("123")


class AddOnEdit(msgspec.Struct, frozen=True):
    """An add-on code and a primary code (CMS change request 7501).

    Attributes:
        add_on: The add-on code.
        primary: A primary code, None where the contractor defines which codes are primary.
        type: 1 a complete list of primary codes, 2 none listed, 3 an incomplete list.
        first: First day of the edit.
        last: Last day, inclusive; None while it is in force.
        add_on_ended: Day on which the add-on code itself ended.
        primary_ended: Day on which the primary code ended.
        notes: Special instruction, as published.
        line: Where it stands.
    """

    add_on: str
    primary: str | None
    type: str
    first: date
    last: date | None
    add_on_ended: date | None
    primary_ended: date | None
    notes: str
    line: int


def read_add_on_edits(rows: Iterable[Row]) -> tuple[AddOnEdit, ...]:
    """Every pair.

    Raises:
        ReaderError: no such headings, a bad record, one pair with two overlapping spans.
    """
    bad = BadRecords(SUBJECT)
    overlaps = Overlaps()
    found: list[AddOnEdit] = []
    for line, values in records(rows, SUBJECT, COLUMNS):
        try:
            edit = _edit(values, line)
        except ValueError as error:
            bad.add(line, str(error))
            continue
        overlaps.add(edit.add_on + (edit.primary or _BY_CONTRACTOR), edit.first, edit.last, line)
        found.append(edit)
    for before, after in overlaps.found():
        bad.add(after, f"its span overlaps that of the same pair in line {before}")
    bad.refuse_any()
    return tuple(found)


def _edit(values: Mapping[str, str], line: int) -> AddOnEdit:
    """One pair.

    Raises:
        ValueError: a code, a day or the type is none; the text says which.
    """
    add_on, primary = values["add_on"], values["primary"]
    by_contractor = primary == _BY_CONTRACTOR
    if not is_procedure_code(add_on) or not (by_contractor or is_procedure_code(primary)):
        raise ValueError("one of the two codes is none")
    kind = values["type"].split(".")[0]
    if kind not in _TYPES:
        raise ValueError("the type is none of 1, 2, 3")
    first, last = span_of(values["effective"], values["edit_deletion"])
    return AddOnEdit(
        add_on=add_on,
        primary=None if by_contractor else primary,
        type=kind,
        first=first,
        last=last,
        add_on_ended=day_or_none(values.get("add_on_deletion", "")),
        primary_ended=day_or_none(values.get("primary_deletion", "")),
        notes=values.get("notes", ""),
        line=line,
    )
