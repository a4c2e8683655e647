"""The compiled index over a small Tabular List: training, packing, ranking."""

import numpy as np
import pytest

from codeward.codesets.phrases import tabular_phrases
from codeward.codesets.search.artefact import compiled, title_search_artefact
from codeward.codesets.search.container import Container, pack
from codeward.codesets.search.context import Setting, penalties, setting_of
from codeward.codesets.search.index import SearchIndex, _highest
from codeward.codesets.search.queries import alternatives
from codeward.codesets.search.sides import sided_names
from tests.unit.codesets.search.tabular import NODES


@pytest.fixture(scope="module")
def artefact() -> bytes:
    return compiled(NODES, tabular_phrases(NODES))


@pytest.fixture(scope="module")
def index(artefact: bytes) -> SearchIndex:
    return SearchIndex(artefact)


def codes(index: SearchIndex, query: str) -> list[str]:
    return [hit.code for hit in index.rank(alternatives(query, index.known), 5)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("hypertension", "I10"),
        ("high blood pressure", "I10"),
        ("pneumonia", "J189"),
        ("pnuemonia", "J189"),
        ("heart attack", "I219"),
        ("T2DM with CKD", "E1122"),
        ("migraine", "G439"),
        ("left shoulder pain", "M25512"),
        ("shoulder pain", "M25519"),
        ("sepsis", "A419"),
        ("newborn sepsis staphylococcus", "P362"),
    ],
)
def test_the_expected_code_comes_first(index: SearchIndex, query: str, first: str) -> None:
    assert codes(index, query)[0] == first


def test_a_hit_says_which_wording_matched(index: SearchIndex) -> None:
    best = index.rank(alternatives("raised arterial tension", index.known), 1)[0]
    assert (best.wording, best.source) == ("raised arterial tension", "inclusion")


def test_the_same_phrases_give_the_same_bytes(artefact: bytes) -> None:
    from codeward.codesets.search import artefact as module

    module._trained.cache_clear()
    assert compiled(NODES, tabular_phrases(NODES)) == artefact


def test_no_code_comes_twice(index: SearchIndex) -> None:
    found = codes(index, "diabetes mellitus type 2")
    assert len(found) == len(set(found))


def test_codes_are_found_by_their_beginning(index: SearchIndex) -> None:
    assert list(index.beginning("E11")) == ["E1122", "E119"]
    assert list(index.beginning("ZZZ")) == []


def test_nothing_to_read_finds_nothing(index: SearchIndex) -> None:
    assert index.rank((), 5) == ()


class Titles:
    """Tables of a code set that has titles alone."""

    def rows(self, _sql: str, _parameters: object = ()) -> list[tuple[str, str]]:
        return [
            ("0FT40ZZ", "Resection of Gallbladder, Open Approach"),
            ("0FT44ZZ", "Resection of Gallbladder, Percutaneous Endoscopic Approach"),
        ]


def test_titles_alone_are_searched_by_words() -> None:
    index = SearchIndex(title_search_artefact(Titles()))
    assert codes(index, "percutaneous endoscopic resection gallbladder")[0] == "0FT44ZZ"
    assert codes(index, "tooth") == []


def test_names_of_a_code_without_side_reach_its_sided_siblings() -> None:
    found = dict(sided_names(NODES))
    assert found["shoulder pain"] == "M25519"
    assert found["left sore shoulder"] == "M25512"
    assert "bilateral sore shoulder" not in found


def test_a_setting_that_is_not_named_costs() -> None:
    assert setting_of("P362") is Setting.NEWBORN
    assert setting_of("T8141XA") is Setting.COMPLICATION
    assert setting_of("Z853") is Setting.HISTORY
    assert setting_of("E109") is Setting.OTHER_DIABETES
    assert setting_of("J189") is Setting.ANY
    assert penalties(["sepsis"])[Setting.NEWBORN] == 1.0
    assert penalties(["newborn", "sepsis"])[Setting.NEWBORN] == 0.0
    assert penalties([])[Setting.ANY] == 0.0


def test_a_container_gives_back_what_was_packed() -> None:
    numbers = np.arange(6, dtype=np.int32).reshape(2, 3)
    content = Container(pack({"numbers": numbers}, {"text": "ä\nb"}))
    assert np.array_equal(content.array("numbers"), numbers)
    assert content.lines("text") == ["ä", "b"]
    assert "numbers" in content
    assert "other" not in content


QUERIES = (
    "hypertension", "high blood pres", "pnuemonia", "T2DM w ckd", "left shoulder pain", "zebra",
    "newborn sepsis staphylococcus", "migraine zebra", "sep",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_no_score_exceeds_what_was_said_to_be_the_most(index: SearchIndex, query: str) -> None:
    readings = alternatives(query, index.known, (), index.slipped)
    best = max((hit.score for hit in index.rank(readings, 50)), default=0.0)
    assert best <= index.most(readings) <= index.most()


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(index: SearchIndex, limit: int) -> None:
    for query in QUERIES:
        readings = alternatives(query, index.known, (), index.slipped)
        assert index.rank(readings, limit) == index.rank(readings, 1_000)[:limit]


@pytest.mark.parametrize("least", [0.3, 0.9, 1.2, 1.5, 1.8])
def test_what_has_the_least_score_is_found_as_ever(index: SearchIndex, least: float) -> None:
    for query in QUERIES:
        readings = alternatives(query, index.known, (), index.slipped)
        every = index.rank(readings, 1_000)
        some = index.rank(readings, 1_000, least=least)
        wanted = [hit for hit in every if hit.score >= least]
        assert some[: len(wanted)] == tuple(wanted)


def test_a_slip_of_the_keys_is_only_looked_for_where_there_are_names(index: SearchIndex) -> None:
    assert index.slipped(["hart", "attack"])
    assert not SearchIndex(title_search_artefact(Titles())).slipped(["hart", "attack"])


def test_more_places_than_asked_for_leave_the_highest_in_place_order() -> None:
    scores = np.linspace(0, 1, 100, dtype=np.float32)[::-1].copy()
    places, kept = _highest(np.arange(100), scores, 7)
    assert places.tolist() == list(range(7))
    assert kept.tolist() == scores[:7].tolist()
    level = np.ones(10, np.float32)
    assert len(_highest(np.arange(10), level, 4)[0]) == 4
