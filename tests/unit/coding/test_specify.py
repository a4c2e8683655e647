"""Specificity: as far down as the words nearby lead, and not a step further."""

import pytest

from codeward.codesets.words import stems
from codeward.coding.book import Book
from codeward.coding.specify import NOT, specify
from tests.unit.coding.books import SmallBook


@pytest.mark.parametrize(
    ("header", "nearby", "code"),
    [
        ("N18", "CKD stage 4", "N184"),
        ("N18", "CKD stage 3b", "N1832"),
        ("N18", "CKD stage 3", "N1830"),
        ("G560", "carpal tunnel syndrome on the left", "G5602"),
        ("G560", "bilateral carpal tunnel", "G5603"),
        ("K572", "with bleeding", "K5721"),
        ("M10", "gout", "M10"),
    ],
)
def test_the_words_nearby_lead_down(header, nearby, code):
    assert specify(header, frozenset(stems(nearby)), Book(SmallBook())).code == code


@pytest.mark.parametrize(
    ("header", "nearby", "code", "axis"),
    [("N18", "kidney disease", "N189", "stage"), ("G560", "carpal tunnel", "G5600", "laterality")],
)
def test_without_support_the_default_is_taken_and_marked(header, nearby, code, axis):
    found = specify(header, frozenset(stems(nearby)), Book(SmallBook()))
    assert (found.code, found.defaulted, found.open_axis) == (code, True, axis)


def test_two_sides_support_neither():
    found = specify("G560", frozenset(stems("right and left")), Book(SmallBook()))
    assert found.code == "G5600"


def test_what_is_said_to_be_absent_speaks_for_without():
    found = specify("K572", frozenset((NOT + "bleed",)), Book(SmallBook()))
    assert found.code == "K5720"


def test_a_stage_is_not_guessed_from_the_word_stage():
    assert (
        specify("N18", frozenset(stems("stage to be determined")), Book(SmallBook())).code == "N189"
    )
