"""Word index over wordings: how much of the query a wording covers, and how much of it is query."""

from collections import Counter
from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.container import Container
from codeward.codesets.search.terms import RESIDUAL_WORDS
from codeward.codesets.search.vocabulary import Reading, StemTable, Vocabulary

Floats = NDArray[np.float32]
Scored = tuple[NDArray[np.int64], Floats]
"""Places of wordings, in order, and their values from 0 to 1."""

# Wordings, with what a word adds to their coverage and to their matched mass.
_Shares = tuple[NDArray[np.int32] | slice, Floats | np.float32, Floats | np.float32]

_RESIDUAL_SHARE = 0.25
_NUMBER_SHARE = 1.4
_COVERAGE_POWER = 1.5
_UNKNOWN_WORD_WEIGHT = 9.0
# What is wrong counts more than where: `gout left great toe` is no contusion of a toe.
_SIDE_SHARE = 1.0
_SITE_SHARE = 0.75
_PLACE_SHARES = dict.fromkeys(("right", "left", "bilateral"), _SIDE_SHARE) | dict.fromkeys(
    "eye ear toe finger great hand foot arm leg hip knee elbow wrist ankle shoulder thigh calf "
    "forearm heel thumb upper lower".split(),
    _SITE_SHARE,
)


def build(
    phrases: Sequence[Sequence[str]],
) -> tuple[dict[str, NDArray[np.generic]], dict[str, str]]:
    """Arrays and texts of the word index over `phrases`, each given as its words."""
    places: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for word in dict.fromkeys(phrase):
            places.setdefault(word, []).append(number)
    vocabulary = sorted(places)
    sizes = [len(places[word]) for word in vocabulary]
    weights = _weights(vocabulary, sizes, len(phrases))
    postings = np.fromiter((at for word in vocabulary for at in places[word]), np.int32)
    mass = np.bincount(postings, np.repeat(weights, sizes), minlength=len(phrases))
    arrays: dict[str, NDArray[np.generic]] = {
        "starts": np.cumsum([0, *sizes], dtype=np.int32),
        "postings": postings,
        "weights": weights,
        "mass": mass.astype(np.float32),
    }
    stems = StemTable.of(vocabulary)
    arrays |= {"stem_starts": stems.starts, "stem_words": stems.words}
    return arrays, {"vocabulary": "\n".join(vocabulary), "stems": "\n".join(stems.stems)}


def _weights(vocabulary: Sequence[str], sizes: Sequence[int], phrases: int) -> Floats:
    """Inverse frequency; less for words that only mark a residual code, more for numbers.

    Whoever types a stage or a degree means exactly that one.
    """
    shares = [
        _RESIDUAL_SHARE if word in RESIDUAL_WORDS else _NUMBER_SHARE if word[0].isdigit() else 1
        for word in vocabulary
    ]
    weights = np.log(1 + phrases / np.asarray(sizes, np.float64))
    weighted: Floats = (weights * np.array(shares)).astype(np.float32)
    return weighted


class WordIndex:
    """The word index of one release."""

    def __init__(self, content: Container) -> None:
        self._starts: NDArray[np.int32] = content.array("starts").view(np.int32)
        self._postings: NDArray[np.int32] = content.array("postings").view(np.int32)
        self._weights: Floats = content.array("weights").view(np.float32)
        self._mass: Floats = content.array("mass").view(np.float32)
        stems = StemTable(
            content.lines("stems"),
            content.array("stem_starts").view(np.int32),
            content.array("stem_words").view(np.int32),
        )
        frequencies = np.diff(self._starts).tolist()
        self.vocabulary = Vocabulary(content.lines("vocabulary"), frequencies, stems)

    def scores(self, queries: Sequence[Sequence[Reading]]) -> list[Scored]:
        """For each query, the wordings with a word of it and their value: a soft AND over all.

        The queries are the ways to read one; what they have in common is added up only once.
        """
        shares: dict[Reading, _Shares] = {}
        counted = [Counter(query) for query in queries]
        common = reduce(Counter.__and__, counted) if counted else Counter()
        base = self._sums(common, shares, None)
        return [
            self._scored(query, *self._sums(count - common, shares, base))
            for query, count in zip(queries, counted, strict=True)
        ]

    def _sums(
        self,
        readings: Counter[Reading],
        shares: dict[Reading, _Shares],
        base: tuple[Floats, Floats] | None,
    ) -> tuple[Floats, Floats]:
        """How much of the words each wording covers, and how much of it they are."""
        if base is None:
            covered, matched = np.zeros((2, len(self._mass)), np.float32)
        else:
            covered, matched = base[0].copy(), base[1].copy()
        for reading in readings.elements():
            if reading not in shares:
                shares[reading] = self._shares(reading)
            places, covers, matches = shares[reading]
            covered[places] += covers
            matched[places] += matches
        return covered, matched

    def _scored(self, query: Sequence[Reading], covered: Floats, matched: Floats) -> Scored:
        """Coverage to the power of 1.5 times the root of density, in the fastest form."""
        asked = sum(self._weight(reading) for reading in query)
        places = np.flatnonzero(covered > 0)
        coverage = np.minimum(covered[places] / np.float32(asked or 1.0), 1)
        density = np.minimum(matched[places] / self._mass[places], 1)
        return places, coverage * np.sqrt(coverage * density)

    def most(self, readings: Sequence[Reading]) -> float:
        """What no wording's score exceeds: each word matched as well as it can be."""
        weights = [self._weight(reading) for reading in readings]
        best = [max((share for _, share in reading.matches), default=0.0) for reading in readings]
        coverage = np.dot(weights, best) / sum(weights) if readings else 0.0
        return float(min(coverage, 1.0) ** _COVERAGE_POWER)

    def _weight(self, reading: Reading) -> float:
        if not reading.matches:
            return _UNKNOWN_WORD_WEIGHT
        best = max(weight for _, weight in reading.matches)
        found = max(float(self._weights[at]) for at, weight in reading.matches if weight == best)
        return found * _PLACE_SHARES.get(reading.typed, 1.0)

    def _shares(self, reading: Reading) -> _Shares:
        """Each wording counts its best match of the word once."""
        weight = self._weight(reading)
        best: dict[int, float] = dict(reading.matches)
        order = sorted(best, key=lambda at: (best[at], at))
        numbers = [self._postings[self._starts[at] : self._starts[at + 1]] for at in order]
        if len(numbers) == 1:
            covers, matches = weight * best[order[0]], self._weights[order[0]] * best[order[0]]
            return numbers[0], np.float32(covers), np.float32(matches)
        covered = np.zeros(len(self._mass), np.float32)
        matched = np.zeros(len(self._mass), np.float32)
        for at, found in zip(order, numbers, strict=True):
            covered[found] = weight * best[at]
            matched[found] = self._weights[at] * best[at]
        return slice(None), covered, matched
