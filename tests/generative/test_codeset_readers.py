"""No input makes a code-set reader fail in any way but its own, and whole input survives."""

import struct
from collections.abc import Callable
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets.code_lists import closing_list, parse_items
from codeward.codesets.day_numbers import day_of, number_of
from codeward.codesets.readers.drg_lists import CM_CODE, read_titles_by_code
from codeward.codesets.readers.grouper_tables import read_severities, read_titles
from codeward.codesets.readers.mce_tables import (
    read_age_ranges,
    read_conversions,
    read_discharge_statuses,
    read_master,
)
from codeward.codesets.readers.table5 import read_table5
from codeward.codesets.readers.tabular_xml import read_tabular
from codeward.model import CodewardError
from tests.unit.codesets.tabular_sample import SAMPLE

READERS: dict[bytes, Callable[[bytes], object]] = {
    b"DECM": read_master,
    b"GACM": read_age_ranges,
    b"SDCM": read_discharge_statuses,
    b"GAID": read_severities,
    b"DGRD": lambda data: read_titles(data, b"DGRD"),
    b"CDCI": lambda data: read_conversions(data, b"CDCI"),
}
codes = st.from_regex(r"[A-T][0-9][0-9A-B](?:\.[0-9X]{1,4})?", fullmatch=True)


def read_or_refuse(reader: Callable[[bytes], object], data: bytes) -> None:
    with suppress(CodewardError):
        reader(data)


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=200))
def test_packed_tables_are_read_or_refused(magic: bytes, rest: bytes) -> None:
    read_or_refuse(READERS[magic], rest)
    read_or_refuse(READERS[magic], magic + rest)


@given(
    st.sampled_from(sorted(READERS)),
    st.lists(st.integers(0, 300), min_size=7, max_size=7),
    st.binary(max_size=100),
)
def test_packed_tables_with_small_numbers_are_read_or_refused(
    magic: bytes, numbers: list[int], rest: bytes
) -> None:
    read_or_refuse(READERS[magic], magic + struct.pack("<7I", *numbers) + rest)


@given(st.integers(0, len(SAMPLE)), st.integers(0, 40), st.binary(max_size=40))
def test_a_changed_tabular_list_is_read_or_refused(start: int, size: int, other: bytes) -> None:
    read_or_refuse(read_tabular, SAMPLE[:start] + other + SAMPLE[start + size :])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(read_tabular, data)
    read_or_refuse(read_table5, data)
    read_or_refuse(lambda content: read_titles_by_code(content, CM_CODE), data)


@given(st.lists(codes, min_size=1, max_size=6))
def test_a_list_of_codes_is_read_back(listed: list[str]) -> None:
    items = closing_list(f"some condition ({', '.join(listed)})")
    ranges, unparsed = parse_items(items)
    assert items == tuple(listed)
    assert unparsed == ()
    assert [one.first for one in ranges] == [code.replace(".", "") for code in listed]


@given(st.text(alphabet="ABST0123456789.-, withorfiscxa()", max_size=80))
def test_every_item_is_either_understood_or_handed_back(text: str) -> None:
    items = closing_list(f"note ({text})")
    ranges, unparsed = parse_items(items)
    assert len(ranges) + len(unparsed) == len(items)
    assert set(unparsed) <= set(items)


@given(st.dates())
def test_day_numbers_are_read_back(day) -> None:
    assert day_of(number_of(day)) == day
