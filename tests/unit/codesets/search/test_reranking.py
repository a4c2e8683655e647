"""Re-ranking changes the order of hits and nothing else."""

from collections.abc import Sequence

from codeward.codesets.search import Hit
from codeward.codesets.search.reranking import reranked
from codeward.model import System

HITS = (
    Hit(System.ICD10CM, "I469", "Cardiac arrest", True, 1.0, "a"),
    Hit(System.ICD10CM, "I219", "Heart attack", True, 0.9, "b"),
    Hit(System.ICD10CM, "M109", "Gout", True, 0.2, "c"),
)


def near(query: str, texts: Sequence[str]) -> list[float]:
    return [1.0 if text.lower() == query else 0.0 for text in texts]


def test_a_near_title_rises_and_every_hit_stays_as_it_was() -> None:
    told = reranked("heart attack", HITS, near)
    assert [hit.code for hit in told] == ["I219", "I469", "M109"]
    assert sorted(told, key=lambda hit: hit.code) == sorted(HITS, key=lambda hit: hit.code)


def test_without_any_similarity_the_order_stays() -> None:
    assert reranked("fracture", HITS, near) == HITS
    assert reranked("fracture", (), near) == ()
