"""The names by which files are taken out of a publisher's archive, held against official files."""

from pathlib import Path

import pytest

from codeward.codesets.publishers import package_addresses
from codeward.codesets.readers.recognise import FileKind, recognise

NAMED = {
    "icd10cm/fy2026/icd10c-tabular-April-1-2026.xml": FileKind.CM_TABULAR,
    "icd10cm/fy2026/icd10cm-eindex-April-1-2026-XML.xml": FileKind.CM_EXTERNAL_CAUSES,
    "icd10cm/fy2026/icd10cm-neoplasm-April-1-2026-XML.xml": FileKind.CM_NEOPLASMS,
    "icd10cm/fy2026/icd10cm-drug-April-1-2026-XML.xml": FileKind.CM_DRUGS,
    "icd10cm/fy2027/icd10cm_codes_addenda_2027.txt": FileKind.ADDENDA,
    "icd10pcs/fy2026/icd10pcs_tables_2026.xml": FileKind.PCS_TABLES,
    "icd10pcs/fy2026/icd10pcs_definitions_2026.xml": FileKind.PCS_DEFINITIONS,
    "icd10pcs/fy2025/icd10pcs_index_2025.xml": FileKind.PCS_INDEX,
    "hcpcs/HCPC2024_ANWEB.txt": FileKind.HCPCS_RECORDS,
}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_an_official_file_is_taken_by_its_name_as_what_it_is(shared: Path, name: str) -> None:
    wanted = {one.wanted(f"Folder/{name}") for one in package_addresses()} - {None}
    assert {one.kind for one in wanted if one} == {NAMED[name]}
    with (shared / "codesets" / name).open("rb") as file:
        found = recognise(file)
    assert found is not None
    assert found.kind is NAMED[name]


@pytest.mark.parametrize(
    "name",
    [
        "icd10cm_tabular.xsd",
        "icd10cm_index_addenda_2027.pdf",
        "icd10cm_order_addenda_2027.txt",
        "POAexemptAddFY27.xlsx",
        "HCPC2026_recordlayout.txt",
    ],
)
def test_what_lies_beside_them_is_left(name: str) -> None:
    assert not any(one.wanted(name) for one in package_addresses())
