"""The releases in force on a day, and plain words where there is none."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.codesets import Releases
from codeward.codesets.calendar import CALENDAR, REFERENCE_DATA_ENDS
from codeward.model import NoReleaseError, System

On = Callable[[date], Releases]
DAY = date(2026, 1, 15)


def test_the_ids_name_every_release_in_force(releases: On) -> None:
    ids = releases(DAY).ids
    assert {name: one.id for name, one in ids.items()} == {
        "ICD-10-CM": "icd10cm-2025-10",
        "ICD-10-PCS": "icd10pcs-2025-10",
        "MS-DRG": "msdrg-43.0",
    }
    cm = ids["ICD-10-CM"]
    assert (cm.effective_from, cm.effective_to) == (date(2025, 10, 1), date(2026, 3, 31))
    assert len(cm.sha256) == 64
    assert releases(DAY).icd10cm.id == cm


def test_another_day_of_the_same_installation(releases: On) -> None:
    on = releases(DAY)
    later = on.on(date(2026, 11, 15))
    assert (on.day, later.day) == (DAY, date(2026, 11, 15))
    assert (on.icd10cm.id.id, later.icd10cm.id.id) == ("icd10cm-2025-10", "icd10cm-2026-10")
    same = on.on(date(2026, 1, 16)).icd10cm
    assert same.day == date(2026, 1, 16)
    assert on.icd10cm.day == DAY


def test_after_the_last_known_day_the_reference_data_has_ended(releases: On) -> None:
    on = releases(date(2027, 4, 1))
    assert on.ids == {}
    assert not on.covers(System.ICD10CM)
    for ask in (lambda: on.icd10cm, lambda: on.icd10pcs, lambda: on.msdrg):
        with pytest.raises(NoReleaseError, match="reference data ends on 2027-03-31"):
            ask()
    with pytest.raises(NoReleaseError, match="2027-04-01"):
        on.code_set(System.ICD10CM)


def test_before_the_first_day_the_installed_span_is_named(releases: On) -> None:
    with pytest.raises(NoReleaseError, match=r"covers 2024-09-30.*2024-10-01 to 2027-03-31"):
        _ = releases(date(2024, 9, 30)).icd10cm


def test_code_sets_that_nobody_imported_are_none(releases: On) -> None:
    on = releases(DAY)
    assert (on.hcpcs, on.cpt) == (None, None)
    assert on.code_set(System.CPT) is None
    with pytest.raises(ValueError, match="not a code set"):
        on.code_set(System.MSDRG)


def test_nothing_installed_says_how_to_build(tmp_path: Path) -> None:
    on = ReleaseStore(tmp_path).on(DAY)
    with pytest.raises(NoReleaseError, match="codeward codesets build"):
        _ = on.icd10cm


@pytest.mark.parametrize("system", [System.ICD10CM, System.ICD10PCS, System.MSDRG])
def test_the_calendar_has_no_gap_and_no_overlap(system: System) -> None:
    spans = [(one.first, one.last) for one in CALENDAR if one.system is system]
    assert spans[0][0] == date(2024, 10, 1)
    assert spans[-1][1] == REFERENCE_DATA_ENDS
    for (_, last), (first, _) in pairwise(spans):
        assert (first - last).days == 1


def test_weights_only_where_a_table_5_of_the_year_is_installed(releases: On) -> None:
    assert releases(DAY).msdrg.weight("291") == "1.2838"
    assert releases(date(2026, 5, 1)).msdrg.weight("291") == "1.2838"
    assert releases(date(2025, 5, 1)).msdrg.weight("291") is None
    assert releases(date(2026, 11, 1)).msdrg.weight("291") is None
    assert releases(DAY).msdrg.weight("998") is None
    assert releases(DAY).msdrg.weight("000") is None


def test_msdrg_titles_severity_ages_and_statuses(releases: On) -> None:
    tables = releases(DAY).msdrg
    assert tables.drg_title("291") == "Heart Failure and Shock with MCC"
    assert tables.drg_title("000") is None
    assert tables.mdc_title("5") == "Diseases and Disorders of the Circulatory System"
    assert tables.mdc_title("PRE") == tables.mdc_title("00") == "Pre-MDC"
    assert tables.mdc_title("77") is None
    assert [tables.severity(code) for code in ("I50.21", "I10", "X")] == ["MCC", "NON", None]
    ages = tables.age_ranges()
    assert {name: (one.youngest, one.oldest) for name, one in ages.items()} == {
        "adult": (15, 124),
        "maternity": (9, 64),
        "newborn": (0, 0),
        "pediatric": (0, 17),
    }
    assert tables.age_ranges(date(2019, 9, 30))["maternity"].youngest == 12
    assert tables.discharge_status_valid("01")
    assert tables.discharge_status_valid("1")
    assert not tables.discharge_status_valid("08")
    assert not tables.discharge_status_valid("71")
    assert tables.discharge_status_valid("71", date(2002, 1, 1))
    assert len(tables.discharge_statuses()) == len(set(tables.discharge_statuses())) == 36
