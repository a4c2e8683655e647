"""Compiling a release: what the sources say becomes rows, and gaps in them stay visible."""

from datetime import date

import pytest

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.compile import CompiledRelease, compile_release
from codeward.codesets.expansion import extensions
from codeward.codesets.readers.grouper_tables import VersionedSeverity, VersionedTitle
from codeward.codesets.readers.mce_tables import AgeSpan, CodeSpan, Conversion, Master, StatusSpan
from codeward.codesets.readers.packed_tables import TableError
from codeward.codesets.readers.table5 import Table5, WeightedDrg
from codeward.codesets.readers.tabular_xml import read_tabular
from codeward.codesets.sources import SourceFiles, Sources
from codeward.codesets.tables import Row
from codeward.model import System
from tests.unit.codesets.tabular_sample import SAMPLE

FY2025 = PlannedRelease(System.ICD10CM, "FY2025", date(2024, 10, 1), date(2025, 9, 30))
FY2027 = PlannedRelease(System.ICD10CM, "FY2027", date(2026, 10, 1), date(2027, 3, 31))
PCS = PlannedRelease(System.ICD10PCS, "FY2027", date(2026, 10, 1), date(2027, 3, 31))


def span(code: str, first: int, last: int = 20270331, attributes: str = "") -> CodeSpan:
    return CodeSpan(code, first, last, attributes)


CM_SPANS = (
    span("C75", 20151001),
    span("C76", 20151001, 20260930),
    span("C761", 20261001),
    span("C7A0", 20151001, attributes="male"),
    span("C7B1", 20261001),
    span("C99", 20151001, 20250930),
    span("S010XXA", 20151001),
    span("S015X1S", 20151001),
    span("Z000", 20261001),
)


@pytest.fixture
def sources() -> Sources:
    made = Sources(SourceFiles(b"", b"", b"", b"", {}))
    tabular = read_tabular(SAMPLE)
    made.__dict__ |= {
        "tabular": tabular,
        "extensions": {one.code: one for one in extensions(tabular.nodes)},
        "cm_titles": {"C76": "Growth in another place", "C99": "Gone growth"},
        "pcs_titles": {"0016070": "Bypass"},
        "cm_master": Master(CM_SPANS, date(2027, 3, 31)),
        "pcs_master": Master(
            (span("0016070", 20151001), span("0016071", 20261001), span("0016072", 20151001, 20160930)),
            date(2027, 3, 31),
        ),
        "cm_conversions": (Conversion("C99", 20251001, "C76"),),
        "pcs_conversions": (),
        "age_ranges": (AgeSpan("newborn", 19840301, 20270331, 0, 0),),
        "discharge_statuses": (StatusSpan("01", 19801001, 20270331),),
        "drg_titles": (
            VersionedTitle(1, 400, 411, "old title"),
            VersionedTitle(1, 420, 440, "Title"),
            VersionedTitle(2, 430, 431, "Two"),
        ),
        "mdc_titles": (VersionedTitle(5, 400, 440, "Heart"),),
        "severities": (VersionedSeverity("C75", 400, 440, "CC"),),
        "table5": Table5(2026, (WeightedDrg("001", "05", "MED", "T", "1.5", "2.0", "3.0", True),)),
    }  # fmt: skip
    return made


def rows(release: CompiledRelease, table: str) -> tuple[Row, ...]:
    return next(found for one, found in release.tables if one.name == table)


def codes(release: CompiledRelease) -> dict[str, Row]:
    return {row[0]: row[1:] for row in rows(release, "code")}


def test_headers_are_what_stands_above_valid_codes(sources: Sources) -> None:
    found = codes(compile_release(FY2025, sources))
    assert [code for code, row in found.items() if row[1]] == [
        "C75", "C76", "C7A0", "C99", "S010XXA", "S015X1S",
    ]  # fmt: skip
    assert [code for code, row in found.items() if row[2]] == [
        "C00-C80", "C73-C75", "C76-C80", "C7A", "C7A-C7A", "CH02", "CH19", "S00-S09", "S01", "S010",
        "S015X", "S015X1",
    ]  # fmt: skip


def test_the_years_own_titles_come_first(sources: Sources) -> None:
    found = codes(compile_release(FY2025, sources))
    assert (found["C76"][0], found["C76"][4]) == ("Growth in another place", "title list FY2025")
    assert (found["C75"][0], found["C75"][4]) == ("Growth of gland", "Tabular List of 1 April 2026")
    assert found["S015X1S"] == (
        "Wound of upper lip, sequela", 1, 0, "S015X1", "Tabular List of 1 April 2026", "extension",
    )  # fmt: skip


def test_a_code_that_the_list_lacks_hangs_below_its_longest_prefix(sources: Sources) -> None:
    found = codes(compile_release(FY2027, sources))
    assert found["C761"] == (None, 1, 0, "C76", "", "code")
    assert found["C76"][:4] == ("Growth elsewhere", 0, 1, "C76-C80")
    assert found["C7B1"][3] == "CH02"
    assert found["Z000"][3] == "CH19"
    assert found["C76"][5] == "category"


def test_codes_of_other_times_keep_what_is_known_of_them(sources: Sources) -> None:
    found = rows(compile_release(FY2027, sources), "other_time")
    assert ("C99", "Gone growth", "CH02", "title list FY2025") in found
    assert {row[0] for row in found} == {"C99"}


def test_notes_seventh_characters_and_rules_are_kept(sources: Sources) -> None:
    release = compile_release(FY2025, sources)
    assert ("C76-C80", 0, "excludes1", "neuroendocrine growth (C7A.-)", "C7A.-") in rows(
        release, "note"
    )
    assert rows(release, "seventh") == (
        ("S01", "A", "initial encounter"),
        ("S01", "S", "sequela"),
    )
    assert rows(release, "excludes1") == (("C76", "2", ""), ("C7A0", "", "2"))
    assert rows(release, "excludes1_rule") == ((2, "C76-C80", "neuroendocrine growth (C7A.-)"),)
    assert rows(release, "conversion") == (("C99", 20251001, "C76"),)
    assert ("C7A0", 20151001, 20270331, "male") in rows(release, "span")


def test_the_report_counts_and_names_what_went_unread(sources: Sources) -> None:
    report = compile_release(FY2027, sources).report
    assert report.counts["billable"] == 7
    assert report.counts["untitled"] == 3
    assert report.counts["excludes1_notes"] == 5
    assert report.defects[0] == "Excludes1 note at CH02: 'B01' names no code of the Tabular List"
    assert any(line.startswith("validity: Medicare Code Editor") for line in report.sources)
    assert "title list FY2025" not in " ".join(report.sources)
    assert "title list FY2025" in " ".join(compile_release(FY2025, sources).report.sources)


def test_procedures_have_the_titles_that_a_package_has(sources: Sources) -> None:
    release = compile_release(PCS, sources)
    assert rows(release, "code") == (
        ("0016070", "Bypass", 1, 0, None, "title list FY2024 April", "code"),
        ("0016071", None, 1, 0, None, "", "code"),
    )
    assert rows(release, "other_time") == (("0016072", None, None, ""),)
    assert release.report.counts == {"billable": 2, "untitled": 1}


@pytest.mark.parametrize(
    ("version", "drgs"),
    [
        ("42.0", [("001", "Title", None)]),
        ("43.1", [("001", "Title", "1.5"), ("002", "Two", None)]),
        ("44.0", [("001", "Title", None)]),
    ],
)
def test_a_weight_belongs_to_its_fiscal_year_alone(
    sources: Sources, version: str, drgs: list[tuple[str, str, str | None]]
) -> None:
    planned = PlannedRelease(System.MSDRG, version, date(2025, 10, 1), date(2026, 3, 31))
    release = compile_release(planned, sources)
    assert [row[:3] for row in rows(release, "drg")] == drgs
    assert rows(release, "mdc") == (("05", "Heart"),)
    assert release.report.counts["CC"] == 1


def test_meta_names_the_release(sources: Sources) -> None:
    assert dict(rows(compile_release(FY2027, sources), "meta")) == {
        "effective_from": "2026-10-01",
        "effective_to": "2027-03-31",
        "format": "1",
        "release": "icd10cm-2026-10",
        "system": "ICD-10-CM",
        "version": "FY2027",
    }


def test_every_table_is_sorted_by_its_key(sources: Sources) -> None:
    for table, found in compile_release(FY2025, sources).tables:
        size = table.key.count(",") + 1
        keys = [row[:size] for row in found]
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)


def test_a_missing_table_is_named() -> None:
    with pytest.raises(TableError, match="no table mce_i10dx_master"):
        _ = Sources(SourceFiles(b"", b"", b"", b"", {})).cm_master


def test_sources_are_parsed_from_their_files() -> None:
    table5 = b'"FY 2026"\n\n001\tNo\tNo\tPRE\tSURG\tX\t1.0\t1.0\t1.0\t1.0\n'
    made = Sources(SourceFiles(SAMPLE, b"A000,Cholera\n", b"0016070,Bypass\n", table5, {}))
    assert made.tabular.version == "2026"
    assert "S010XXA" in made.extensions
    assert made.cm_titles == {"A000": "Cholera"}
    assert made.pcs_titles == {"0016070": "Bypass"}
    assert made.table5.fiscal_year == 2026
