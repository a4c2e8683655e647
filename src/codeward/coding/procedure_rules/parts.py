"""Body parts: which part of which body system a clause names, with its side."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from codeward.codesets.words import Word
from codeward.coding.phrase_table import PhraseTable

_JOINS = frozenset(("and", "plus"))
_BETWEEN = _JOINS | {"of", "in", "right", "left", "from", "colon"}
_BOTH = frozenset(("bilateral", "bilaterally", "both"))
_WITH_SIDES, _WITH_BOTH = 2, 3


class Part(msgspec.Struct, frozen=True):
    """A body part: its body system (two characters) and its own character."""

    system: str
    part: str


def parts(group: str, words: Sequence[Word], first: int, last: int) -> tuple[Part, ...]:
    """The parts that the procedure at words `first` to `last` was carried out on.

    The first named after it, with those that "and" joins (guideline B3.2a); else the nearest
    before it. Empty where the words name none or leave the side of a paired part open.
    """
    named = _named(group, words)
    after = [one for one in named if one[1] > first]
    if not after:
        before = [one for one in named if one[0] < first]
        after = before[-1:]
    chosen = after[:1]
    for one in after[1:]:
        between = {word.word for word in words[chosen[-1][1] : one[0]]}
        if not between & _JOINS or between - _BETWEEN:
            break
        chosen.append(one)
    found: list[Part] = []
    for start, end, meaning in chosen:
        found += _sided(meaning, side_at(words, min(start, first), max(end, last)))
    return tuple(dict.fromkeys(found))


def only_part(group: str, words: Sequence[Word]) -> tuple[Part, ...]:
    """The part that a whole document names, if it names one only, and no side is needed."""
    meanings = {meaning for _, _, meaning in _named(group, words)}
    found = [one for meaning in meanings for one in _sided(meaning, None)]
    return tuple(found) if len(meanings) == 1 else ()


def side_at(words: Sequence[Word], first: int, last: int) -> str | None:
    """The side named nearest to words `first` to `last`: right, left, both; None for none."""
    sides = [
        (max(first - place, place - last + 1, 0), name)
        for place, word in enumerate(words)
        if (name := "both" if word.word in _BOTH else word.word) in ("right", "left", "both")
    ]
    if not sides:
        return None
    return min(sides)[1]


def _sided(meaning: str, side: str | None) -> list[Part]:
    system, *characters = meaning.split()
    if len(characters) == 1:
        return [Part(system, characters[0])]
    if side is None:
        return []
    if side == "both":
        paired = len(characters) == _WITH_BOTH
        return [Part(system, one) for one in (characters[2:] if paired else characters)]
    return [Part(system, characters[0 if side == "right" else 1])]


def _named(group: str, words: Sequence[Word]) -> list[tuple[int, int, str]]:
    found, place, table = [], 0, _tables()[group]
    while place < len(words):
        hit = table.longest_at(words, place)
        if hit is not None:
            found.append((hit.first, hit.last, hit.meaning))
        place = hit.last if hit else place + 1
    return found


@cache
def _tables() -> dict[str, PhraseTable]:
    source = resources.files("codeward.coding").joinpath("data", "procedures", "parts.toml")
    groups = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: PhraseTable(entries.items()) for name, entries in groups.items()}
