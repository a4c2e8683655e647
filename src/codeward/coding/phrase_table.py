"""A small table of wordings, matched longest first over stems: what the release does not carry."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import msgspec

from codeward.codesets.words import Word, stems


class Found(msgspec.Struct, frozen=True, gc=False):
    """A wording found at words `first` to `last` (exclusive), and what it stands for."""

    first: int
    last: int
    meaning: str


class _Node:
    """A run of stems that begins wordings: what it means itself, and the stems that go on."""

    __slots__ = ("following", "meanings")

    def __init__(self) -> None:
        self.meanings: tuple[str, ...] = ()
        self.following: dict[str, _Node] = {}


class PhraseTable:
    """Wordings as a tree of stems."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        """Reduce the wordings to stems; one wording may have several meanings."""
        root = _Node()
        for key, meaning in sorted({(stems(wording), meaning) for wording, meaning in wordings}):
            node = root
            for stem in key:
                node = node.following.setdefault(stem, _Node())
            node.meanings = (*node.meanings, meaning)
        self._by_first = root.following
        self.first_stems = frozenset(self._by_first)

    def longest_at(self, words: Sequence[Word], first: int) -> Found | None:
        """The longest wording that begins at word `first`, None where none does."""
        node = self._by_first.get(words[first].stem)
        best: Found | None = None
        last = first
        while node is not None:
            last += 1
            if node.meanings:
                best = Found(first, last, node.meanings[0])
            node = node.following.get(words[last].stem) if last < len(words) else None
        return best

    def all_in(self, words: Sequence[Word]) -> list[Found]:
        """Every wording wherever it begins, for each meaning the longest; they may overlap."""
        found: list[Found] = []
        for first, word in enumerate(words):
            if word.stem in self._by_first:
                found += self._all_at(words, first)
        return found

    def _all_at(self, words: Sequence[Word], first: int) -> Iterable[Found]:
        """For each meaning the longest wording that begins at word `first`, the longest first."""
        node: _Node | None = self._by_first[words[first].stem]
        longest: dict[str, Found] = {}
        ended: list[tuple[int, tuple[str, ...]]] = []
        last = first
        while node is not None:
            last += 1
            if node.meanings:
                ended.append((last, node.meanings))
            node = node.following.get(words[last].stem) if last < len(words) else None
        if len(ended) == 1 and len(ended[0][1]) == 1:
            return (Found(first, ended[0][0], ended[0][1][0]),)
        for end, meanings in reversed(ended):
            for meaning in meanings:
                longest.setdefault(meaning, Found(first, end, meaning))
        return longest.values()


@cache
def read(name: str) -> PhraseTable:
    """The table of a TOML data file that lists wordings under each meaning."""
    data = tomllib.loads(
        resources.files("codeward.coding").joinpath("data", name).read_text(encoding="utf-8")
    )
    return PhraseTable(
        (wording, meaning) for meaning, wordings in data.items() for wording in wordings
    )
