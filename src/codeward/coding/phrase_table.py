"""A small table of wordings, matched longest first over stems: what the release does not carry."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from codeward.codesets.words import Word, stems


class Found(NamedTuple):
    """A wording found at words `first` to `last` (exclusive), and what it stands for."""

    first: int
    last: int
    meaning: str


class PhraseTable:
    """Wordings by their first stem, longest first."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        """Reduce the wordings to stems; one wording may have several meanings."""
        keys = {(stems(wording), meaning): None for wording, meaning in wordings}
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, meaning in keys:
            by_first.setdefault(key[0], []).append((key, meaning))
        self._by_first = {
            first: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry)))
            for first, found in by_first.items()
        }

    def longest_at(self, words: Sequence[Word], first: int) -> Found | None:
        """The longest wording that begins at word `first`, None where none does."""
        return next(self._at(words, first), None)

    def all_in(self, words: Sequence[Word]) -> Iterator[Found]:
        """Every wording wherever it begins, for each meaning the longest; they may overlap."""
        for first, word in enumerate(words):
            if word.stem in self._by_first:
                seen: set[str] = set()
                for found in self._at(words, first):
                    if found.meaning not in seen:
                        seen.add(found.meaning)
                        yield found

    def _at(self, words: Sequence[Word], first: int) -> Iterator[Found]:
        for key, meaning in self._by_first.get(words[first].stem, ()):
            last = first + len(key)
            if last > len(words):
                continue
            for offset in range(1, len(key)):
                if words[first + offset].stem != key[offset]:
                    break
            else:
                yield Found(first, last, meaning)


@cache
def read(name: str) -> PhraseTable:
    """The table of a TOML data file that lists wordings under each meaning."""
    data = tomllib.loads(
        resources.files("codeward.coding").joinpath("data", name).read_text(encoding="utf-8")
    )
    return PhraseTable(
        (wording, meaning) for meaning, wordings in data.items() for wording in wordings
    )
