"""Says which official file this is, from its content alone; file names lie."""

import io
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers import (
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
    pcs_definitions_xml,
    pcs_index_xml,
    pcs_tables_xml,
    place_of_service,
    poa_exempt,
)
from codeward.codesets.readers.addenda import Action
from codeward.codesets.readers.code_forms import HCPCS, ICD10CM, ICD10PCS
from codeward.codesets.readers.order_file import ordered_code
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.safe_xml import elements, text_of
from codeward.codesets.readers.table_rows import Column, Row, delimited_rows, places
from codeward.codesets.readers.text_lines import decoded
from codeward.model import System

_SUBJECT: Final = "file"
_START: Final = 65536
_TAIL: Final = 2048
_HEADING_LINES: Final = 60
_TABULAR_ROOT: Final = "ICD10CM.tabular"
_FISCAL_YEAR: Final = re.compile(r"FY\s*(20\d\d)")
_LAST_YEAR: Final = re.compile(rb"codes in icd10(cm|pcs)_\w*?(20\d\d)\.txt")
_ADDENDA: Final = re.compile("|".join(f"{action.value} +[0-9A-Z]" for action in Action))
_TWO_DIGITS: Final = re.compile(r"\d{1,2}(?:\.0)?")


class FileKind(StrEnum):
    """The official files that can be imported."""

    CM_TABULAR = "ICD-10-CM Tabular List"
    CM_INDEX = "ICD-10-CM Alphabetic Index"
    CM_EXTERNAL_CAUSES = "ICD-10-CM External Cause Index"
    CM_NEOPLASMS = "ICD-10-CM Neoplasm Table"
    CM_DRUGS = "ICD-10-CM Table of Drugs and Chemicals"
    PCS_TABLES = "ICD-10-PCS tables"
    PCS_INDEX = "ICD-10-PCS index"
    PCS_DEFINITIONS = "ICD-10-PCS definitions"
    ORDER = "order file"
    ADDENDA = "code addenda"
    CONVERSIONS = "conversion table"
    CODE_TITLES = "codes with titles"
    CODE_LIST = "list of codes"
    HCPCS_RECORDS = "HCPCS Level II records"
    HCPCS_SHEET = "HCPCS Level II sheet"
    # Only what changed in a year: known, but not a code set.
    HCPCS_CHANGES = "HCPCS Level II list of changes"
    PTP = "NCCI procedure-to-procedure edits"
    MUE = "NCCI medically unlikely edits"
    AOC = "NCCI add-on codes"
    MSDRG_TABLE5 = "MS-DRG Table 5"
    POA_EXEMPT = "POA-exempt list"
    PLACE_OF_SERVICE = "place-of-service list"
    CLAIM_CODES = "list of claim codes"
    COVERAGE = "Medicare coverage export"
    CPT_CONSOLIDATED = "CPT consolidated list"
    CPT_DESCRIPTORS = "CPT descriptors"


LICENSED: Final = frozenset({FileKind.CPT_CONSOLIDATED, FileKind.CPT_DESCRIPTORS})


class Recognised(msgspec.Struct, frozen=True):
    """What a file is.

    Attributes:
        kind: Which file.
        system: Code system, None where it serves several or none.
        year: Year that the file states, None where it states none in a known place.
    """

    kind: FileKind
    system: System | None = None
    year: int | None = None

    @property
    def licensed(self) -> bool:
        """Whether somebody else's licence is needed to read it."""
        return self.kind in LICENSED


def recognise(file: BinaryIO) -> Recognised | None:
    """What the file is, None if it is no official file that Codeward knows.

    Args:
        file: Seekable, at its start; left there.

    Raises:
        ReaderError: it looks like one, but cannot be looked at: a document type, not text.
    """
    start = file.read(_START)
    file.seek(0)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        return _xml(start)
    if b"\0" in start:
        return None
    if addenda := _addenda(file, start):
        return addenda
    lines = _lines(start)
    # A table of codes in columns also reads as codes with text, so its headings come first.
    return (
        _fixed(lines)
        or _table(start, whole=len(start) < _START)
        or (_code_and_text(lines) if lines else None)
    )


def refuse_other_year(found: Recognised, declared: int) -> None:
    """Refuse a file that states another year than the operator declares.

    Raises:
        ReaderError: the years differ.
    """
    if found.year is not None and found.year != declared:
        raise ReaderError(
            found.kind.value,
            f"the file states the year {found.year}, not {declared}",
            remedy="declare the year of the file, or bring the file of that year",
        )


def _xml(start: bytes) -> Recognised | None:
    walk = elements(io.BytesIO(start), _SUBJECT, "version", "title", "indexHeading")
    root = next(walk, None)
    if root is None:
        return None
    tag, year, heading = str(root.tag), None, ""
    known = {
        _TABULAR_ROOT: (FileKind.CM_TABULAR, System.ICD10CM),
        pcs_tables_xml.ROOT: (FileKind.PCS_TABLES, System.ICD10PCS),
        pcs_index_xml.ROOT: (FileKind.PCS_INDEX, System.ICD10PCS),
        pcs_definitions_xml.ROOT: (FileKind.PCS_DEFINITIONS, System.ICD10PCS),
        index_xml.ROOT: (FileKind.CM_INDEX, System.ICD10CM),
    }
    if tag not in known:
        return None
    for element in walk:
        if element.tag == "version":
            text = text_of(element)
            year = int(text) if re.fullmatch(r"20\d\d", text) else None
            if tag != index_xml.ROOT:
                break
        else:
            heading = text_of(element)
            break
    kind, system = known[tag]
    return Recognised(_index_kind(heading) if kind is FileKind.CM_INDEX else kind, system, year)


def _index_kind(heading: str) -> FileKind:
    kind = index_xml.kind_of(heading)
    return {
        index_xml.IndexKind.DRUGS: FileKind.CM_DRUGS,
        index_xml.IndexKind.NEOPLASMS: FileKind.CM_NEOPLASMS,
        index_xml.IndexKind.EXTERNAL_CAUSES: FileKind.CM_EXTERNAL_CAUSES,
        index_xml.IndexKind.DISEASES: FileKind.CM_INDEX,
    }[kind]


def _addenda(file: BinaryIO, start: bytes) -> Recognised | None:
    if not _ADDENDA.match(start[:40].decode("latin-1")):
        return None
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - _TAIL))
    totals = _LAST_YEAR.findall(file.read())
    file.seek(0)
    if not totals:
        return Recognised(FileKind.ADDENDA)
    system, year = totals[-1]
    return Recognised(FileKind.ADDENDA, System.from_key(f"icd10{system.decode()}"), int(year))


def _lines(start: bytes) -> list[str]:
    """The whole lines of the start that are not blank; the last may be cut."""
    raw = start.removeprefix(b"\xef\xbb\xbf").splitlines()
    if len(start) == _START:
        raw = raw[:-1]
    lines = (decoded(line, _SUBJECT, number) for number, line in enumerate(raw, start=1))
    return [line for line in lines if line.strip()]


def _fixed(lines: list[str]) -> Recognised | None:
    return (_fixed_columns(lines) or _code_list(lines)) if lines else None


def _fixed_columns(lines: list[str]) -> Recognised | None:
    if ordered_code(lines[0]):
        return Recognised(FileKind.ORDER, _system_of_order(lines))
    if any(hcpcs_records.is_record(line) for line in lines[:_HEADING_LINES]):
        return Recognised(FileKind.HCPCS_RECORDS, System.HCPCS)
    if "TABLE 5" in lines[0].upper() and (year := _FISCAL_YEAR.search(" ".join(lines[:3]))):
        return Recognised(FileKind.MSDRG_TABLE5, System.MSDRG, int(year[1]))
    return None


def _code_list(lines: list[str]) -> Recognised | None:
    codes = [line.strip() for line in lines]
    for system, form in code_list.FORMS:
        if all(form.fullmatch(code) for code in codes):
            return Recognised(FileKind.CODE_LIST, system)
    return None


def _code_and_text(lines: list[str]) -> Recognised | None:
    if all(code_titles.LINE.fullmatch(line.rstrip()) for line in lines):
        pcs = all(ICD10PCS.fullmatch(line[:7]) for line in lines)
        return Recognised(FileKind.CODE_TITLES, System.ICD10PCS if pcs else System.ICD10CM)
    # A notice of the AMA stands above the descriptors.
    last = lines[_HEADING_LINES:] or lines[-1:]
    if all(cpt_files.LINE.fullmatch(line.rstrip()) for line in last):
        return Recognised(FileKind.CPT_DESCRIPTORS, System.CPT)
    return None


def _system_of_order(lines: list[str]) -> System:
    codes = [code.code for code in map(ordered_code, lines) if code and code.billable]
    pcs = bool(codes) and all(ICD10PCS.fullmatch(code) for code in codes)
    return System.ICD10PCS if pcs else System.ICD10CM


def _table(start: bytes, *, whole: bool) -> Recognised | None:
    """A table by its headings, and where these are common words, by what stands below."""
    rows: list[Row] = []
    try:
        rows += delimited_rows(io.BytesIO(start), _SUBJECT)
    except ReaderError:
        if whole:
            return None
    if not whole:
        rows = rows[:-1]
    for kind, system, columns, agrees in _TABLES:
        for number, row in enumerate(rows[:_HEADING_LINES]):
            found = places(row.cells, columns)
            if found is None:
                continue
            if agrees is None or agrees(rows[: number + 1], _column(rows[number + 1 :], found)):
                return Recognised(kind, system)
            break
    if any(coverage.is_coverage_table(row.cells) for row in rows[:1]):
        return Recognised(FileKind.COVERAGE)
    return None


def _column(rows: list[Row], found: Mapping[str, int]) -> list[str]:
    place = found["code"]
    return [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]


Agrees = Callable[[list[Row], list[str]], bool]


def _says_exempt(heading: list[Row], codes: list[str]) -> bool:
    words = " ".join(cell for row in heading for cell in row.cells).lower()
    return "exempt" in words and all(ICD10CM.fullmatch(code.replace(".", "")) for code in codes)


def _two_digits(_heading: list[Row], codes: list[str]) -> bool:
    return bool(codes) and all(_TWO_DIGITS.fullmatch(code) for code in codes)


def _changes(heading: list[Row], codes: list[str]) -> bool:
    """A list of changes names the action but no day."""
    dated = places(heading[-1].cells, hcpcs_sheet.DATED_COLUMNS)
    return dated is None and _level_two(heading, codes)


def _level_two(_heading: list[Row], codes: list[str]) -> bool:
    return any(HCPCS.fullmatch(code) or len(code) == len("A1") for code in codes)


def _claim_codes(_heading: list[Row], codes: list[str]) -> bool:
    try:
        claim_code_lists.kind_of_codes(codes)
    except ReaderError:
        return False
    return bool(codes)


# Most particular first: words such as `code` and `description` head many tables.
_TABLES: Final[tuple[tuple[FileKind, System | None, tuple[Column, ...], Agrees | None], ...]] = (
    (FileKind.PTP, None, ncci_ptp.COLUMNS, None),
    (FileKind.AOC, None, ncci_aoc.COLUMNS, None),
    (FileKind.MUE, None, ncci_mue.COLUMNS, None),
    (FileKind.CPT_CONSOLIDATED, System.CPT, cpt_files.COLUMNS, None),
    (FileKind.CONVERSIONS, None, conversion_table.COLUMNS, None),
    (FileKind.HCPCS_CHANGES, System.HCPCS, hcpcs_sheet.CHANGE_COLUMNS, _changes),
    (FileKind.HCPCS_SHEET, System.HCPCS, hcpcs_sheet.COLUMNS, _level_two),
    (FileKind.POA_EXEMPT, System.ICD10CM, poa_exempt.COLUMNS, _says_exempt),
    (FileKind.PLACE_OF_SERVICE, None, place_of_service.COLUMNS, _two_digits),
    (FileKind.CLAIM_CODES, None, claim_code_lists.COLUMNS, _claim_codes),
)
