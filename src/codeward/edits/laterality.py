"""Pairs of codes that name one condition and differ only in the side, told by their titles.

The side is one character of the code, and the titles of the two codes are equal but for the word of
the side. Titles that a release lacks make no pair.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from codeward.codesets import CodeSet

_SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b")
_WORD = re.compile(r"\w+")
_SIDE_WORDS = frozenset({"right", "left", "bilateral", "unilateral", "of", "the"})
_CATEGORY_LENGTH = 3


def bilateral_pairs(code_set: CodeSet, codes: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Left, right and the bilateral code of each pair that has one."""
    for left, right in permutations(codes, 2):
        if not _differ_once(left, right) or not _sides(code_set, left, right, "left", "right"):
            continue
        bilateral = _bilateral(code_set, left)
        if bilateral:
            yield left, right, bilateral


def unspecified_pairs(code_set: CodeSet, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The code with a side and the code that leaves it open."""
    for stated, unspecified in permutations(codes, 2):
        if _differ_once(stated, unspecified) and any(
            _sides(code_set, stated, unspecified, side, "unspecified")
            for side in ("right", "left", "bilateral")
        ):
            yield stated, unspecified


def _differ_once(one: str, other: str) -> bool:
    """Whether the codes are of one length and differ in one character."""
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and sum(first != second for first, second in pairs) == 1


def _sides(code_set: CodeSet, one: str, other: str, first: str, second: str) -> bool:
    """Whether the titles are `first` and `second` side of the same words."""
    titles = _title(code_set, one), _title(code_set, other)
    words = [_SIDE.findall(title) for title in titles]
    differing = [pair for pair in zip(*words, strict=False) if pair[0] != pair[1]]
    same_but_for_sides = _SIDE.sub("", titles[0]) == _SIDE.sub("", titles[1])
    return same_but_for_sides and differing == [(first, second)]


def _bilateral(code_set: CodeSet, code: str) -> str | None:
    """The code of the category that says the same of both sides."""
    words = _words_without_side(_title(code_set, code))
    for leaf in code_set.leaves(code[:_CATEGORY_LENGTH]):
        title = _title(code_set, leaf)
        if "bilateral" in title and _words_without_side(title) == words:
            return leaf
    return None


def _words_without_side(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title)) - _SIDE_WORDS


def _title(code_set: CodeSet, code: str) -> str:
    entry = code_set.entry(code)
    return (entry.title or "").lower() if entry else ""


def side(code_set: CodeSet, code: str) -> str | None:
    """The one side that the title states, `right` or `left`; None where it states none or both."""
    stated = set(_SIDE.findall(_title(code_set, code))) - {"unspecified"}
    return stated.pop() if stated in ({"right"}, {"left"}) else None
