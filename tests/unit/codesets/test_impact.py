"""Two releases compared, against the publisher's own totals of FY2027."""

from datetime import date

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.codesets.impact import SystemImpact, affected, comparable, compare
from codeward.model import NoReleaseError, System

APRIL, OCTOBER = date(2026, 4, 1), date(2026, 10, 1)


@pytest.fixture(scope="module")
def cm(release_store: ReleaseStore) -> SystemImpact:
    return compare(System.ICD10CM, release_store, APRIL, OCTOBER)


def test_the_numbers_are_those_of_the_addenda(cm: SystemImpact) -> None:
    assert (len(cm.added), len(cm.ended)) == (190, 30)
    assert sum(one.now_header for one in cm.ended) == 15
    assert (cm.before.id, cm.after.id) == ("icd10cm-2026-04", "icd10cm-2026-10")


def test_an_ended_code_names_its_successors(cm: SystemImpact) -> None:
    (ended,) = (one for one in cm.ended if one.code == "D691")
    assert ended.title == "Qualitative platelet defects"
    assert [one.code for one in ended.successors] == ["D6911", "D6919"]
    assert ("D691", "billable", "header") in [(s.code, s.before, s.after) for s in cm.status]


def test_levels_are_compared_by_grouper_version(cm: SystemImpact) -> None:
    assert (cm.grouper_before, cm.grouper_after) == ("43.1", "44.0")
    assert ("Z5900", "CC", "NON") in [(s.code, s.before, s.after) for s in cm.severity]
    assert {one.code for one in cm.severity}.isdisjoint(one.code for one in cm.ended)


def test_back_is_the_mirror_of_forth(cm: SystemImpact, release_store: ReleaseStore) -> None:
    back = compare(System.ICD10CM, release_store, OCTOBER, APRIL)
    assert [one.code for one in back.ended] == [one.code for one in cm.added]
    assert [one.code for one in back.added] == [one.code for one in cm.ended]


def test_a_release_with_itself_changes_nothing(release_store: ReleaseStore) -> None:
    same = compare(System.ICD10PCS, release_store, OCTOBER, OCTOBER)
    assert affected((same,)) == {}
    assert same.added == ()
    assert (same.grouper_before, same.grouper_after) == (None, None)


def test_procedures_are_compared_without_levels(release_store: ReleaseStore) -> None:
    pcs = compare(System.ICD10PCS, release_store, APRIL, OCTOBER)
    assert (len(pcs.added), len(pcs.ended), pcs.severity) == (101, 38, ())


def test_another_wording_is_said_with_whether_another_file_gave_it(
    release_store: ReleaseStore,
) -> None:
    year = compare(System.ICD10CM, release_store, date(2024, 10, 1), APRIL)
    assert year.retitled
    assert all(one.before != one.after for one in year.retitled)
    assert any(one.other_file for one in year.retitled)


def test_what_happens_to_a_code_is_told_by_reasons(cm: SystemImpact) -> None:
    reasons = affected((cm,))
    assert reasons[System.ICD10CM, "D691"] == ("ended", "status")
    assert reasons[System.ICD10CM, "Z5900"] == ("severity",)


def test_only_systems_with_releases_on_both_days_are_compared(
    release_store: ReleaseStore,
) -> None:
    assert comparable(release_store, (APRIL, OCTOBER)) == (System.ICD10CM, System.ICD10PCS)
    with pytest.raises(NoReleaseError, match="covers 2020-01-01"):
        comparable(release_store, (date(2020, 1, 1), OCTOBER))
