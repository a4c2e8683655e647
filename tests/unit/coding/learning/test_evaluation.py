"""Evaluation counts over-coding and under-coding alike."""

import pytest

from codeward.coding.learning.evaluation import Compared, Tally, evaluated, score


def chart(found: str, given: str, kind: str = "") -> Compared:
    return Compared(dict.fromkeys(found.split(), "assessment"), frozenset(given.split()), kind)


def test_a_wrong_and_a_missed_code_weigh_the_same() -> None:
    over = score([(frozenset({"A", "B"}), frozenset({"A"}))])
    under = score([(frozenset({"A"}), frozenset({"A", "B"}))])
    assert over.f1 == under.f1 == pytest.approx(2 / 3, abs=1e-4)
    assert (over.precision, over.recall) == (0.5, 1.0)


def test_figures_by_code_chapter_section_and_document_type() -> None:
    told = evaluated([chart("I10 E119", "I10 J189", "note"), chart("I10", "I10", "letter")])
    assert told.by_code["E119"] == Tally(right=0, wrong=1, missed=0)
    assert told.by_chapter == {"E": Tally(0, 1, 0), "I": Tally(2, 0, 0), "J": Tally(0, 0, 1)}
    assert told.by_section == {"assessment": Tally(2, 1, 0)}
    assert told.by_document_type["letter"].f1 == 1.0
    assert told.noise_per_note == 0.5


def test_three_characters_forgive_the_rest() -> None:
    told = evaluated([chart("E119", "E1165")])
    assert (told.micro.f1, told.category.f1) == (0.0, 1.0)


def test_the_interval_holds_the_figure_and_repeats() -> None:
    charts = [chart("I10 E119", "I10"), chart("I10", "I10 J189"), chart("J189", "J189")] * 10
    told = evaluated(charts)
    assert told.micro.f1_low is not None
    assert told.micro.f1_high is not None
    assert told.micro.f1_low <= told.micro.f1 <= told.micro.f1_high
    assert evaluated(charts) == told


def test_no_chart_gives_no_figure() -> None:
    assert evaluated([]).micro.f1 == 0.0
