"""Sequencing: the order of the documentation, the leads, the demands, no circle."""

import msgspec

from codeward.coding.book import Book
from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Reading
from codeward.coding.sequence import sequenced
from codeward.model import EvidenceSpan, Setting
from codeward.model.chart import SectionKind
from tests.unit.coding.books import SmallBook


def candidate(code, place):
    return Candidate(code, (EvidenceSpan("n", 0, 1, "x"),), (), place, 0, SectionKind.OTHER)


def order(codes, **changes):
    case = Case(
        candidates=tuple(candidate(code, place) for place, code in enumerate(codes)),
        reading=Reading((), (), ()),
        setting=Setting.INPATIENT,
        age=None,
        sex=None,
        book=Book(SmallBook()),
    )
    return [one.code for one in sequenced(msgspec.structs.replace(case, **changes))]


def test_without_demands_the_order_of_the_text_holds():
    assert order(["B", "A", "C"]) == ["B", "A", "C"]


def test_a_lead_comes_first_and_the_earliest_lead_wins():
    assert order(["A", "B", "C"], leads=("C", "B", "C")) == ["C", "B", "A"]


def test_a_demand_pulls_a_code_up_to_what_it_comes_before():
    assert order(["A", "B", "C"], orders=(("C", "A"),)) == ["C", "A", "B"]


def test_what_is_pulled_up_together_keeps_its_order():
    assert order(["A", "B", "C"], orders=(("B", "A"), ("C", "A"))) == ["B", "C", "A"]


def test_a_circle_of_demands_is_not_closed():
    assert order(["A", "B"], orders=(("A", "B"), ("B", "A"))) == ["A", "B"]


def test_demands_on_absent_codes_change_nothing():
    assert order(["A"], orders=(("Z", "A"), ("A", "Z"))) == ["A"]
