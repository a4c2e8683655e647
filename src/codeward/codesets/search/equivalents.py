"""Words that mean the same in a diagnosis: `kidney` and `renal`."""

from functools import cache

from codeward.codesets.search.word_tables import rows

_FILE = "equivalents.tsv"


def equivalents(word: str) -> tuple[str, ...]:
    """Other words for `word`, in table order; empty where there is none."""
    return _groups().get(word, ())


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for first, rest in rows(_FILE, columns=2):
        group = (first, *rest.split())
        for word in group:
            others = tuple(other for other in group if other != word)
            groups[word] = groups.get(word, ()) + others
    return groups
