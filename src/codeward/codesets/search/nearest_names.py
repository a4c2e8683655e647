"""The well-known name that a query with a slip of the keys nearly is."""

from functools import cache, lru_cache

from codeward.codesets.search.names import names
from codeward.codesets.search.terms import words

_LEAST_SIMILARITY = 0.82
_SHORTEST = 6


@lru_cache(maxsize=256)
def nearest_name(typed: str) -> str | None:
    """The name of the table that differs in a letter or two, None where none is near.

    Whoever types `hart attack` means a name that everybody uses, though `Hart` is a disease too.

    Args:
        typed: The words of a query, joined by blanks.
    """
    if len(typed) < _SHORTEST or " " not in typed:
        return None
    from rapidfuzz import process  # noqa: PLC0415 - 50 ms that a correctly spelled query saves
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - see above

    near = process.extractOne(
        typed,
        _names_of_about(len(typed)),
        scorer=OSA.normalized_similarity,
        score_cutoff=_LEAST_SIMILARITY,
    )
    return str(near[0]) if near and near[0] != typed else None


@cache
def _known_names() -> tuple[str, ...]:
    """Names of several words in the form of the index, in table order."""
    found = (" ".join(words(name.text)) for name in names())
    return tuple(dict.fromkeys(name for name in found if " " in name))


@cache
def _names_of_about(length: int) -> tuple[str, ...]:
    """The names that can be so similar to a text of that length, in table order."""
    least, most = length * _LEAST_SIMILARITY, length / _LEAST_SIMILARITY
    return tuple(name for name in _known_names() if least <= len(name) <= most)
