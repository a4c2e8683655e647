"""Medical words of two languages are recognised by their shared beginning."""

import pytest

from codeward.coding.learning.cognates import likeness, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("neumon\u00eda", "neumonia"),
        ("hipertensi\u00f3n", "hypertension"),
        ("estenosis", "stenosis"),
        ("ascitis", "ascitis"),
        ("colecistitis", "cholecystitis"),
        ("diabetes", "diabetes"),
        ("anemia", "anaemia"),
    ],
)
def test_spellings_are_made_alike(one: str, other: str) -> None:
    assert likeness(plain(one), plain(other)) == 1.0


@pytest.mark.parametrize(("one", "other"), [("fiebre", "fever"), ("dolor", "pain"), ("de", "the")])
def test_words_that_only_a_dictionary_knows_are_not_alike(one: str, other: str) -> None:
    assert likeness(plain(one), plain(other)) < 0.01


def test_three_shared_letters_are_a_hint() -> None:
    assert 0.01 < likeness(plain("renal"), plain("reno")) < 1.0


def test_only_an_e_before_s_and_a_consonant_falls_away() -> None:
    assert plain("espasmo") == "spasmo"
    assert plain("esofago") == "esofago"
