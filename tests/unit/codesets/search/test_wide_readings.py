"""Readings that say less than was typed: combination codes, regions, sides, slips in names."""

import pytest

from codeward.codesets.search.nearest_names import nearest_name
from codeward.codesets.search.queries import alternatives, without_stage
from codeward.codesets.search.regions import wider, without_implied_place
from codeward.codesets.search.vocabulary import Vocabulary


def readings(query: str) -> list[str]:
    found = alternatives(query, lambda _: True, (), lambda words: "hart" in words)
    return [" ".join(reading.words) for reading in found]


def test_two_joined_conditions_are_also_read_without_stage() -> None:
    assert "diabetes kidney disease" in readings("diabetes with kidney disease stage 3b")
    assert "kidney disease" not in readings("kidney disease stage 3b")


def test_the_number_of_a_type_is_no_stage() -> None:
    assert without_stage(("type", "2", "diabetes", "stage", "4", "3b")) == ("type", "2", "diabetes")
    assert without_stage(("2", "grade", "toe")) == ("toe",)


def test_a_part_of_the_body_is_also_read_as_its_region() -> None:
    assert wider(("gout", "left", "great", "toe")) == ("gout", "left", "foot")
    assert "gout left foot" in readings("gout left great toe")


def test_side_and_organ_are_dropped_only_where_the_condition_implies_them() -> None:
    assert without_implied_place(("cataract", "right", "eye")) == ("cataract",)
    assert without_implied_place(("pain", "right", "eye")) == ("pain", "right", "eye")
    assert "cataract" in readings("cataract right eye")


def test_a_lone_capital_letter_is_a_side_first() -> None:
    assert readings("shoulder L")[0] == "shoulder left"


@pytest.mark.parametrize("typed", ["hart attack", "heart atack", "haert attack"])
def test_a_slip_in_a_known_name_is_mended(typed: str) -> None:
    assert nearest_name(typed) == "heart attack"


@pytest.mark.parametrize("typed", ["heart", "zzz", "quite another condition", "heart attack"])
def test_other_words_are_left_alone(typed: str) -> None:
    assert nearest_name(typed) is None


def test_the_name_is_read_only_where_a_word_may_be_a_slip() -> None:
    assert "heart attack" in readings("hart attack")
    assert "heart attack" not in readings("heart atack")


def test_a_word_cut_off_early_means_its_commonest_completion() -> None:
    vocabulary = Vocabulary(["fracture", "intertrochanteric", "intestine"], [5, 3, 4])
    assert vocabulary.read("intertroch", last=False).meant == "intertrochanteric"
    assert vocabulary.begins("intertroch")
    assert not vocabulary.begins("intestine")
    assert (vocabulary.frequency("intestine"), vocabulary.frequency("toe")) == (4, 0)
