"""Words: one reduction for official wordings and notes, with offsets."""

import pytest

from codeward.codesets.words import stem, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Type II diabetes", "type 2 diabetes"),
        ("Parkinson's disease", "Parkinson\u2019s disease"),
        ("anaemia", "anemia"),
        ("fractures of the femur", "fracture of femur"),
        ("non-pressure ulcer", "non pressure ulcer"),
        ("3rd degree burn", "third degree burn"),
        ("stage IV", "stage 4"),
    ],
)
def test_spellings_of_one_wording_meet(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("hepatitis A", "hepatitis"), ("stage 3a", "stage 3b")])
def test_what_differs_stays_apart(one, other):
    assert stems(one) != stems(other)


def test_offsets_are_those_of_the_text():
    text = "A BMI of 42.3\r\nand Crohn's"
    assert [(text[word.start : word.end]) for word in words(text)] == [
        "BMI",
        "42.3",
        "and",
        "Crohn",
    ]


def test_a_part_of_a_text_keeps_the_offsets_of_the_whole():
    assert [(word.word, word.start) for word in words("one two three", 4, 7)] == [("two", 4)]


def test_a_roman_numeral_without_a_grade_before_it_is_a_word():
    assert words("IV fluids")[0].stem == stem("iv")
