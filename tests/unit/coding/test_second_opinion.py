"""A language model may point at offered codes with verbatim quotes, and can do nothing else."""

import msgspec
import pytest

from codeward.coding.second_opinion import (
    NOT_OFFERED,
    NOT_VERBATIM,
    SAID_TWICE,
    Choice,
    OfferedCode,
    checked,
    with_opinion,
)
from codeward.model import EvidenceSpan, Suggestion, System

TEXTS = {"note": "Type 2 diabetes. No chest pain."}
OFFERED = (OfferedCode("E119", "Type 2 diabetes"), OfferedCode("I10", "Hypertension"))
SUGGESTIONS = tuple(
    Suggestion(System.ICD10CM, one.code, one.title, place, 0.8, (EvidenceSpan("note", 0, 6, "Type 2"),), ())
    for place, one in enumerate(OFFERED, start=1)
)  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        (Choice("Z9999", "Type 2 diabetes"), NOT_OFFERED),
        (Choice("I10", "hypertension"), NOT_VERBATIM),
        (Choice("E119", "type 2 diabetes"), NOT_VERBATIM),
        (Choice("E119", ""), NOT_VERBATIM),
        (Choice("E119", "  "), NOT_VERBATIM),
    ],
)
def test_what_breaks_the_rules_is_dropped_and_counted(choice: Choice, reason: str) -> None:
    opinion = checked("m", [choice], OFFERED, TEXTS)
    assert opinion.kept == ()
    assert opinion.dropped == {reason: 1}


def test_a_code_counts_once() -> None:
    choice = Choice("E119", "Type 2 diabetes")
    opinion = checked("m", [choice, choice], OFFERED, TEXTS)
    assert [span for _, span in opinion.kept] == [EvidenceSpan("note", 0, 15, "Type 2 diabetes")]
    assert opinion.dropped == {SAID_TWICE: 1}


def test_the_engine_keeps_its_codes_their_order_and_their_evidence() -> None:
    opinion = checked("m", [Choice("E119", "Type 2 diabetes")], OFFERED, TEXTS)
    noted = with_opinion(SUGGESTIONS, opinion, OFFERED)
    assert [msgspec.structs.replace(one, path=()) for one in noted] == list(SUGGESTIONS)
    assert [one.path[-1].detail for one in noted] == [
        "m chooses it on note 0-15",
        "m does not choose it",
    ]


def test_a_suggestion_that_was_not_offered_is_left_alone() -> None:
    opinion = checked("m", [], OFFERED[:1], TEXTS)
    assert with_opinion(SUGGESTIONS, opinion, OFFERED[:1])[1] == SUGGESTIONS[1]
