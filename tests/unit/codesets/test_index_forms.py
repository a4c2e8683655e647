"""The orders in which people write what an Index files under a main term."""

import pytest

from codeward.codesets.index_forms import forms_of_path


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("Wobble", "Wobble"),
        ("Wobble > knee", "knee Wobble"),
        ("Wobble > knee", "Wobble knee"),
        ("Wobble > knee", "Wobble of knee"),
        ("Wobble > knee > left", "left knee Wobble"),
        ("Wobble > knee > left", "left Wobble of knee"),
        ("Wobble > knee > with fever", "knee Wobble with fever"),
        ("Wobble, wobbling > knee", "wobbling of knee"),
        ("Wobble, cold", "cold Wobble"),
        ("Wobble, cold > knee", "knee Wobble cold"),
    ],
)
def test_a_path_has_the_form(path: str, form: str) -> None:
    assert form in forms_of_path(path)


def test_other_forms_of_the_main_term_do_not_stand_alone() -> None:
    assert forms_of_path("Wobble, wobbling") == ("Wobble",)


def test_a_part_with_a_preposition_stays_behind() -> None:
    assert forms_of_path("Wobble > with fever") == ("Wobble with fever",)


def test_no_form_is_given_twice() -> None:
    forms = forms_of_path("Wobble, wobbling > knee > left")
    assert len(forms) == len(set(forms))
