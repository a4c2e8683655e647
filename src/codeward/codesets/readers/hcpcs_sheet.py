"""Reads HCPCS Level II codes and modifiers from a sheet: the ANWEB sheet or a list of titles."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import CDT, HCPCS, MODIFIER
from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "HCPCS Level II sheet"
COLUMNS: Final = (
    Column("code", "hcpc|hcpcs|hcpc mod|code"),
    Column("record", "recid|record id", needed=False),
    Column("long_title", "long description|long title"),
    Column("short_title", "short description|short title", needed=False),
    Column("coverage", "cov|coverage", needed=False),
    Column("added", "add dt|add date|added", needed=False),
    Column("effective", "act eff dt|action effective date|effective", needed=False),
    Column("terminated", "term dt|termination date|terminated", needed=False),
    Column("action", "action cd|action code|action", needed=False),
)
CHANGE_COLUMNS: Final = (
    Column("code", "hcpc|hcpcs|hcpc mod|code"),
    Column("long_title", "long description"),
    Column("action", "action cd|action code"),
)
DATED_COLUMNS: Final = (Column("effective", "act eff dt|action effective date|effective"),)
_CONTINUATIONS: Final = frozenset({"4", "8"})


class HcpcsRow(msgspec.Struct, frozen=True):
    """A code or modifier of a sheet; what the sheet has no column for is empty.

    Attributes:
        code: Five characters, or two for a modifier.
        long_title: Long text.
        short_title: Short text.
        coverage: Coverage code.
        added: Day on which it was added.
        effective: Day of the last change.
        terminated: Last day of use.
        action: Action code, or a word such as `ADD` in a list of changes.
        line: Row of the sheet.
    """

    code: str
    long_title: str
    short_title: str
    coverage: str
    added: date | None
    effective: date | None
    terminated: date | None
    action: str
    line: int


class HcpcsSheet(msgspec.Struct, frozen=True):
    """All rows of a sheet.

    Attributes:
        codes: Level II codes.
        modifiers: Modifiers.
        dated: Whether the sheet tells days; without them a code in it is known, not valid.
    """

    codes: tuple[HcpcsRow, ...]
    modifiers: tuple[HcpcsRow, ...]
    dated: bool


def read_hcpcs_sheet(rows: Iterable[Row]) -> HcpcsSheet:
    """Every code and modifier; the text of a continuation row is joined to its code.

    Raises:
        ReaderError: no such headings, a code that is none or stands twice, a day that is none.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, HcpcsRow] = {}
    dated = False
    for line, values in records(rows, SUBJECT, COLUMNS):
        dated = dated or "effective" in values
        code = values["code"]
        if values.get("record") in _CONTINUATIONS:
            _continue(found, code, values["long_title"], line, bad)
            continue
        try:
            row = _row(code, values, line)
        except ValueError as error:
            bad.add(line, str(error))
            continue
        if code in found:
            bad.add(line, f"{code} stands twice")
        found[code] = row
    bad.refuse_any()
    if not any(HCPCS.fullmatch(code) for code in found):
        raise ReaderError(SUBJECT, "the sheet holds no Level II code")
    return HcpcsSheet(
        tuple(row for code, row in found.items() if HCPCS.fullmatch(code)),
        tuple(row for code, row in found.items() if not HCPCS.fullmatch(code)),
        dated,
    )


def _continue(found: dict[str, HcpcsRow], code: str, text: str, line: int, bad: BadRecords) -> None:
    if code not in found:
        bad.add(line, "a continuation follows no row of its code")
        return
    joined = f"{found[code].long_title} {text}".strip()
    found[code] = msgspec.structs.replace(found[code], long_title=joined)


def _row(code: str, values: Mapping[str, str], line: int) -> HcpcsRow:
    """One row.

    Raises:
        ValueError: the code or a day of it is none; the text says which.
    """
    if CDT.fullmatch(code):
        raise ValueError(f"{code} is a CDT code, which this list must not hold")
    if not (HCPCS.fullmatch(code) or MODIFIER.fullmatch(code)) or not values["long_title"]:
        raise ValueError("no code of HCPCS Level II with a text")
    added, effective, terminated = (
        _day(code, values.get(name, "")) for name in ("added", "effective", "terminated")
    )
    if added and terminated and terminated < added:
        raise ValueError(f"{code} ends before it begins")
    return HcpcsRow(
        code=code,
        long_title=values["long_title"],
        short_title=values.get("short_title", ""),
        coverage=values.get("coverage", ""),
        added=added,
        effective=effective,
        terminated=terminated,
        action=values.get("action", ""),
        line=line,
    )


def _day(code: str, text: str) -> date | None:
    try:
        return day_or_none(text)
    except ValueError:
        raise ValueError(f"{code} has a date that is none") from None
