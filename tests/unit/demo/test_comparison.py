"""Suggestions are counted against gold once each, by system, and never flattered."""

from codeward.demo import charts
from codeward.demo.comparison import Tally, by_system, compare, gold_keys, total
from codeward.model import EvidenceSpan, PathStep, Suggestion, System

CHARTS = {chart.name: chart for chart in charts.load()}
FOOT = CHARTS["plantar-fasciitis"]
LACERATION = CHARTS["ed-laceration"]


def suggestion(code: str, sequence: int = 1, system: System = System.ICD10CM) -> Suggestion:
    return Suggestion(
        system=system,
        code=code,
        title="",
        sequence=sequence,
        confidence=0.5,
        evidence=(EvidenceSpan("note", 0, 1, "x"),),
        path=(PathStep("phrase", "x"),),
    )


def test_codes_are_parted_into_matched_missed_and_extra():
    result = compare(FOOT, [suggestion("M7731"), suggestion("E119", 2)])
    assert result.chart == "plantar-fasciitis"
    assert result.matched == ((System.ICD10CM, "M7731"),)
    assert result.missed[0] == (System.ICD10CM, "M67A01")
    assert result.extra == ((System.ICD10CM, "E119"),)


def test_a_code_suggested_twice_counts_once():
    result = compare(FOOT, [suggestion("E119"), suggestion("E119", 2)])
    assert result.tally(System.ICD10CM) == Tally(matched=0, missed=2, extra=1)


def test_the_same_number_in_another_system_is_no_match():
    result = compare(FOOT, [suggestion("20550", system=System.HCPCS)])
    assert result.matched == ()
    assert (System.CPT, "20550") in result.missed


def test_the_reason_for_visit_asks_for_no_second_match():
    codes = [code for system, code in gold_keys(LACERATION.gold) if system is System.ICD10CM]
    assert codes.count("S61412A") == 1
    assert len(codes) == 10


def test_the_admitting_diagnosis_alone_is_not_gold():
    stroke = CHARTS["stroke-admission"]
    assert (System.ICD10CM, "I639") not in gold_keys(stroke.gold)


def test_the_first_listed_agreement_follows_the_sequence_not_the_order():
    right = [suggestion("M7731", 2), suggestion("M67A01", 1)]
    wrong = [suggestion("M7731", 1), suggestion("M67A01", 2)]
    assert compare(FOOT, right).first_listed_agrees
    assert not compare(FOOT, wrong).first_listed_agrees
    assert not compare(FOOT, []).first_listed_agrees


def test_totals_add_the_counts_of_the_charts():
    first = compare(FOOT, [suggestion("M67A01")])
    second = compare(LACERATION, [suggestion("I10"), suggestion("E119", 2)])
    assert total([first, second], System.ICD10CM) == Tally(matched=2, missed=10, extra=1)
    assert total([first, second]).missed > 10


def test_systems_are_counted_apart():
    counts = by_system([compare(FOOT, [suggestion("M67A01")])])
    assert counts == {
        System.ICD10CM: Tally(matched=1, missed=1, extra=0),
        System.HCPCS: Tally(matched=0, missed=1, extra=0),
        System.CPT: Tally(matched=0, missed=3, extra=0),
    }


def test_figures_follow_from_the_counts():
    tally = Tally(matched=3, missed=1, extra=2)
    assert (tally.precision, tally.recall) == (0.6, 0.75)
    assert tally.f1 == 6 / 9


def test_a_figure_without_a_basis_is_none_and_not_zero():
    assert Tally(0, 2, 0).precision is None
    assert Tally(0, 0, 2).recall is None
    assert Tally(0, 0, 0).f1 is None
    assert Tally(0, 2, 0).recall == 0
