"""Reads the HCPCS Level II annual file (ANWEB): fixed columns, one code over several records.

The first record of a code carries everything but the rest of its long text. A file may open with a
notice in prose, its continuation records may be cut after the text, and the modifier records of one
edition lost their leading blanks: all three are recognised, anything else is refused.
"""

import re
from datetime import date
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers.code_forms import HCPCS, MODIFIER
from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.text_lines import numbered_lines

SUBJECT: Final = "HCPCS Level II records"
_WIDTH: Final = 320
_RECORD: Final = re.compile(r"(   [A-Z0-9]{2}|[A-CE-V][0-9]{4})([0-9]{5})([3478])")
_SHIFTED: Final = re.compile(r"[A-Z0-9]{2}[0-9]{5}[78]")
_LOST_BLANKS: Final = "   "
_FIRST: Final = frozenset("37")
_OF_MODIFIERS: Final = frozenset("78")
_RECORD_ID: Final = 10
_TEXT: Final = slice(11, 91)
# A notice in prose opens the file; it has no more lines than this.
_LONGEST_NOTICE: Final = 40
_COVERAGE: Final = frozenset({"", "C", "D", "I", "M", "S"})
_ACTIONS: Final = frozenset({"", "A", "B", "C", "D", "F", "N", "P", "R", "S", "T"})


class HcpcsCode(msgspec.Struct, frozen=True):
    """A Level II code or modifier; field names follow the published layout of the file.

    Attributes:
        code: Five characters, or two for a modifier.
        modifier: Whether it is a modifier.
        long_title: Long text, its pieces joined by blanks.
        short_title: Short text.
        added: Day on which the code was added.
        effective: Day on which the last change took effect.
        terminated: Last day on which the code may be used, None for a current one.
        action: What was done last, such as N nothing, A added, C changed, D discontinued.
        coverage: C contractor's judgment, D special instructions, I not payable, M non-covered,
            S non-covered by statute; empty where none is stated.
        prices: Pricing indicators.
        multiple_price: Multiple pricing indicator.
        references: References to the Medicare manuals, and statute.
        cross_references: Codes to use instead or as well.
        asc_group: Group of the ambulatory surgical centre list.
        betos: Berenson-Eggers type of service.
        types_of_service: One character each.
        anesthesia_units: Base units, None where none are stated.
        processing_note: Number of the processing note.
        line: Where the first record stands.
    """

    code: str
    modifier: bool
    long_title: str
    short_title: str
    added: date | None
    effective: date | None
    terminated: date | None
    action: str
    coverage: str
    prices: tuple[str, ...]
    multiple_price: str
    references: tuple[str, ...]
    cross_references: tuple[str, ...]
    asc_group: str
    betos: str
    types_of_service: str
    anesthesia_units: int | None
    processing_note: str
    line: int


class HcpcsFile(msgspec.Struct, frozen=True):
    """All codes and modifiers of one file, and how many continuation records they had.

    The file names no year; `latest` is the latest day on which one of its codes was added or
    changed, which tells the edition.
    """

    codes: tuple[HcpcsCode, ...]
    modifiers: tuple[HcpcsCode, ...]
    continuations: int
    latest: date | None


def read_hcpcs_records(file: BinaryIO) -> HcpcsFile:
    """Every code and modifier.

    Raises:
        ReaderError: a record of another layout, a code that stands twice, a continuation that
            follows nothing, a day that is none, an end before its start.
    """
    reading = _Reading()
    for number, line in numbered_lines(file, SUBJECT):
        reading.take(number, line)
    return reading.file()


def is_record(line: str) -> bool:
    """Whether a line is a record of the annual file."""
    return _RECORD.match(_with_blanks(line)) is not None


class _Reading:
    def __init__(self) -> None:
        self._bad = BadRecords(SUBJECT)
        self._found: dict[str, HcpcsCode] = {}
        self._first: tuple[int, str] | None = None
        self._texts: list[str] = []
        self._sequence = 0
        self._continuations = 0

    def take(self, number: int, line: str) -> None:
        record = _with_blanks(line)
        found = _RECORD.match(record)
        if found is None:
            self._take_other(number, line)
            return
        code, sequence, kind = found[1].strip(), int(found[2]), found[3]
        if kind in _FIRST:
            self._finish()
            self._first = (number, record)
            self._texts = [record[_TEXT].strip()]
        elif self._first is None or self._first[1][:5].strip() != code:
            self._bad.add(number, f"a continuation of {code} follows no record of it")
        elif sequence <= self._sequence:
            self._bad.add(number, f"the continuations of {code} are out of order")
        else:
            self._continuations += 1
            self._texts.append(record[_TEXT].strip())
        self._sequence = sequence

    def _take_other(self, number: int, line: str) -> None:
        """Prose before the first record is a notice; after it, it is damage."""
        if line.strip() and (self._first is not None or number > _LONGEST_NOTICE):
            self._bad.add(number, "no record of a code or modifier")

    def _finish(self) -> None:
        if self._first is None:
            return
        number, record = self._first
        try:
            code = _code(record.ljust(_WIDTH), " ".join(filter(None, self._texts)), number)
        except ValueError as error:
            self._bad.add(number, str(error))
            return
        if code.code in self._found:
            self._bad.add(number, f"{code.code} stands twice")
        self._found[code.code] = code

    def file(self) -> HcpcsFile:
        self._finish()
        self._bad.refuse_any()
        if not self._found:
            raise ReaderError(SUBJECT, "the file holds no record of a code")
        days = [day for one in self._found.values() for day in (one.added, one.effective) if day]
        return HcpcsFile(
            tuple(one for one in self._found.values() if not one.modifier),
            tuple(one for one in self._found.values() if one.modifier),
            self._continuations,
            max(days, default=None),
        )


def _with_blanks(line: str) -> str:
    """A record with the three leading blanks that modifier records must have."""
    if _SHIFTED.match(line) and line[_RECORD_ID : _RECORD_ID + 1] not in {"3", "4"}:
        return _LOST_BLANKS + line
    return line


def _code(record: str, long_title: str, number: int) -> HcpcsCode:
    """The fields of a first record.

    Raises:
        ValueError: a field is not what it should be; the text says which.
    """
    code = record[:5].strip()
    modifier = record[_RECORD_ID] in _OF_MODIFIERS
    if not (MODIFIER if modifier else HCPCS).fullmatch(code) or not long_title:
        raise ValueError("the code has another form than its record, or no text")
    added, effective, terminated = (
        _day(code, record[start : start + 8]) for start in (268, 276, 284)
    )
    coverage, action = record[229].strip(), record[292].strip()
    if coverage not in _COVERAGE or action not in _ACTIONS:
        raise ValueError(f"{code} has an unknown coverage or action code")
    if terminated and added and terminated < added:
        raise ValueError(f"{code} ends before it begins")
    units = record[264:267].strip()
    return HcpcsCode(
        code=code,
        modifier=modifier,
        long_title=long_title,
        short_title=record[91:119].strip(),
        added=added,
        effective=effective,
        terminated=terminated,
        action=action,
        coverage=coverage,
        prices=tuple(_pieces(record[119:127], 2)),
        multiple_price=record[127].strip(),
        references=tuple(
            _pieces(record[128:146], 6) + _pieces(record[146:170], 8) + _pieces(record[170:180], 10)
        ),
        cross_references=tuple(_pieces(record[204:229], 5)),
        asc_group=record[230:232].strip(),
        betos=record[256:259].strip(),
        types_of_service="".join(record[259:264].split()),
        anesthesia_units=int(units) if units.isascii() and units.isdigit() else None,
        processing_note=record[252:256].strip(),
        line=number,
    )


def _day(code: str, text: str) -> date | None:
    try:
        return day_or_none(text)
    except ValueError:
        raise ValueError(f"{code} has a date that is none") from None


def _pieces(text: str, size: int) -> list[str]:
    pieces = (text[start : start + size].strip() for start in range(0, len(text), size))
    return [piece for piece in pieces if piece]
