"""Reads the conversion tables of ICD-10-CM and ICD-10-PCS: which older codes a code stands for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM, ICD10PCS
from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.table_rows import Column, Row, records
from codeward.model import System

SUBJECT: Final = "conversion table"
COLUMNS: Final = (
    Column("code", "current code assignment|current code s assignment|current code"),
    Column("month_day", "effective month day", needed=False),
    Column("effective", "effective"),
    Column("previous", "previous code s assignment|previous code assignment|previous code"),
)
_SPLIT: Final = re.compile(r"\s*(?:[,;+]|\band\b|\bor\b|\s)\s*")
_RANGE_DASH: Final = re.compile(r"\s*[-\u2013]\s*")
_YEAR: Final = re.compile(r"(20\d\d)(?:\.0)?")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})[./](\d{1,2})")
_NO_CODE: Final = frozenset({"", "none", "nodx", "nopcs", "n/a"})
_FISCAL_MONTH, _FISCAL_DAY = 10, 1


class FormerCodes(msgspec.Struct, frozen=True):
    """A code and what was coded before it.

    Attributes:
        system: Code system.
        code: The current code, undotted.
        effective: First day of the current code, None where the table leaves it open.
        first: First of the older codes.
        last: Last of them; equal to the first where the table names one code, else a range.
        line: Where it stands.
    """

    system: System
    code: str
    effective: date | None
    first: str
    last: str
    line: int


def read_conversions(rows: Iterable[Row]) -> tuple[FormerCodes, ...]:
    """Every pair of a current code and its older codes.

    Raises:
        ReaderError: no such headings, a code or a day that is none, a pair that stands twice.
    """
    bad = BadRecords(SUBJECT)
    found: dict[tuple[str, date | None, str, str], FormerCodes] = {}
    for line, values in records(rows, SUBJECT, COLUMNS):
        try:
            for pair in _pairs(values, line):
                key = (pair.code, pair.effective, pair.first, pair.last)
                if key in found:
                    bad.add(line, f"{pair.code} from {pair.first} stands twice")
                found[key] = pair
        except ValueError as error:
            bad.add(line, str(error))
    bad.refuse_any()
    if not found:
        raise ReaderError(SUBJECT, "the table converts no code")
    return tuple(found.values())


def _pairs(values: Mapping[str, str], line: int) -> Iterator[FormerCodes]:
    """The pairs of one row; none where either side says that there is no code.

    Raises:
        ValueError: a code or the day is none; the text says which.
    """
    current = values["code"].strip()
    if current.lower() in _NO_CODE or values["previous"].strip().lower() in _NO_CODE:
        return
    system = System.ICD10PCS if ICD10PCS.fullmatch(current) else System.ICD10CM
    code = _code(current)
    effective = _effective(values["effective"], values.get("month_day", ""))
    previous = _RANGE_DASH.sub("-", values["previous"].strip())
    for item in filter(None, _SPLIT.split(previous)):
        first, _, last = item.partition("-")
        yield FormerCodes(system, code, effective, _code(first), _code(last or first), line)


def _code(text: str) -> str:
    code = text.replace(".", "")
    if not (ICD10CM.fullmatch(code) or ICD10PCS.fullmatch(code)):
        raise ValueError("a code is none of ICD-10-CM or ICD-10-PCS")
    return code


def _effective(text: str, month_day: str) -> date | None:
    """A year alone means the first of October of that year, as in the official tables."""
    year = _YEAR.fullmatch(text.strip())
    if year is None:
        return day_or_none(text)
    within = _MONTH_DAY.fullmatch(month_day.strip())
    month, day = (int(within[1]), int(within[2])) if within else (_FISCAL_MONTH, _FISCAL_DAY)
    return date(int(year[1]), month, day)
