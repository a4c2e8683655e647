"""Commonplace words: a single word of the official wordings that proves nothing by itself."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from codeward.codesets.words import Word

# Adjectives of place and kind, participles and adverbs: they qualify a diagnosis, they are none.
_QUALIFYING_ENDINGS = (
    "al",
    "ic",
    "ar",
    "ary",
    "ous",
    "ive",
    "ed",
    "ly",
    "able",
    "ible",
    "ent",
    "ant",
    "ing",
    "er",
    "ior",
    "oid",
    "eal",
    "ful",
    "ize",
    "izes",
)
_SHORT_WORD = 4
_SHORT_STEM = 3
_CAPITALS = 2


def is_commonplace(words: Sequence[Word], text: str) -> bool:
    """Whether a phrase found is too common to suggest a code by itself."""
    if len(words) > 1:
        return False
    word = words[0]
    stop, telling = _lists()
    if word.word in telling:
        return False
    written = text[word.start : word.end]
    if word.word in stop:
        return not (written.isupper() and word.word in _ACRONYMS)
    if is_lower_abbreviation(words, text):
        return True
    return word.word.endswith(_QUALIFYING_ENDINGS)


def is_lower_abbreviation(words: Sequence[Word], text: str) -> bool:
    """Whether a short single word, such as `does` or `am`, is no abbreviation as it is written."""
    if len(words) > 1 or (len(words[0].stem) > _SHORT_STEM and len(words[0].word) > _SHORT_WORD):
        return False
    word = words[0]
    capitals = sum(character.isupper() for character in text[word.start : word.end])
    return capitals < _CAPITALS and word.word not in _lists()[1]


_ACRONYMS = frozenset(("aids",))


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    source = resources.files("codeward.coding").joinpath("data", "commonplace.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return frozenset(data["stop"]), frozenset(data["telling"])
