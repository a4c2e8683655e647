"""How a query is read: abbreviations, numbers, lay words, spelling, code beginnings."""

import pytest

from codeward.codesets.search import vocabulary
from codeward.codesets.search.equivalents import equivalents
from codeward.codesets.search.intent import procedural
from codeward.codesets.search.names import Rewrite, names, operations, rewrites
from codeward.codesets.search.queries import alternatives
from codeward.codesets.search.routing import code_prefixes
from codeward.codesets.search.terms import american, words
from codeward.codesets.search.vocabulary import Vocabulary
from codeward.codesets.search.word_tables import rows
from codeward.model import System

OFFICIAL = frozenset("acute chronic kidney disease stage type 2 diabetes mellitus pain all".split())


def readings(query: str) -> list[str]:
    return [" ".join(reading.words) for reading in alternatives(query, OFFICIAL.__contains__)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("T2DM", "type 2 diabetes mellitus"),
        ("ckd3b", "chronic kidney disease stage 3b"),
        ("CKD stage IV", "chronic kidney disease stage 4"),
        ("type II DM", "type 2 diabetes mellitus"),
        ("a fib", "atrial fibrillation"),
        ("s/p CABG", "status post coronary artery bypass graft"),
        ("DM/CKD", "diabetes mellitus chronic kidney disease"),
        ("l knee", "left knee"),
    ],
)
def test_abbreviations_are_read_in_full(query: str, first: str) -> None:
    assert readings(query)[0] == first


def test_an_ambiguous_abbreviation_gives_every_sense_the_commonest_first() -> None:
    found = readings("MS")
    assert found[0] == "multiple sclerosis"
    assert "mitral stenosis" in found


def test_a_lower_case_word_of_the_vocabulary_is_first_read_as_itself() -> None:
    assert readings("all pain")[0] == "all pain"
    assert "acute lymphoblastic leukemia pain" in readings("all pain")


def test_plain_english_is_no_abbreviation() -> None:
    assert readings("pain as he")[0].startswith("pain as he")


def test_lay_words_add_a_reading_in_official_words() -> None:
    found = alternatives(
        "heart attack", OFFICIAL.__contains__, (Rewrite.of("heart attack", "infarction"),)
    )
    assert [reading.words for reading in found][-1] == ("infarction",)
    assert found[-1].changes == ("heart attack = infarction",)


def test_many_ambiguous_words_stay_within_a_bound() -> None:
    assert len(alternatives(" ".join(["MS", "PE", "RA", "PD"] * 8), OFFICIAL.__contains__)) <= 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crohn's disease of the bowel", ["crohn", "disease", "bowel"]),
        ("hepatitis A", ["hepatitis", "a"]),
        ("Type II, grade III", ["type", "2", "grade", "3"]),
        ("BMI 40.0-44.9", ["bmi", "40", "44.9"]),
    ],
)
def test_words_are_brought_into_one_form(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_british_spelling_has_american_readings() -> None:
    assert "anemia" in american("anaemia")
    assert american("pain") == ()


VOCABULARY = Vocabulary(
    ["anemia", "diabetes", "diabetic", "fracture", "hypertension", "hypertensive", "pneumonia"],
    [5, 9, 3, 9, 9, 4, 9],
)


def meant(word: str, *, last: bool = True) -> str:
    return VOCABULARY.read(word, last=last).meant


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pnuemonia", "pneumonia"),
        ("hypertention", "hypertension"),
        ("diabetis", "diabetes"),
        ("anaemia", "anemia"),
    ],
)
def test_a_misspelt_word_is_read_as_the_nearest_then_commonest(typed: str, expected: str) -> None:
    assert meant(typed) == expected


def test_an_unfinished_word_matches_what_it_begins() -> None:
    reading = VOCABULARY.read("frac", last=True)
    assert [at for at, _ in reading.matches] == [3]
    assert reading.meant == "frac"


def test_an_exact_word_counts_more_than_its_relatives() -> None:
    weights = dict(VOCABULARY.read("hypertension", last=True).matches)
    assert weights[4] == 1.0
    assert 0 < weights[5] < 1.0


def test_a_word_like_no_other_matches_nothing() -> None:
    assert VOCABULARY.read("qqqqqq", last=True).matches == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("e11.2", (System.ICD10CM, "E112")),
        ("E1122", (System.ICD10CM, "E1122")),
        ("0SR9", (System.ICD10PCS, "0SR9")),
        ("J0696", (System.HCPCS, "J0696")),
        ("99213", (System.CPT, "99213")),
    ],
)
def test_a_code_or_its_beginning_is_recognised(query: str, expected: tuple[System, str]) -> None:
    assert expected in code_prefixes(query)


@pytest.mark.parametrize("query", ["", "pain", "type 2", "I", "bmi 40"])
def test_words_are_no_code(query: str) -> None:
    assert code_prefixes(query) == ()


@pytest.mark.parametrize("text", ["cholecystectomy", "bypass coronary artery", "colonoscopy"])
def test_an_operation_asks_for_a_procedure(text: str) -> None:
    assert procedural(text.split())


@pytest.mark.parametrize("text", ["status post bypass", "hypertension", "screening colonoscopy"])
def test_a_state_or_reason_asks_for_a_diagnosis(text: str) -> None:
    assert not procedural(text.split())


def test_the_abbreviation_table_is_large_and_clean() -> None:
    table = rows("abbreviations.tsv", columns=4)
    assert len({row[0].casefold() for row in table}) >= 1_500
    assert len({(row[0].casefold(), row[1].casefold()) for row in table}) == len(table)
    assert all(row[1].casefold() != row[0].casefold() for row in table)


def test_names_cover_a_thousand_diagnoses_without_contradiction() -> None:
    texts = [name.text.casefold() for name in names()]
    assert len({name.code for name in names()}) >= 1_000
    assert len(set(texts)) == len(texts)


def test_longer_wordings_are_rewritten_first() -> None:
    for table in (rewrites(), operations()):
        lengths = [len(row.typed.split()) for row in table]
        assert lengths == sorted(lengths, reverse=True)


def test_equivalent_words_answer_both_ways() -> None:
    assert "renal" in equivalents("kidney")
    assert "kidney" in equivalents("renal")
    assert equivalents("xyz") == ()


def test_readings_that_are_kept_have_an_end_and_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vocabulary, "_MOST_KEPT", 3)
    typed = [f"fractur{letter}" for letter in "abcdefg"]
    before = [VOCABULARY.read(word, last=False) for word in typed]
    assert [VOCABULARY.read(word, last=False) for word in typed] == before
    assert len(VOCABULARY._readings) <= 3
