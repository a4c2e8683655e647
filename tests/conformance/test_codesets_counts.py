"""The compiled releases against the published counts and the independent lists of ../shared."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import installed_packages
from codeward.codesets import CodeSet, Releases
from codeward.codesets.calendar import CALENDAR
from codeward.codesets.entry import Kind
from codeward.codesets.sources import Sources
from codeward.model import System

On = Callable[[date], Releases]
# Excludes1 items of the Tabular List of April 2026 that name nothing: defects of the file itself.
UNREAD = (
    "Excludes1 note at R1085: 'R101-R104' names no code of the Tabular List",
    "Excludes1 note at R413: 'F10-F19 with 5th character .6' names no code of the Tabular List",
    (
        "Excludes1 note at S51: 'S52.- with open fracture 7th character' names no code of the "
        "Tabular List"
    ),
)


def billable(code_set: CodeSet) -> set[str]:
    return {row[0] for row in code_set._tables.rows("SELECT code FROM code WHERE billable")}


@pytest.mark.parametrize(
    ("day", "cm", "pcs", "version", "drgs"),
    [
        (date(2024, 10, 1), 74_260, 78_948, "42.0", 773),
        (date(2025, 3, 31), 74_260, 78_948, "42.0", 773),
        (date(2025, 4, 1), 74_260, 78_986, "42.1", 773),
        (date(2025, 10, 1), 74_719, 79_115, "43.0", 772),
        (date(2026, 1, 15), 74_719, 79_115, "43.0", 772),
        (date(2026, 4, 1), 74_719, 79_193, "43.1", 772),
        (date(2026, 9, 30), 74_719, 79_193, "43.1", 772),
        (date(2026, 10, 1), 74_879, 79_256, "44.0", 768),
        (date(2026, 11, 1), 74_879, 79_256, "44.0", 768),
        (date(2027, 3, 31), 74_879, 79_256, "44.0", 768),
    ],
)
def test_as_many_codes_are_valid_as_published(
    releases: On, day: date, cm: int, pcs: int, version: str, drgs: int
) -> None:
    on = releases(day)
    for code_set, count in ((on.icd10cm, cm), (on.icd10pcs, pcs)):
        codes = billable(code_set)
        assert len(codes) == count
        assert all(map(code_set.is_billable, codes))
    assert on.msdrg.version == version
    assert len(on.msdrg.drgs()) == drgs


@pytest.mark.parametrize(
    ("first", "second", "added", "ended"),
    [
        ("2025-09-30", "2025-10-01", 487, 28),
        ("2026-03-31", "2026-04-01", 0, 0),
        ("2026-09-30", "2026-10-01", 190, 30),
    ],
)
def test_as_many_cm_codes_change_as_published(
    releases: On, first: str, second: str, added: int, ended: int
) -> None:
    before = billable(releases(date.fromisoformat(first)).icd10cm)
    after = billable(releases(date.fromisoformat(second)).icd10cm)
    assert (len(after - before), len(before - after)) == (added, ended)


@pytest.mark.parametrize(
    ("day", "cc", "mcc"),
    [
        (date(2025, 1, 15), 14_971, 3_334),
        (date(2026, 1, 15), 15_078, 3_354),
        (date(2026, 11, 15), 15_113, 3_357),
    ],
)
def test_severity_levels_are_as_many_as_published(
    releases: On, day: date, cc: int, mcc: int
) -> None:
    counts = releases(day).release(System.MSDRG).counts
    assert (counts["CC"], counts["MCC"]) == (cc, mcc)


@pytest.mark.parametrize(
    ("flag", "count"),
    [
        ("ecodepdx", 7_461),
        ("unspecified", 3_465),
        ("unacceptable", 2_652),
        ("maternity", 2_543),
        ("adult", 856),
        ("manifestation", 422),
        ("pediatric", 125),
        ("newborn", 42),
    ],
)
def test_flags_are_as_many_as_in_the_editor(releases: On, flag: str, count: int) -> None:
    code_set = releases(date(2026, 5, 1)).icd10cm
    assert sum(flag in code_set.attributes(code) for code in billable(code_set)) == count


def test_excludes1_notes_become_rules(releases: On) -> None:
    release = releases(date(2026, 5, 1)).release(System.ICD10CM)
    assert release.counts["excludes1_notes"] == 5_407
    assert release.counts["excludes1_without_codes"] == 149
    assert release.counts["excludes1_rules"] == 5_253
    assert release.defects == UNREAD


def test_every_source_was_understood_but_for_the_known_items(releases: On) -> None:
    for planned in CALENDAR:
        release = releases(planned.first).release(planned.system)
        assert set(release.defects) <= set(UNREAD)


@pytest.mark.parametrize(
    ("day", "cm_untitled", "pcs_untitled"),
    [
        (date(2025, 1, 15), 0, 371),
        (date(2026, 1, 15), 0, 577),
        (date(2026, 5, 1), 0, 657),
        (date(2026, 11, 1), 190, 758),
    ],
)
def test_what_has_no_title_is_counted(
    releases: On, day: date, cm_untitled: int, pcs_untitled: int
) -> None:
    on = releases(day)
    assert on.release(System.ICD10CM).counts["untitled"] == cm_untitled
    assert on.release(System.ICD10PCS).counts["untitled"] == pcs_untitled


def test_every_entry_leads_up_to_a_chapter(releases: On) -> None:
    for day in (date(2025, 1, 15), date(2026, 5, 1), date(2026, 11, 1)):
        rows = releases(day).icd10cm._tables.rows("SELECT code, parent FROM code")
        parents = dict(rows)
        for code, parent in rows:
            assert parent in parents or (parent is None and code.startswith("CH"))


def test_every_header_has_something_billable_below(releases: On) -> None:
    code_set = releases(date(2026, 11, 1)).icd10cm
    for (header,) in code_set._tables.rows("SELECT code FROM code WHERE header"):
        assert code_set.leaves(header), header


def test_the_independent_list_of_april_2026_agrees(releases: On, shared: Path) -> None:
    path = shared / "codesets" / "icd10cm" / "icd10cm_codes_only_2026-04.txt.gz"
    lines = gzip.decompress(path.read_bytes()).decode("ascii").split()
    listed = {line.replace(".", "") for line in lines}
    assert len(listed) == 74_719
    assert billable(releases(date(2026, 4, 1)).icd10cm) == listed


@pytest.mark.parametrize("system", [System.ICD10CM, System.ICD10PCS])
def test_the_addenda_of_2027_agree(releases: On, shared: Path, system: System) -> None:
    (path,) = (shared / "codesets" / system.key / "fy2027").glob("*ddenda*.txt")
    lines = path.read_text("latin-1").splitlines()
    actions = [(line[:13].strip(), line[13:21].strip()) for line in lines]
    before, after = (
        billable(code_set)
        for day in (date(2026, 9, 30), date(2026, 10, 1))
        if (code_set := releases(day).code_set(system))
    )
    assert {code for action, code in actions if action == "Add:"} == after - before
    assert {code for action, code in actions if action == "Delete:"} == before - after


# --- three independent sources of April 2026 ------------------------------------------------------

# The Tabular List gives all seventh characters of S06 to these 19 subcategories. For 7 and 8, death
# before regaining consciousness, no list has a subsequent encounter or a sequela: D and S.
ONLY_IN_THE_TABULAR_LIST = frozenset(
    f"S06{middle}{seventh}"
    for middle in (
        *(
            "1X7 1X8 2X7 2X8 307 308 317 318 327 328 337 338 347 348 357 358 367 368 377 378".split()
        ),
        *("387 388 4X7 4X8 5X7 5X8 6X7 6X8 817 818 827 828 897 898 8A7 8A8 9X7 9X8".split()),
    )
    for seventh in "DS"
)


def test_three_sources_agree_on_every_billable_code_of_april_2026(shared: Path) -> None:
    day = date(2026, 4, 1)
    sources = Sources(installed_packages.read(installed_packages.locate()))
    editor = set(sources.cm_master.valid_between(day, day))
    packed = (shared / "codesets/icd10cm/icd10cm_codes_only_2026-04.txt.gz").read_bytes()
    listed = set(gzip.decompress(packed).decode("ascii").replace(".", "").split())
    nodes = sources.tabular.nodes
    parents = {node.parent for node in nodes} | {one.leaf for one in sources.extensions.values()}
    leaves = {
        node.code
        for node in nodes
        if node.kind not in {Kind.CHAPTER, Kind.BLOCK} and node.code not in parents
    }
    tabular = leaves | set(sources.extensions)
    assert editor - listed == set()
    assert listed - editor == set()
    assert editor - tabular == set()
    assert tabular - editor == ONLY_IN_THE_TABULAR_LIST
