"""No bytes make a reader of an official file fail in any way but its own."""

import io
from collections.abc import Callable
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets.readers import (
    addenda,
    claim_code_lists,
    code_list,
    code_titles,
    conversion_table,
    coverage,
    cpt_files,
    hcpcs_records,
    hcpcs_sheet,
    index_xml,
    ncci_aoc,
    ncci_mue,
    ncci_ptp,
    order_file,
    pcs_definitions_xml,
    pcs_index_xml,
    pcs_tables_xml,
    place_of_service,
    poa_exempt,
    recognise,
)
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.table_rows import delimited_rows
from tests.unit.codesets.readers import small_files as small

Read = Callable[[BinaryIO], object]


def of_rows(read: Callable[..., object], **arguments: bool) -> Read:
    def consume(file: BinaryIO) -> object:
        found = read(delimited_rows(file, "test"), **arguments)
        return list(found) if hasattr(found, "__next__") else found

    return consume


READERS: dict[str, tuple[Read, str]] = {
    "index": (index_xml.read_index, small.INDEX),
    "neoplasms": (index_xml.read_index, small.NEOPLASMS),
    "pcs tables": (pcs_tables_xml.read_pcs_tables, small.PCS_TABLES),
    "pcs index": (pcs_index_xml.read_pcs_index, small.PCS_INDEX),
    "pcs definitions": (pcs_definitions_xml.read_pcs_definitions, small.PCS_DEFINITIONS),
    "addenda": (addenda.read_addenda, small.ADDENDA),
    "order": (order_file.read_order_file, small.ORDER),
    "hcpcs records": (hcpcs_records.read_hcpcs_records, small.HCPCS),
    "code list": (code_list.read_code_list, "A4226\nA4227\n"),
    "code titles": (code_titles.read_code_titles, "A0011   Wobble\nA001    Other\n"),
    "cpt": (lambda file: cpt_files.read_cpt_descriptors(file, licence=True), small.CPT_SHORT),
    "cpt list": (of_rows(cpt_files.read_consolidated_cpt, licence=True), small.CPT_CONSOLIDATED),
    "hcpcs sheet": (of_rows(hcpcs_sheet.read_hcpcs_sheet), small.HCPCS_SHEET),
    "ptp": (of_rows(ncci_ptp.read_ptp_edits), small.PTP),
    "mue": (of_rows(ncci_mue.read_mue_edits), small.MUE),
    "aoc": (of_rows(ncci_aoc.read_add_on_edits), small.AOC),
    "poa": (of_rows(poa_exempt.read_poa_exemptions), small.POA),
    "places": (of_rows(place_of_service.read_places_of_service), small.PLACES),
    "claim codes": (of_rows(claim_code_lists.read_claim_codes), small.CARC),
    "conversions": (of_rows(conversion_table.read_conversions), small.CM_CONVERSIONS),
    "coverage": (of_rows(coverage.read_coverage), small.ARTICLE_CODES),
    "recognise": (recognise.recognise, small.PTP),
}
each_reader = pytest.mark.parametrize("name", READERS)
# Bytes that stand between the fields of some format.
edges = st.sampled_from(list(b"\"',\t|<>&-*.; \n\r\x00\xff0189AZaz"))


def read_or_refuse(read: Read, data: bytes) -> object:
    try:
        return read(io.BytesIO(data))
    except ReaderError as error:
        refusal = error
    assert refusal.reason
    assert refusal.remedy
    return None


@each_reader
@given(data=st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    read_or_refuse(READERS[name][0], data)


@each_reader
@given(data=st.data())
def test_a_real_file_with_a_few_bytes_changed(name: str, data: st.DataObject) -> None:
    read, text = READERS[name]
    content = bytearray(text.encode())
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=4)):
        content[place] = data.draw(edges)
    read_or_refuse(read, bytes(content))


@each_reader
@given(data=st.data())
def test_a_real_file_cut_or_doubled_anywhere(name: str, data: st.DataObject) -> None:
    read, text = READERS[name]
    content = text.encode()
    place = data.draw(st.integers(0, len(content)))
    read_or_refuse(read, content[:place])
    read_or_refuse(read, content[:place] + content)


@each_reader
def test_the_file_itself_is_read_alike_each_time(name: str) -> None:
    read, text = READERS[name]
    first = read_or_refuse(read, text.encode())
    assert first is not None
    assert read_or_refuse(read, text.encode()) == first


@each_reader
def test_line_ends_of_any_kind_and_a_byte_order_mark_change_nothing(name: str) -> None:
    read, text = READERS[name]
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    first = read_or_refuse(read, text.encode())
    marked = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert read_or_refuse(read, marked) == first
