"""Wordings of the Tabular List and the code that a header opens to."""

import pytest

from codeward.codesets.phrases import (
    DefaultLeaves,
    Node,
    Phrase,
    PhraseSource,
    bare,
    clean,
    loose_variants,
    nodes,
    phrases,
    reduced,
    tabular_phrases,
    variants,
)


@pytest.mark.parametrize(
    ("official", "plain"),
    [
        ("Unspecified asthma, uncomplicated", "asthma"),
        ("Pneumonia, unspecified organism", "Pneumonia"),
        ("Urinary tract infection, site not specified", "Urinary tract infection"),
        ("Type 2 diabetes mellitus without complications", "Type 2 diabetes mellitus"),
        ("Fracture of unspecified wrist", "Fracture of wrist"),
        (
            "ST elevation myocardial infarction of unspecified site",
            "ST elevation myocardial infarction",
        ),
    ],
)
def test_a_title_also_answers_to_what_it_says_beyond_unspecified(official: str, plain: str) -> None:
    assert reduced(clean(official)) == plain
    assert plain in variants(official)


def test_brackets_and_residual_marks_are_dropped() -> None:
    assert clean("Hypertension (arterial) (benign) NOS") == "Hypertension"
    assert clean("Chronic obstructive pulmonary disease [COPD], not elsewhere classified") == (
        "Chronic obstructive pulmonary disease"
    )


def test_a_short_tail_may_stand_in_front() -> None:
    assert "viral Hepatitis" in variants("Hepatitis, viral")
    assert variants("Anemia, due to loss of much blood") == ("Anemia, due to loss of much blood",)


def test_a_nonessential_modifier_may_replace_the_word_before_it() -> None:
    assert "primary hypertension" in loose_variants("Essential (primary) hypertension")
    assert "Acute congestive heart failure" in loose_variants(
        "Acute systolic (congestive) heart failure"
    )


def test_an_acronym_in_brackets_is_a_phrase() -> None:
    assert "COPD" in loose_variants("Chronic obstructive pulmonary disease [COPD]")


def test_what_is_absent_is_left_out_of_the_bare_title() -> None:
    assert bare("Calculus of gallbladder without cholecystitis without obstruction") == (
        "Calculus of gallbladder"
    )


def test_a_code_without_something_does_not_take_the_name_of_the_general_code() -> None:
    found = tabular_phrases(
        (
            Node("G43", "Migraine"),
            Node("G430", "Migraine without aura", "G43"),
            Node("G439", "Migraine, unspecified", "G43"),
        )
    )
    assert {phrase.code for phrase in found if phrase.text == "Migraine"} == {"G43", "G439"}


def test_a_name_that_two_lines_would_bear_names_neither() -> None:
    found = tabular_phrases(
        (
            Node("I502", "Systolic (congestive) heart failure"),
            Node("I503", "Diastolic (congestive) heart failure"),
        )
    )
    assert not [phrase for phrase in found if phrase.text == "congestive heart failure"]


def test_notes_are_phrases_of_their_own_source() -> None:
    node = Node("I10", "Essential (primary) hypertension", None, ("high blood pressure",), ("HBP",))
    found = tuple(tabular_phrases((node,)))
    assert Phrase("high blood pressure", "I10", PhraseSource.INCLUSION) in found
    assert Phrase("HBP", "I10", PhraseSource.INCLUDES) in found


class Sample:
    """Tables of one category with an inclusion term."""

    def rows(self, sql: str, _parameters: object = ()) -> list[tuple[object, ...]]:
        if "FROM phrase" in sql:
            return [("Infection > lung", "J189", "index")]
        if "FROM note" in sql:
            return [("J189", "inclusion_term", "lung infection")]
        return [
            ("J18", "Pneumonia", "J09-J18", "category"),
            ("J189", "Pneumonia NOS", "J18", "code"),
        ]


def test_compiled_tables_give_nodes_and_phrases() -> None:
    assert nodes(Sample()) == (
        Node("J18", "Pneumonia"),
        Node("J189", "Pneumonia NOS", "J18", ("lung infection",)),
    )
    found = set(phrases(Sample()))
    assert Phrase("lung infection", "J189", PhraseSource.INCLUSION) in found
    assert Phrase("lung Infection", "J189", PhraseSource.INDEX) in found
    plain = [one.text for one in phrases(Sample(), every_order=False)]
    assert len([text for text in plain if "Infection" in text]) == 1


@pytest.mark.parametrize(
    ("titles", "default"),
    [
        (("Migraine", "Migraine without aura", "Migraine, unspecified"), "C2"),
        (
            (
                "Diabetes",
                "Diabetes with unspecified complications",
                "Diabetes without complications",
            ),
            "C2",
        ),
        (("Cystitis", "Unspecified cystitis", "Other cystitis"), "C1"),
        (("Disc disorder", "Cervical", "Lumbar"), "C"),
    ],
)
def test_a_header_opens_to_the_code_that_says_no_more(
    titles: tuple[str, ...], default: str
) -> None:
    header, *below = titles
    listed = [Node("C", header)]
    listed += [Node(f"C{at}", title, "C") for at, title in enumerate(below, start=1)]
    leaves = DefaultLeaves(listed)
    assert leaves.of("C") == default
    assert not leaves.is_leaf("C")
    assert leaves.is_leaf("C1")
    assert leaves.of("C1") == "C1"
