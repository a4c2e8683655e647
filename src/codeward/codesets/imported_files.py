"""What an operator has imported: which official file, and from which day it holds."""

from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import date
from typing import BinaryIO, Final

import msgspec

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
)
from codeward.codesets.readers.claim_code_lists import ClaimCodeKind
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind, Recognised, refuse_other_year
from codeward.codesets.readers.table5 import read_table5
from codeward.codesets.readers.table_rows import delimited_rows
from codeward.codesets.readers.tabular_xml import read_tabular
from codeward.model import System

_FISCAL_MONTH: Final = 10
# What a build compiles into a release; the other kinds are looked up by `Releases` on their own.
COMPILED: Final = frozenset(
    {
        FileKind.ADDENDA,
        FileKind.CM_INDEX,
        FileKind.CM_EXTERNAL_CAUSES,
        FileKind.CM_NEOPLASMS,
        FileKind.CM_DRUGS,
        FileKind.HCPCS_RECORDS,
        FileKind.HCPCS_SHEET,
        FileKind.CPT_CONSOLIDATED,
        FileKind.CPT_DESCRIPTORS,
    }
)
# Kinds whose release comes in several files, told apart by their names.
_IN_SEVERAL_FILES: Final = frozenset(
    {FileKind.PTP, FileKind.MUE, FileKind.COVERAGE, FileKind.HCPCS_CHANGES}
)


class ImportedFile(msgspec.Struct, frozen=True):
    """A file in the manifest of imports.

    Attributes:
        kind: Which official file.
        system: Code system, None where it serves several or none.
        effective_from: First day for which it holds.
        sha256: Hash of its content, and its name in the store.
        size: Bytes.
        name: Name under which it came, for people.
        counts: What it holds, such as `{"added": 190}`.
        part: Which of the files of a release, where a release has several.
        licensed: Text under somebody else's licence, kept apart and never exported.
    """

    kind: FileKind
    system: System | None
    effective_from: date
    sha256: str
    size: int
    name: str
    counts: Mapping[str, int]
    part: str = ""
    licensed: bool = False

    @property
    def place(self) -> tuple[str, str, date, str]:
        """What a later import of the same place replaces."""
        system = self.system.value if self.system else ""
        return (self.kind.value, system, self.effective_from, self.part)


class Checked(msgspec.Struct, frozen=True):
    """What reading a whole file told.

    Attributes:
        counts: What it holds.
        part: Which part of a release it is, where its content tells.
        first_day: Day from which it holds, where its content tells.
    """

    counts: Mapping[str, int]
    part: str = ""
    first_day: date | None = None


def check(kind: FileKind, content: BinaryIO, *, licence: bool) -> Checked:
    """Read a file whole; nothing of a file that fails is ever used.

    Args:
        kind: What it was recognised as.
        content: Its bytes, at the start.
        licence: The operator states that licensed text in it is licensed to them.

    Raises:
        CodewardError: the file, or a record of it, cannot be used; the text names the line.
    """
    return _CHECKS[kind](content, licence)


def part_of(kind: FileKind, checked: Checked, name: str) -> str:
    """Which of the files of a release this is, empty where a release has one."""
    if kind is FileKind.CLAIM_CODES:
        return claim_code_lists.kind_said(ClaimCodeKind(checked.part), name).value
    return name if kind in _IN_SEVERAL_FILES else checked.part


def first_day(found: Recognised, checked: Checked, declared: date | None) -> date:
    """The day from which a file holds: declared, or told by the file.

    Raises:
        ReaderError: the file tells no day and none is declared, or the two are of different years.
    """
    if declared is not None:
        refuse_other_year(found, fiscal_year(declared))
        return declared
    if found.year is not None:
        return date(found.year - 1, _FISCAL_MONTH, 1)
    if checked.first_day is not None:
        return checked.first_day
    raise ReaderError(
        found.kind.value,
        "the file does not say from which day it holds",
        remedy="say it with --effective-from YYYY-MM-DD",
    )


def fiscal_year(day: date) -> int:
    """The federal fiscal year, which ICD-10 and MS-DRG follow."""
    return day.year + (day.month >= _FISCAL_MONTH)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter, in which HCPCS Level II changes."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _tabular(content: BinaryIO, _licence: bool) -> Checked:
    return Checked({"nodes": len(read_tabular(content.read()).nodes)})


def _index(content: BinaryIO, _licence: bool) -> Checked:
    terms = index_xml.read_index(content).terms
    return Checked(
        {
            "main terms": sum(term.parent is None for term in terms),
            "terms": len(terms),
            "codes": sum(term.code is not None for term in terms),
            "cells": sum(len(term.cells) for term in terms),
        }
    )


def _addenda(content: BinaryIO, _licence: bool) -> Checked:
    read = addenda.read_addenda(content)
    return Checked(
        {
            "added": len(read.codes(addenda.Action.ADD)),
            "deleted": len(read.codes(addenda.Action.DELETE)),
            "revised": len(read.codes(addenda.Action.REVISE_TO)),
            "codes before": read.codes_before,
            "codes after": read.codes_after,
        }
    )


def _order(content: BinaryIO, _licence: bool) -> Checked:
    read = order_file.read_order_file(content)
    return Checked({"codes": len(read.codes), "billable": read.billable})


def _hcpcs_records(content: BinaryIO, _licence: bool) -> Checked:
    read = hcpcs_records.read_hcpcs_records(content)
    counts = {"codes": len(read.codes), "modifiers": len(read.modifiers)}
    return Checked(counts, first_day=quarter_start(read.latest) if read.latest else None)


def _hcpcs_sheet(content: BinaryIO, _licence: bool) -> Checked:
    read = hcpcs_sheet.read_hcpcs_sheet(delimited_rows(content, hcpcs_sheet.SUBJECT))
    return Checked({"codes": len(read.codes), "modifiers": len(read.modifiers)})


def _table5(content: BinaryIO, _licence: bool) -> Checked:
    return Checked({"MS-DRGs": len(read_table5(content.read()).drgs)})


def _claim_codes(content: BinaryIO, licence: bool) -> Checked:
    rows = delimited_rows(content, claim_code_lists.SUBJECT)
    read = claim_code_lists.read_claim_codes(rows, licensed_texts=licence)
    return Checked({"codes": len(read.codes)}, part=read.kind.value)


def _consolidated(content: BinaryIO, licence: bool) -> Checked:
    rows = delimited_rows(content, cpt_files.SUBJECT)
    return Checked({"codes": len(cpt_files.read_consolidated_cpt(rows, licence=licence).codes)})


def _descriptors(content: BinaryIO, licence: bool) -> Checked:
    read = cpt_files.read_cpt_descriptors(content, licence=licence)
    part = "+".join(kind.value for kind in read.kinds)
    return Checked({"codes": len(read.codes)}, part=part)


def _sized(read: Callable[[BinaryIO], Sized], what: str) -> Callable[[BinaryIO, bool], Checked]:
    """A check that counts what a reader gives."""
    return lambda content, _licence: Checked({what: len(read(content))})


def _table(
    subject: str, read: Callable[..., Iterable[object]], what: str
) -> Callable[[BinaryIO, bool], Checked]:
    """A check that counts the records of a table, without keeping millions of them."""
    return lambda content, _licence: Checked(
        {what: sum(1 for _ in read(delimited_rows(content, subject)))}
    )


_CHECKS: Final[Mapping[FileKind, Callable[[BinaryIO, bool], Checked]]] = {
    FileKind.CM_TABULAR: _tabular,
    FileKind.CM_INDEX: _index,
    FileKind.CM_EXTERNAL_CAUSES: _index,
    FileKind.CM_NEOPLASMS: _index,
    FileKind.CM_DRUGS: _index,
    FileKind.PCS_TABLES: _sized(lambda file: pcs_tables_xml.read_pcs_tables(file).tables, "tables"),
    FileKind.PCS_INDEX: _sized(lambda file: pcs_index_xml.read_pcs_index(file).terms, "terms"),
    FileKind.PCS_DEFINITIONS: _sized(
        lambda file: pcs_definitions_xml.read_pcs_definitions(file).definitions, "definitions"
    ),
    FileKind.ORDER: _order,
    FileKind.ADDENDA: _addenda,
    FileKind.CONVERSIONS: _table(
        conversion_table.SUBJECT, conversion_table.read_conversions, "codes"
    ),
    FileKind.CODE_TITLES: _sized(lambda file: code_titles.read_code_titles(file).codes, "codes"),
    FileKind.CODE_LIST: _sized(lambda file: code_list.read_code_list(file).codes, "codes"),
    FileKind.HCPCS_RECORDS: _hcpcs_records,
    FileKind.HCPCS_SHEET: _hcpcs_sheet,
    FileKind.HCPCS_CHANGES: _hcpcs_sheet,
    FileKind.PTP: _table(ncci_ptp.SUBJECT, ncci_ptp.read_ptp_edits, "pairs"),
    FileKind.MUE: _table(ncci_mue.SUBJECT, ncci_mue.read_mue_edits, "limits"),
    FileKind.AOC: _table(ncci_aoc.SUBJECT, ncci_aoc.read_add_on_edits, "pairs"),
    FileKind.MSDRG_TABLE5: _table5,
    FileKind.POA_EXEMPT: _table(poa_exempt.SUBJECT, poa_exempt.read_poa_exemptions, "codes"),
    FileKind.PLACE_OF_SERVICE: _table(
        place_of_service.SUBJECT, place_of_service.read_places_of_service, "places"
    ),
    FileKind.CLAIM_CODES: _claim_codes,
    FileKind.COVERAGE: _table(coverage.SUBJECT, coverage.read_coverage, "records"),
    FileKind.CPT_CONSOLIDATED: _consolidated,
    FileKind.CPT_DESCRIPTORS: _descriptors,
}
