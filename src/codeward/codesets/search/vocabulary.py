"""The words of the official wordings, and which of them a typed word may mean."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.equivalents import equivalents
from codeward.codesets.search.terms import american, stem

_STEM_WEIGHT = 0.9
_EQUIVALENT_WEIGHT = 0.85
_PREFIX_WEIGHT = 0.9
_SPELLING_WEIGHT = 0.8
_MOST_PREFIXED = 64
_MOST_CORRECTED = 3
_SHORTEST_CORRECTED = 4
_SHORTEST_PREFIX = 3
_LEAST_SIMILARITY = 0.72
_CORRECTION_MARGIN = 0.04
# An unfinished word in the middle of a query has this many completions at least; a slip has fewer.
_FEW = 3
# A word cut off after so many letters (`intertroch fx`) means one of its few completions.
_SHORTEST_CUT = 6
# Readings kept for words typed before: what people type has no end, memory has.
_MOST_KEPT = 16_384


class Reading(msgspec.Struct, frozen=True):
    """What a typed word is taken for.

    Attributes:
        typed: The word of the query.
        meant: The word that it is read as, for the embedding and for the explanation.
        matches: Vocabulary numbers with their weight, at most 1.
    """

    typed: str
    meant: str
    matches: tuple[tuple[int, float], ...]


class StemTable(msgspec.Struct, frozen=True):
    """The words of a vocabulary by stem, made when the index is compiled.

    Attributes:
        stems: All stems, sorted.
        starts: By stem, where its words begin in `words`; one more at the end.
        words: Vocabulary numbers.
    """

    stems: Sequence[str]
    starts: NDArray[np.int32]
    words: NDArray[np.int32]

    @classmethod
    def of(cls, vocabulary: Sequence[str]) -> "StemTable":
        """The table of sorted words."""
        found: dict[str, list[int]] = {}
        for at, word in enumerate(vocabulary):
            found.setdefault(stem(word), []).append(at)
        stems = sorted(found)
        starts = np.cumsum([0, *(len(found[one]) for one in stems)], dtype=np.int32)
        words = np.fromiter((at for one in stems for at in found[one]), np.int32)
        return cls(stems, starts, words)

    def of_stem(self, wanted: str) -> list[int]:
        """The numbers of the words that have the stem."""
        at = bisect_left(self.stems, wanted)
        if at == len(self.stems) or self.stems[at] != wanted:
            return []
        numbers: list[int] = self.words[self.starts[at] : self.starts[at + 1]].tolist()
        return numbers


class Vocabulary:
    """The sorted words of an index with the number of wordings each stands in."""

    def __init__(
        self, words: Sequence[str], frequencies: Sequence[int], stems: StemTable | None = None
    ) -> None:
        self._words = words
        self._frequencies = frequencies
        self._stems = stems or StemTable.of(words)
        self._readings: dict[tuple[str, bool], Reading] = {}

    def __contains__(self, word: str) -> bool:
        return self._at(word) is not None

    def frequency(self, word: str) -> int:
        """In how many wordings a word stands."""
        at = self._at(word)
        return 0 if at is None else self._frequencies[at]

    def begins(self, word: str) -> bool:
        """Whether a longer word begins so."""
        at = bisect_left(self._words, word + "\x00")
        return at < len(self._words) and self._words[at].startswith(word)

    def read(self, word: str, *, last: bool) -> Reading:
        """What `word` may mean; the last word of a query may be still unfinished."""
        key = (word, last)
        if key not in self._readings:
            if len(self._readings) >= _MOST_KEPT:
                self._readings.clear()
            self._readings[key] = self._read(word, last=last)
        return self._readings[key]

    def _read(self, word: str, *, last: bool) -> Reading:
        for spelled in (word, *american(word)):
            if found := self._known(spelled):
                return _reading(word, spelled, found)
        prefixed = self._prefixed(word) if len(word) >= (2 if last else _SHORTEST_PREFIX) else {}
        if last and prefixed:
            return _reading(word, word, prefixed)
        if len(word) < _SHORTEST_CORRECTED or word[0].isdigit() or len(prefixed) > _FEW:
            return _reading(word, word, prefixed)
        if prefixed and len(word) >= _SHORTEST_CUT:
            commonest = max(prefixed, key=lambda at: (self._frequencies[at], -at))
            return _reading(word, self._words[commonest], dict.fromkeys(prefixed, _PREFIX_WEIGHT))
        meant, corrected = self._corrected(word)
        return _reading(word, meant, prefixed | corrected)

    def _known(self, word: str) -> dict[int, float]:
        """The word itself, its equivalents and the words of its stem."""
        found: dict[int, float] = {}
        for at in self._stems.of_stem(stem(word)):
            found[at] = _STEM_WEIGHT
        exact = self._at(word)
        for other in equivalents(word):
            place = self._at(other)
            if place is not None:
                found[place] = max(found.get(place, 0.0), _EQUIVALENT_WEIGHT)
        if exact is not None:
            found[exact] = 1.0
        return found

    def _prefixed(self, word: str) -> dict[int, float]:
        start = bisect_left(self._words, word)
        end = bisect_left(self._words, word + "\x7f", lo=start)
        near = sorted(range(start, end), key=lambda at: (-self._frequencies[at], at))
        return {
            at: _PREFIX_WEIGHT * (0.5 + 0.5 * len(word) / len(self._words[at]))
            for at in near[:_MOST_PREFIXED]
        }

    def _corrected(self, word: str) -> tuple[str, dict[int, float]]:
        """The nearest words by optimal string alignment; a tie goes to the commoner word."""
        from rapidfuzz import process  # noqa: PLC0415 - 50 ms that a correctly spelled query saves
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - see above

        near = process.extract(
            word,
            self._words,
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_SIMILARITY,
            limit=12,
        )
        if not near:
            return word, {}
        best = max(similarity for _, similarity, _ in near)
        close = [hit for hit in near if hit[1] >= best - _CORRECTION_MARGIN]
        close.sort(key=lambda hit: (-self._frequencies[hit[2]], hit[0]))
        meant = close[0][0]
        found = {at: _SPELLING_WEIGHT * similarity for _, similarity, at in near[:_MOST_CORRECTED]}
        found |= {at: _SPELLING_WEIGHT * weight for at, weight in self._known(meant).items()}
        return meant, found

    def _at(self, word: str) -> int | None:
        at = bisect_left(self._words, word)
        return at if at < len(self._words) and self._words[at] == word else None


def _reading(typed: str, meant: str, found: Mapping[int, float]) -> Reading:
    return Reading(typed, meant, tuple(sorted(found.items())))
