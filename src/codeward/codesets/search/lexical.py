"""Word index over wordings: how much of the query a wording covers, and how much of it is query."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.container import Container
from codeward.codesets.search.terms import RESIDUAL_WORDS
from codeward.codesets.search.vocabulary import Reading, Vocabulary

Floats = NDArray[np.float32]

_RESIDUAL_SHARE = 0.25
_NUMBER_SHARE = 1.4
_COVERAGE_POWER = 1.5
_DENSITY_POWER = 0.5
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
    return arrays, {"vocabulary": "\n".join(vocabulary)}


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
        self.vocabulary = Vocabulary(content.lines("vocabulary"), np.diff(self._starts).tolist())

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """A value from 0 to 1 for each wording: soft AND over the words read."""
        matched = np.zeros(len(self._mass), np.float32)
        covered = np.zeros(len(self._mass), np.float32)
        asked = 0.0
        for reading in readings:
            weight = self._weight(reading)
            asked += weight
            self._add(reading, weight, matched, covered)
        if not asked:
            return covered
        hits = np.flatnonzero(covered > 0)
        coverage = np.minimum(covered[hits] / np.float32(asked), 1)
        density = np.minimum(matched[hits] / self._mass[hits], 1)
        scores = np.zeros(len(self._mass), np.float32)
        scores[hits] = coverage**_COVERAGE_POWER * density**_DENSITY_POWER
        return scores

    def _weight(self, reading: Reading) -> float:
        if not reading.matches:
            return _UNKNOWN_WORD_WEIGHT
        best = max(weight for _, weight in reading.matches)
        found = max(float(self._weights[at]) for at, weight in reading.matches if weight == best)
        return found * _PLACE_SHARES.get(reading.typed, 1.0)

    def _add(self, reading: Reading, weight: float, matched: Floats, covered: Floats) -> None:
        """Each wording counts its best match of the word once."""
        best: dict[int, float] = dict(reading.matches)
        order = sorted(best, key=lambda at: (best[at], at))
        numbers = [self._postings[self._starts[at] : self._starts[at + 1]] for at in order]
        if len(numbers) == 1:
            covered[numbers[0]] += np.float32(weight * best[order[0]])
            matched[numbers[0]] += np.float32(self._weights[order[0]] * best[order[0]])
            return
        once_covered = np.zeros_like(covered)
        once_matched = np.zeros_like(matched)
        for at, found in zip(order, numbers, strict=True):
            once_covered[found] = weight * best[at]
            once_matched[found] = self._weights[at] * best[at]
        covered += once_covered
        matched += once_matched
