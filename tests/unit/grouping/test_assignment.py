"""Grouping a stay: what is refused before the grouper is asked, and what its answer becomes."""

from datetime import date

import msgspec
import pytest

from codeward import grouping
from codeward.grouping import GroupingError
from codeward.grouping.assignment import stay_of
from codeward.model import Severity

DAY = date(2026, 5, 6)


def refusal(encounter, on, grouper):
    assert grouping.group(encounter, on, grouper) is None
    found = grouping.findings(encounter, on, grouper)
    assert found == grouping.outcome(encounter, on, grouper)
    return found


def test_a_stay_gets_drg_titles_mdc_version_and_weight(stay, releases, scripted):
    grouped = grouping.group(stay("I5023", "J9601"), releases(DAY), scripted)
    assert (grouped.drg, grouped.mdc, grouped.version, grouped.return_code) == (
        "291",
        "05",
        "43.1",
        "OK",
    )
    assert grouped.title == releases(DAY).msdrg.drg_title("291")
    assert grouped.mdc_title == releases(DAY).msdrg.mdc_title("05")
    assert grouped.weight == releases(DAY).msdrg.weight("291")
    assert grouping.findings(stay("I5023", "J9601"), releases(DAY), scripted) == ()


def test_the_version_goes_by_the_discharge_date_not_by_the_day_of_the_releases(
    stay, releases, scripted
):
    for discharged, version in (
        (date(2026, 3, 31), "43.0"),
        (date(2026, 4, 1), "43.1"),
        (date(2026, 9, 30), "43.1"),
        (date(2026, 10, 1), "44.0"),
    ):
        encounter = stay(admit_date=date(2026, 3, 1), discharge_date=discharged)
        assert grouping.group(encounter, releases(DAY), scripted).version == version
        assert scripted.stays[-1].version == version


def test_a_version_without_a_published_weight_shows_none(stay, releases, scripted):
    grouped = grouping.group(stay(discharge_date=date(2026, 11, 1)), releases(DAY), scripted)
    assert grouped.weight is None


def test_the_grouper_gets_age_at_admission_status_sequence_and_indicators(stay, releases, scripted):
    encounter = stay(
        "I5023", "J9601", "N179", poa="N", procedures=["0SR9029"], discharge_status="06"
    )
    grouping.group(encounter, releases(DAY), scripted)
    sent = scripted.stays[-1]
    assert (sent.age, sent.sex, sent.discharge_status) == (76, "F", 6)
    assert (sent.principal.code, sent.principal.poa) == ("I5023", "N")
    assert [dx.code for dx in sent.secondaries] == ["J9601", "N179"]
    assert sent.procedures == ("0SR9029",)


def test_an_admitting_diagnosis_is_not_grouped(stay, releases, scripted):
    encounter = stay(
        diagnoses=[{"code": "I5023", "role": "principal"}, {"code": "R0602", "role": "admitting"}]
    )
    grouping.group(encounter, releases(DAY), scripted)
    assert scripted.stays[-1].secondaries == ()


@pytest.mark.parametrize(
    ("change", "edit"),
    [
        ({"setting": "outpatient"}, "GRP001"),
        ({"admit_date": None, "discharge_date": None}, "GRP002"),
        ({"discharge_date": date(2027, 4, 1)}, "GRP002"),
        ({"patient": None}, "GRP003"),
        ({"patient": {"birth_date": date(1890, 1, 1), "sex": "F"}}, "GRP004"),
        ({"discharge_status": None}, "GRP005"),
        ({"discharge_status": "99"}, "GRP005"),
        ({"diagnoses": []}, "GRP006"),
        ({"diagnoses": [{"code": "I5023"}]}, "GRP006"),
    ],
)
def test_what_the_library_would_swallow_is_refused_before_it_is_asked(
    change, edit, stay, releases, scripted
):
    (finding,) = refusal(stay(**change), releases(DAY), scripted)
    assert finding.edit == edit
    assert scripted.stays == []


@pytest.mark.parametrize("code", ["J9601X", "J96.01 X", "QQQ", "I420 ", "E11", "000"])
def test_a_secondary_that_the_library_would_ignore_is_refused_by_name(
    code, stay, releases, scripted
):
    encounter = stay("I5023", code, discharge_date=date(2026, 10, 1))
    (finding,) = refusal(encounter, releases(DAY), scripted)
    assert (finding.edit, finding.code) == ("GRP007", encounter.diagnoses[1].code)
    assert finding.code in finding.message


def test_a_point_and_lower_case_are_forgiven(stay, releases, scripted):
    assert grouping.group(stay("i50.23", "j96.01"), releases(DAY), scripted).drg == "291"


def test_an_unknown_procedure_is_refused_by_name(stay, releases, scripted):
    (finding,) = refusal(stay(procedures=["0SR9ZZZ"]), releases(DAY), scripted)
    assert (finding.edit, finding.code) == ("GRP007", "0SR9ZZZ")


def test_all_obstacles_are_named_at_once(stay, releases, scripted):
    found = refusal(
        stay("QQQ", "E11", patient=None, discharge_status="99"), releases(DAY), scripted
    )
    assert [finding.edit for finding in found] == ["GRP003", "GRP005", "GRP007", "GRP007"]
    assert {finding.severity for finding in found} == {Severity.REJECT}


def test_a_missing_grouper_is_a_finding(stay, releases, no_grouper):
    (finding,) = refusal(stay(), releases(DAY), no_grouper)
    assert finding.edit == "GRP008"
    assert "no wheel" in finding.message


@pytest.mark.parametrize("lost", ["N179", "I5023"])
def test_a_drg_that_rests_on_fewer_codes_than_were_sent_is_not_shown(
    lost, stay, releases, scripted
):
    scripted.lost = {lost}
    with pytest.raises(GroupingError, match=lost):
        grouping.group(stay("I5023", "J9601", "N179"), releases(DAY), scripted)


@pytest.mark.parametrize(
    ("drg", "mdc", "expected"), [(19, 5, "PRE"), (20, 1, "01"), (999, 0, ""), (983, 8, "08")]
)
def test_the_category_is_that_of_the_drg_or_before_all_of_them(
    drg, mdc, expected, stay, releases, scripted
):
    class Fixed:
        def group(self, one):
            return msgspec.structs.replace(scripted.group(one), drg=drg, mdc=mdc)

    assert grouping.group(stay(), releases(DAY), Fixed()).mdc == expected


def test_a_stay_with_an_obstacle_has_no_form_for_the_grouper(stay, releases):
    with pytest.raises(GroupingError, match="obstacle"):
        stay_of(stay(patient=None), releases(DAY))
