"""Turns a ranked base code into the codes a coder can use."""

from collections.abc import Iterator, Sequence

from codeward.codesets.entry import Kind
from codeward.codesets.search.code_sets import SearchableCodeSet
from codeward.codesets.search.hits import Hit
from codeward.model import System

_UNTITLED = "(title not in this release)"
_MOST_OPENED = 10
_EPISODES = (("sequela", "S"), ("subsequent", "D"), ("initial", "A"))


def presented(
    code: str,
    codes: SearchableCodeSet,
    system: System,
    score: float,
    matched: str,
    words: Sequence[str] = (),
) -> Iterator[Hit]:
    """The hits for one base code.

    A billable code is itself. One that takes a seventh character is shown once, with the character
    that the words ask for, else the first defined (A, initial encounter, where there is one). A
    header without default opens to the billable codes below it.
    """
    for usable in _usable(code, codes, words):
        yield from itself(usable, codes, system, score, matched)


def itself(
    code: str, codes: SearchableCodeSet, system: System, score: float, matched: str
) -> Iterator[Hit]:
    """The hit for exactly this code; none where the release does not know it."""
    entry = codes.entry(code)
    if entry is not None:
        title = entry.title or _UNTITLED
        yield Hit(system, code, title, codes.is_billable(code), round(score, 4), matched)


def _usable(code: str, codes: SearchableCodeSet, words: Sequence[str]) -> Sequence[str]:
    entry = codes.entry(code)
    if entry is None or not entry.header:
        return (code,)
    leaves = codes.leaves(code)
    if not leaves:
        return (code,)
    first = codes.entry(leaves[0])
    if first is not None and first.kind is Kind.EXTENSION and first.parent == code:
        return (_episode(leaves, words),)
    return leaves[:_MOST_OPENED]


def _episode(leaves: Sequence[str], words: Sequence[str]) -> str:
    """The seventh character for the episode of care that the words name (I.C.19.a)."""
    for word, character in _EPISODES:
        if word in words:
            for leaf in leaves:
                if leaf.endswith(character):
                    return leaf
    return leaves[0]
