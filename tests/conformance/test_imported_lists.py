"""Official files through the real import, with exact counts, and what their lookups answer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.codesets import Releases
from codeward.codesets.details import details
from codeward.codesets.ncci import NcciTable
from codeward.codesets.pcs_guide import LabelSource, PcsGuide
from codeward.model import System
from tests.releases_fixture import HOME

On = Callable[[date], Releases]
# Day from which each file holds, None where it says so itself, and what it counts.
FILES = {
    "icd10cm/fy2025/icd-10-cm-drug-2025.xml": (None, {"main terms": 5_177, "cells": 43_212}),
    "icd10cm/fy2025/icd-10-cm-eindex-2025.xml": (None, {"main terms": 314, "codes": 6_650}),
    "icd10cm/fy2025/icd-10-cm-neoplasm-2025.xml": (None, {"terms": 1_939, "cells": 10_916}),
    "icd10cm/fy2025/icd10cm-index-2025.rebuilt.xml": (
        None,
        {"main terms": 8_100, "terms": 81_024, "codes": 62_721},
    ),
    "icd10cm/fy2025/icd10cm-tabular-April-2025.xml": (None, {"nodes": 46_816}),
    "icd10cm/fy2026/icd10c-tabular-April-1-2026.xml": (None, {"nodes": 47_200}),
    "icd10cm/fy2026/icd10cm-drug-April-1-2026-XML.xml": (
        None,
        {"main terms": 5_179, "cells": 43_224},
    ),
    "icd10cm/fy2026/icd10cm-eindex-April-1-2026-XML.xml": (
        None,
        {"terms": 8_090, "codes": 6_671},
    ),
    "icd10cm/fy2026/icd10cm-neoplasm-April-1-2026-XML.xml": (
        None,
        {"terms": 1_940, "cells": 10_922},
    ),
    "icd10cm/fy2027/icd10cm_codes_addenda_2027.txt": (
        None,
        {"added": 190, "deleted": 30, "revised": 4},
    ),
    "icd10cm/icd10cm_codes_only_2026-04.txt.gz": (date(2026, 4, 1), {"codes": 74_719}),
    "icd10pcs/fy2025/icd10pcs_definitions_2025.xml": (None, {"definitions": 930}),
    "icd10pcs/fy2025/icd10pcs_index_2025.xml": (None, {"terms": 24_484}),
    "icd10pcs/fy2025/icd10pcs_tables_2025.xml": (None, {"tables": 908}),
    "icd10pcs/fy2026/icd10pcs_definitions_2026.xml": (None, {"definitions": 954}),
    "icd10pcs/fy2026/icd10pcs_tables_2026.xml": (None, {"tables": 914}),
    "icd10pcs/fy2027/icd10pcs_codes_addenda_2027.txt": (
        None,
        {"added": 101, "deleted": 38, "revised": 3},
    ),
    "hcpcs/HCPC2024_ANWEB.txt": (None, {"codes": 8_091, "modifiers": 383}),
    "hcpcs/hcpcs_level2_2025-10_titles.csv": (
        date(2025, 10, 1),
        {"codes": 8_463, "modifiers": 383},
    ),
    "hcpcs/hcpcs_level2_codes_2026q3.txt.gz": (date(2026, 7, 1), {"codes": 8_725}),
    "msdrg/Table5_FY2026_Final.txt": (None, {"MS-DRGs": 772}),
    "ncci/medicaid_mue_practitioner_LevelII_only.csv": (date(2026, 1, 1), {"limits": 3_698}),
    "other/place_of_service.csv": (date(2023, 9, 1), {"places": 52}),
    "poa/poa_exempt_FY2022.csv": (date(2021, 10, 1), {"codes": 72_748}),
}


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which every file was imported, beside releases that were compiled before."""
    home = tmp_path_factory.mktemp("home")
    (home / "codesets").symlink_to(HOME / "codesets")
    imports = CodeSetImport(home)
    for day in sorted({day for day, _ in FILES.values()} - {None}, key=str):
        names = [name for name, (first, _) in FILES.items() if first == day]
        imports.take([shared / "codesets" / name for name in names], effective_from=day)
    undated = [name for name, (first, _) in FILES.items() if first is None]
    imports.take([shared / "codesets" / name for name in undated])
    return home


@pytest.fixture
def on(home: Path, release_store: ReleaseStore) -> On:
    assert release_store.installed()
    return ReleaseStore(home).on


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_imported_with_the_published_counts(home: Path, name: str) -> None:
    wanted = FILES[name][1]
    stem = Path(name.removesuffix(".gz")).name
    found = [one for one in CodeSetImport(home).manifest() if one.name.startswith(stem)]
    assert [{key: one.counts.get(key) for key in wanted} for one in found] == [wanted]


@pytest.mark.parametrize(
    ("day", "codes"), [(date(2025, 1, 15), 78_948), (date(2026, 1, 15), 79_115)]
)
def test_the_builder_offers_every_code_under_its_official_labels(
    on: On, day: date, codes: int
) -> None:
    releases = on(day)
    guide = PcsGuide(releases)
    tables = releases.reference.pcs.tables
    assert tables is not None
    assert guide.label_source is LabelSource.TABLES
    step = guide.step("")
    assert step is not None
    assert sum(choice.codes for choice in step.choices) == codes
    assert set(tables.codes()) == set(releases.icd10pcs.valid_codes())
    appendix = guide.step("0DTJ")
    assert appendix is not None
    assert appendix.choices[0].label == "Open"
    assert appendix.labels[3] == "Appendix"


def test_the_pcs_index_leads_to_valid_codes(on: On) -> None:
    found = PcsGuide(on(date(2025, 1, 15))).by_term("appendectomy")
    assert found.index_year == "2025"
    assert "0DTJ" in {one.start[:4] for one in found.starts}
    assert all(one.codes for one in found.starts)


def test_the_tables_of_a_year_say_nothing_of_the_next(on: On) -> None:
    assert on(date(2026, 11, 1)).reference.pcs.tables is None
    assert PcsGuide(on(date(2026, 11, 1))).label_source is LabelSource.TITLES


def test_lists_answer_for_their_days_only(on: On) -> None:
    shelf = on(date(2026, 2, 1)).reference
    place = shelf.place_of_service and shelf.place_of_service.place("11")
    assert place
    assert (place.name, place.facility) == ("Office", False)
    weights = shelf.weights and shelf.weights.drg("470")
    assert weights
    assert weights.weight == "1.9289"
    units = shelf.units(NcciTable.PRACTITIONER)
    assert units
    assert shelf.poa_exempt is None
    assert on(date(2026, 4, 1)).reference.units(NcciTable.PRACTITIONER) is None
    exempt = on(date(2022, 1, 15)).reference.poa_exempt
    assert exempt
    assert [exempt.is_exempt(code) for code in ("Z9981", "A000")] == [True, False]


def test_a_service_code_has_its_fields_and_says_what_is_absent(on: On) -> None:
    found = details("A0021", System.HCPCS, on(date(2024, 11, 1)))
    assert found.service is not None
    assert found.service.coverage == "I"
    assert "NCCI medically unlikely edits of the quarter" in found.not_installed
    modifiers = on(date(2024, 11, 1)).reference.modifiers
    assert modifiers
    assert modifiers.is_valid("LT")
