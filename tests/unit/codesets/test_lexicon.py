"""Lexicon: the longest phrase wins, the claims are ordered, damage is refused."""

import pytest

from codeward.codesets.lexicon import Lexicon, LexiconError, compile_lexicon
from codeward.codesets.phrases import Phrase, PhraseSource
from codeward.codesets.words import words

PHRASES = (
    Phrase("Chronic kidney disease", "N18", PhraseSource.TITLE),
    Phrase("Chronic kidney disease, stage 4", "N184", PhraseSource.TITLE),
    Phrase("Gout", "M10", PhraseSource.TITLE),
    Phrase("Gout", "M109", PhraseSource.INCLUSION),
    Phrase("Kidney stone", "N200", PhraseSource.INCLUSION),
    Phrase("Kidney stone", "N209", PhraseSource.TITLE),
    Phrase("x", "Z99", PhraseSource.TITLE),
)


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(compile_lexicon(PHRASES))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("chronic kidney disease", "N18"),
        ("Chronic Kidney Diseases, Stage IV", "N184"),
        ("gout", "M10"),
        ("kidney stones", "N209"),
        ("kidney", None),
        ("x", None),
        ("unheard of", None),
        ("chronic kidney disease stage", None),
    ],
)
def test_a_whole_wording_names_its_code(lexicon, text, code):
    assert lexicon.code_of(text) == code


def test_the_longest_phrase_at_a_word_is_taken(lexicon):
    found = words("with chronic kidney disease, stage 4 and gout")
    hit = lexicon.longest_at(found, 1)
    assert (hit.code, hit.first, hit.last, hit.source) == ("N184", 1, 6, PhraseSource.TITLE)


def test_a_phrase_that_breaks_off_falls_back_to_the_shorter_one(lexicon):
    hit = lexicon.longest_at(words("chronic kidney disease, stage unknown"), 0)
    assert (hit.code, hit.last) == ("N18", 3)


def test_no_phrase_begins_in_the_middle_of_another(lexicon):
    assert lexicon.longest_at(words("disease"), 0) is None


def test_the_same_phrases_give_the_same_bytes_in_any_order():
    assert compile_lexicon(reversed(PHRASES)) == compile_lexicon(PHRASES)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:0],
        lambda whole: whole[8:],
        lambda whole: whole + b"x",
    ],
)
def test_a_damaged_artefact_is_refused(damage):
    with pytest.raises(LexiconError, match="codesets build"):
        Lexicon(damage(compile_lexicon(PHRASES)))
