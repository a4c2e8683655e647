"""Puts hits into a new order by how near their titles are to the query in a sentence embedding."""

from collections.abc import Callable, Sequence

import msgspec

from codeward.codesets.search.hits import Hit

# Half the weight of the own score: measured best on the development queries of the handbook.
WEIGHT = 0.5

Similarity = Callable[[str, Sequence[str]], Sequence[float]]


def reranked(query: str, hits: Sequence[Hit], similarity: Similarity) -> tuple[Hit, ...]:
    """The same hits by own score plus similarity, both scaled to the best of the list.

    A hit keeps its score and its reason; only the order changes. Equal sums keep their order.

    Args:
        query: What the coder typed.
        hits: Best first.
        similarity: Scores each text against a query, from -1 to 1.
    """
    if not hits:
        return ()
    best = max(hit.score for hit in hits) or 1.0
    near = similarity(query, [hit.title for hit in hits])
    summed = [hit.score / best + WEIGHT * score for hit, score in zip(hits, near, strict=True)]
    order = sorted(range(len(hits)), key=lambda place: (-summed[place], place))
    return tuple(msgspec.structs.replace(hits[place]) for place in order)
