"""The search contract: codes first, deterministic, explained, nothing invented."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward.codesets import Releases
from codeward.codesets.search import Hit, search
from codeward.codesets.search.abbreviations import senses
from codeward.model import NoReleaseError, System

DAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def on(releases: Callable[[date], Releases]) -> Releases:
    return releases(DAY)


def codes(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.code for hit in hits]


class TestCodes:
    @pytest.mark.parametrize("query", ["E11.22", "e1122", " E11.22 "])
    def test_a_whole_code_is_answered_by_itself(self, query: str, on: Releases) -> None:
        assert codes(search(query, on)) == ["E1122"]

    def test_the_beginning_of_a_code_opens_to_its_leaves(self, on: Releases) -> None:
        hits = search("e11.2", on)
        assert all(hit.code.startswith("E112") for hit in hits)
        assert hits[0].billable
        assert {"E1121", "E1122", "E1129"} <= set(codes(hits))

    def test_procedure_codes_are_answered_by_prefix(self, on: Releases) -> None:
        hits = search("0SR9", on, (), 10)
        assert len(hits) == 10
        assert {hit.system for hit in hits} == {System.ICD10PCS}
        assert all(hit.code.startswith("0SR9") for hit in hits)


class TestWords:
    def test_words_in_any_order_find_the_same(self, on: Releases) -> None:
        first = search("left femur neck fracture", on, (), 5)
        assert set(codes(first)) & set(codes(search("fracture neck femur left", on, (), 5)))

    def test_best_comes_first_and_billable_before_headers(self, on: Releases) -> None:
        hits = search("diabetes neuropathy", on, (), 30)
        keys = [(not hit.billable, -hit.score) for hit in hits]
        assert keys == sorted(keys)

    def test_each_hit_says_why(self, on: Releases) -> None:
        hit = search("T2DM", on, (), 1)[0]
        assert hit.code == "E119"
        assert "type 2 diabetes mellitus" in hit.matched

    def test_a_limit_is_kept(self, on: Releases) -> None:
        assert len(search("fracture", on, (), 3)) == 3
        assert search("fracture", on, (), 0) == ()

    def test_nonsense_finds_nothing(self, on: Releases) -> None:
        assert search("qqqqzzzz", on) == ()
        assert search("", on) == ()
        assert search("?!", on) == ()

    @pytest.mark.parametrize("query", ["héart", "a" * 500, "' OR 1=1 --", "%s\0", "😀 pain"])
    def test_odd_queries_are_harmless(self, query: str, on: Releases) -> None:
        assert all(isinstance(hit, Hit) for hit in search(query, on))

    def test_the_same_query_gives_the_same_hits(self, on: Releases) -> None:
        assert search("copd exac", on) == search("copd exac", on)

    def test_a_code_of_another_year_is_not_billable(
        self, releases: Callable[[date], Releases]
    ) -> None:
        (before,) = search("I42.00", releases(date(2026, 9, 1)))
        (after,) = search("I42.00", releases(date(2026, 11, 1)))
        assert (before.billable, after.billable) == (False, True)


def test_a_system_nobody_installed_is_refused_by_name(on: Releases) -> None:
    with pytest.raises(NoReleaseError, match="HCPCS is not installed"):
        search("wheelchair", on, (System.HCPCS,))


class TestAbbreviations:
    def test_senses_stand_in_their_order(self) -> None:
        assert senses("COPD")[0].expansion == "chronic obstructive pulmonary disease"
        assert len(senses("MS")) >= 2

    def test_an_unknown_token_has_none(self) -> None:
        assert senses("Zzyzx") == ()
