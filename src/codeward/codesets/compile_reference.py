"""Turns an imported file into the entries of a lookup: a key, and a record for each line.

A lookup is one table, whatever the file: what differs is only the key by which one asks. Files of
millions of lines pass through one record at a time.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

import msgspec

from codeward.codesets.readers import (
    claim_code_lists,
    conversion_table,
    coverage,
    hcpcs_records,
    hcpcs_sheet,
    ncci_aoc,
    ncci_mue,
    ncci_ptp,
    order_file,
    pcs_definitions_xml,
    pcs_index_xml,
    pcs_tables_xml,
    place_of_service,
    poa_exempt,
    table5,
)
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.readers.table_rows import delimited_rows
from codeward.codesets.reference_records import (
    ADD_ON,
    DOCUMENT,
    MODIFIER,
    PRIMARY,
    RANGES,
    SERVICE,
    WHOLE,
    HccMapping,
    Record,
)

# Raise it when entries change their shape or key: older lookups are then made anew.
REFERENCE_FORMAT: Final = 1

_DIGITS: Final = re.compile(r"[^0-9]")
Keyed = tuple[str, msgspec.Struct]
_encoded: Final = msgspec.msgpack.Encoder().encode


def reference_records(kind: FileKind, content: BinaryIO, *, licensed: bool) -> Iterator[Record]:
    """The records of a file, in its order.

    Args:
        kind: What the file is; one of `LOOKED_UP`.
        content: Its bytes, at the start.
        licensed: Whether texts under somebody's licence are kept.

    Raises:
        CodewardError: the file cannot be read.
    """
    for number, (key, record) in enumerate(LOOKED_UP[kind](content, licensed)):
        yield key, number, _encoded(record)


def hcc_records(mappings: Mapping[int, bytes], labels: bytes) -> Iterator[Record]:
    """Which diagnosis counts in which hierarchical condition category.

    Args:
        mappings: By payment year, a CSV of diagnosis, category and model.
        labels: A CSV of category, label, kind of model and its version.
    """
    texts = {
        (row["model_domain"], "V" + row["model_version"][1:], _DIGITS.sub("", row["cc"])): row[
            "label"
        ]
        for row in _csv(labels)
    }
    number = 0
    for year, data in sorted(mappings.items()):
        for row in _csv(data):
            model = row["model_name"]
            domain, _, version = model.replace(" Model", "").rpartition(" ")
            domain = "ESRD" if "ESRD" in domain else domain
            label = texts.get((domain, version, row["cc"]), "")
            mapping = HccMapping(model, year, row["cc"], label)
            yield row["diagnosis_code"], number, _encoded(mapping)
            number += 1


def _csv(data: bytes) -> Iterable[Mapping[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8")))


def _table(
    subject: str, read: Callable[[Any], Iterable[Any]], keys: Callable[[Any], Iterable[str]]
) -> Callable[[BinaryIO, bool], Iterator[Keyed]]:
    """The records of a delimited file, each under every one of its keys."""

    def entries(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
        for record in read(delimited_rows(content, subject)):
            for key in keys(record):
                yield key, record

    return entries


def _whole(read: Callable[[BinaryIO], msgspec.Struct]) -> Callable[..., Iterator[Keyed]]:
    """A file that is asked for as a whole."""

    def entries(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
        yield WHOLE, read(content)

    return entries


def _claim_codes(content: BinaryIO, licensed: bool) -> Iterator[Keyed]:
    rows = delimited_rows(content, claim_code_lists.SUBJECT)
    read = claim_code_lists.read_claim_codes(rows, licensed_texts=licensed)
    yield from ((one.code, one) for one in read.codes)


def _hcpcs_records(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
    read = hcpcs_records.read_hcpcs_records(content)
    yield from ((MODIFIER + one.code, one) for one in read.modifiers)
    yield from ((SERVICE + one.code, one) for one in read.codes)


def _hcpcs_sheet(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
    read = hcpcs_sheet.read_hcpcs_sheet(delimited_rows(content, hcpcs_sheet.SUBJECT))
    yield from ((MODIFIER + one.code, one) for one in read.modifiers)
    yield from ((SERVICE + one.code, one) for one in read.codes)


def _table5(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
    yield from ((one.drg, one) for one in table5.read_table5(content.read()).drgs)


def _order(content: BinaryIO, _licensed: bool) -> Iterator[Keyed]:
    yield from ((one.code, one) for one in order_file.read_order_file(content).codes)


def _add_on_keys(edit: ncci_aoc.AddOnEdit) -> Iterator[str]:
    yield ADD_ON + edit.add_on
    if edit.primary:
        yield PRIMARY + edit.primary


def _former_keys(former: conversion_table.FormerCodes) -> Iterator[str]:
    yield former.first if former.first == former.last else RANGES


def _coverage_keys(record: coverage.CoverageRecord) -> Iterator[str]:
    if isinstance(record, coverage.CoverageCode):
        yield SERVICE + record.code
    elif isinstance(record, coverage.CoverageDocument):
        yield f"{DOCUMENT}{record.kind.value} {record.number} {record.version}"


LOOKED_UP: Final[Mapping[FileKind, Callable[[BinaryIO, bool], Iterator[Keyed]]]] = {
    FileKind.PCS_TABLES: _whole(pcs_tables_xml.read_pcs_tables),
    FileKind.PCS_INDEX: _whole(pcs_index_xml.read_pcs_index),
    FileKind.PCS_DEFINITIONS: _whole(pcs_definitions_xml.read_pcs_definitions),
    FileKind.ORDER: _order,
    FileKind.CONVERSIONS: _table(
        conversion_table.SUBJECT, conversion_table.read_conversions, _former_keys
    ),
    FileKind.HCPCS_RECORDS: _hcpcs_records,
    FileKind.HCPCS_SHEET: _hcpcs_sheet,
    FileKind.PTP: _table(
        ncci_ptp.SUBJECT, ncci_ptp.read_ptp_edits, lambda one: (one.column1 + one.column2,)
    ),
    FileKind.MUE: _table(ncci_mue.SUBJECT, ncci_mue.read_mue_edits, lambda one: (one.code,)),
    FileKind.AOC: _table(ncci_aoc.SUBJECT, ncci_aoc.read_add_on_edits, _add_on_keys),
    FileKind.MSDRG_TABLE5: _table5,
    FileKind.POA_EXEMPT: _table(
        poa_exempt.SUBJECT, poa_exempt.read_poa_exemptions, lambda one: (one.code,)
    ),
    FileKind.PLACE_OF_SERVICE: _table(
        place_of_service.SUBJECT,
        place_of_service.read_places_of_service,
        lambda one: (one.code,),
    ),
    FileKind.CLAIM_CODES: _claim_codes,
    FileKind.COVERAGE: _table(coverage.SUBJECT, coverage.read_coverage, _coverage_keys),
}
