"""A file is recognised by what it holds."""

import pytest

from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind, recognise, refuse_other_year
from codeward.model import System
from tests.unit.codesets.readers import small_files as small

TABULAR = "<ICD10CM.tabular><version>2031</version></ICD10CM.tabular>"
EXTERNAL = small.INDEX.replace("INDEX TO DISEASES and INJURIES", "EXTERNAL CAUSE of INJURIES INDEX")
DRUGS = small.NEOPLASMS.replace("Malignant Primary", "Adverse effect")
CHANGES = "HCPC/MOD,ACTION CD,SHORT DESCRIPTION,LONG DESCRIPTION\nA9999,ADD,Wob,Wobbling chair\n"
TABLE5 = '"TABLE 5.-LIST,\nFY 2031 Final Rule"\t\t\nMS-DRG\t\t\n'


@pytest.mark.parametrize(
    ("text", "kind", "system", "year"),
    [
        (TABULAR, FileKind.CM_TABULAR, System.ICD10CM, 2031),
        (small.INDEX, FileKind.CM_INDEX, System.ICD10CM, 2031),
        (EXTERNAL, FileKind.CM_EXTERNAL_CAUSES, System.ICD10CM, 2031),
        (small.NEOPLASMS, FileKind.CM_NEOPLASMS, System.ICD10CM, 2031),
        (DRUGS, FileKind.CM_DRUGS, System.ICD10CM, 2031),
        (small.PCS_TABLES, FileKind.PCS_TABLES, System.ICD10PCS, 2031),
        (small.PCS_INDEX, FileKind.PCS_INDEX, System.ICD10PCS, 2031),
        (small.PCS_DEFINITIONS, FileKind.PCS_DEFINITIONS, System.ICD10PCS, 2031),
        (small.ADDENDA, FileKind.ADDENDA, System.ICD10CM, 2031),
        (small.ORDER, FileKind.ORDER, System.ICD10CM, None),
        (small.HCPCS, FileKind.HCPCS_RECORDS, System.HCPCS, None),
        (small.HCPCS_SHEET, FileKind.HCPCS_SHEET, System.HCPCS, None),
        (CHANGES, FileKind.HCPCS_CHANGES, System.HCPCS, None),
        (TABLE5, FileKind.MSDRG_TABLE5, System.MSDRG, 2031),
        (small.PTP, FileKind.PTP, None, None),
        (small.MUE, FileKind.MUE, None, None),
        (small.AOC, FileKind.AOC, None, None),
        (small.POA, FileKind.POA_EXEMPT, System.ICD10CM, None),
        (small.PLACES, FileKind.PLACE_OF_SERVICE, None, None),
        (small.CARC, FileKind.CLAIM_CODES, None, None),
        (small.RARC, FileKind.CLAIM_CODES, None, None),
        (small.TAXONOMY, FileKind.CLAIM_CODES, None, None),
        (small.CM_CONVERSIONS, FileKind.CONVERSIONS, None, None),
        (small.PCS_CONVERSIONS, FileKind.CONVERSIONS, None, None),
        (small.ARTICLE_CODES, FileKind.COVERAGE, None, None),
        (small.ARTICLE_COVERED, FileKind.COVERAGE, None, None),
        (small.RELATED, FileKind.COVERAGE, None, None),
        (small.LCD, FileKind.COVERAGE, None, None),
        (small.CPT_CONSOLIDATED, FileKind.CPT_CONSOLIDATED, System.CPT, None),
        (small.CPT_SHORT, FileKind.CPT_DESCRIPTORS, System.CPT, None),
        ("A0011   Wobble\nA001    Other\n", FileKind.CODE_TITLES, System.ICD10CM, None),
        ("0DW10ZZ Wobble\n", FileKind.CODE_TITLES, System.ICD10PCS, None),
        ("A4226\nA4227\n", FileKind.CODE_LIST, System.HCPCS, None),
    ],
)
def test_every_format_is_recognised(
    text: str, kind: FileKind, system: System | None, year: int | None
) -> None:
    file = small.opened(text)
    found = recognise(file)
    assert found is not None
    assert (found.kind, found.system, found.year) == (kind, system, year)
    assert file.tell() == 0
    assert found.licensed == kind.name.startswith("CPT")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Dear reader\n", "<html></html>", "a,b\n1,2\n", "\0\1\2", "code\nx\n"]
)
def test_what_is_no_official_file_is_not_recognised(text: str) -> None:
    assert recognise(small.opened(text)) is None


def test_another_year_than_the_declared_one_is_refused() -> None:
    found = recognise(small.opened(small.INDEX))
    assert found is not None
    refuse_other_year(found, 2031)
    with pytest.raises(ReaderError, match="states the year 2031, not 2030; declare the year"):
        refuse_other_year(found, 2030)
    order = recognise(small.opened(small.ORDER))
    assert order is not None
    refuse_other_year(order, 2030)
