"""Reads NCCI procedure-to-procedure edits: which code is not paid beside which, and when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import is_procedure_code
from codeward.codesets.readers.day_forms import span_of
from codeward.codesets.readers.overlap import Overlaps
from codeward.codesets.readers.reader_error import BadRecords
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "NCCI procedure-to-procedure edits"
COLUMNS: Final = (
    Column("column1", "column 1"),
    Column("column2", "column 2"),
    Column("before_1996", "prior to 1996|before 1996", needed=False),
    Column("effective", "effective date"),
    Column("deletion", "deletion date"),
    Column("modifier", "modifier"),
    Column("rationale", "rationale", needed=False),
)
_INDICATORS: Final = frozenset("019")


class PtpEdit(msgspec.Struct, frozen=True, array_like=True):
    """A pair of codes (NCCI Policy Manual, chapter I).

    Attributes:
        column1: The code that is paid.
        column2: The code that is not paid beside it.
        first: First day of the edit.
        last: Last day of the edit, inclusive; None while it is in force.
        modifier: 0 no modifier lifts it, 1 a modifier may, 9 not applicable.
        before_1996: In existence before 1996.
        rationale: Why, as published.
        line: Where it stands.
    """

    column1: str
    column2: str
    first: date
    last: date | None
    modifier: str
    before_1996: bool
    rationale: str
    line: int


def read_ptp_edits(rows: Iterable[Row]) -> Iterator[PtpEdit]:
    """Every pair, as it is read: a file holds millions. Use none of them until all were read.

    Raises:
        ReaderError: no such headings; when all was read: a bad record, or one pair with two
            overlapping spans.
    """
    bad = BadRecords(SUBJECT)
    overlaps = Overlaps()
    for line, values in records(rows, SUBJECT, COLUMNS):
        try:
            edit = _edit(values, line)
        except ValueError as error:
            bad.add(line, str(error))
            continue
        overlaps.add(edit.column1 + edit.column2, edit.first, edit.last, line)
        yield edit
    for before, after in overlaps.found():
        bad.add(after, f"its span overlaps that of the same pair in line {before}")
    bad.refuse_any()


def _edit(values: Mapping[str, str], line: int) -> PtpEdit:
    """One pair.

    Raises:
        ValueError: a code, a day or the modifier indicator is none; the text says which.
    """
    codes = (values["column1"], values["column2"])
    if not all(is_procedure_code(code) for code in codes):
        raise ValueError("one of the two codes is none")
    modifier = values["modifier"].split(".")[0]
    if modifier not in _INDICATORS:
        raise ValueError("the modifier indicator is none of 0, 1, 9")
    first, last = span_of(values["effective"], values["deletion"])
    return PtpEdit(
        column1=codes[0],
        column2=codes[1],
        first=first,
        last=last,
        modifier=modifier,
        before_1996=values.get("before_1996", "") == "*",
        rationale=values.get("rationale", ""),
        line=line,
    )
