"""What the DRG would be without one code."""

from datetime import date

import pytest

from codeward.grouping import GrouperAnswer, GroupingError, Unavailable, leave_one_out, what_if

DAY = date(2026, 5, 6)


def test_the_code_that_carries_the_drg_is_told_from_those_that_do_not(stay, releases, scripted):
    found = leave_one_out(stay("I5023", "J9601", "N179", "I10"), releases(DAY), scripted)
    assert [(one.without, one.drg, one.drg_without, one.changes) for one in found] == [
        ("J9601", "291", "292", True),
        ("N179", "291", "291", False),
        ("I10", "291", "291", False),
    ]


def test_titles_and_weights_stand_beside(stay, releases, scripted):
    found = what_if(stay("I5023", "J9601"), "J9601", releases(DAY), scripted)
    tables = releases(DAY).msdrg
    assert (found.weight, found.weight_without) == (tables.weight("291"), tables.weight("293"))
    assert found.title_without == tables.drg_title("293")


def test_every_occurrence_of_a_repeated_code_is_left_out(stay, releases, scripted):
    found = what_if(stay("I5023", "J9601", "J9601"), "J9601", releases(DAY), scripted)
    assert found.drg_without == "293"


def test_a_procedure_can_be_left_out(stay, releases, scripted):
    encounter = stay("I5023", procedures=["0SR9029", "5A1955Z"])
    found = leave_one_out(encounter, releases(DAY), scripted)
    assert [one.without for one in found] == ["0SR9029", "5A1955Z"]
    assert scripted.stays[-1].procedures == ("0SR9029",)


@pytest.mark.parametrize("code", ["I5023", "QQQ"])
def test_the_principal_diagnosis_and_foreign_codes_cannot_be_left_out(
    code, stay, releases, scripted
):
    assert what_if(stay("I5023", "J9601"), code, releases(DAY), scripted) is None


def test_what_cannot_be_grouped_has_no_what_if(stay, releases, scripted, no_grouper):
    assert leave_one_out(stay("QQQ"), releases(DAY), scripted) == ()
    assert leave_one_out(stay("I5023", "J9601"), releases(DAY), no_grouper) == ()


def test_one_call_for_the_stay_and_one_for_each_code(stay, releases, scripted):
    leave_one_out(stay("I5023", "J9601", "N179"), releases(DAY), scripted)
    assert len(scripted.stays) == 3


def test_a_grouper_that_goes_away_between_two_calls_is_an_error(stay, releases, scripted):
    class Fading:
        def __init__(self) -> None:
            self.calls = 0

        def group(self, one) -> GrouperAnswer | Unavailable:
            self.calls += 1
            return scripted.group(one) if self.calls == 1 else Unavailable("gone")

    with pytest.raises(GroupingError, match="between two calls"):
        leave_one_out(stay("I5023", "J9601"), releases(DAY), Fading())
