"""The compiled search index of one release, opened: from ways to read a query to ranked codes."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.artefact_sources import NAME_NUMBER, SOURCES
from codeward.codesets.search.container import Container
from codeward.codesets.search.context import penalties
from codeward.codesets.search.embedding import Embedding
from codeward.codesets.search.lexical import Scored, WordIndex
from codeward.codesets.search.queries import Alternative
from codeward.codesets.search.texts import Texts
from codeward.codesets.search.vocabulary import Reading

Floats = NDArray[np.float32]


class Weights(msgspec.Struct, frozen=True):
    """How much each part of a score counts; chosen on development queries of many kinds."""

    cosine: float = 1.0
    lexical: float = 0.8
    named: float = 0.01
    name: float = 0.04
    context: float = 0.06


class Ranked(msgspec.Struct, frozen=True):
    """A base code with its score, the wording that earned it and how the query was read."""

    code: str
    score: float
    wording: str
    source: str
    changes: tuple[str, ...]


_CANDIDATES = 768
_SHARING = 1024
_NEAR = 0.3
_NEARER = (0.2, 0.4, 0.6)
# Vectors are stored in steps, so that a cosine can come out a little above 1.
_ROUNDING = 0.02
_EXACT_TO = 0.001
_COMPARED_DIGITS = 4
_RARE = 3
_SORTED_FIRST = 8


class SearchIndex:
    """One release, ready to be searched."""

    def __init__(self, artefact: bytes) -> None:
        content = Container(artefact)
        self._codes = content.lines("codes")
        self._code_of = content.array("code").view(np.int32)
        self._source_of = content.array("source").view(np.uint8)
        self._setting = content.array("setting").view(np.uint8)
        self._texts = Texts(content)
        self._named = np.zeros(len(self._codes), bool)
        self._named[self._code_of[self._source_of == NAME_NUMBER]] = True
        self._has_names = bool(self._named.any())
        self.words = WordIndex(content)
        self._embedding = Embedding(content) if "matrix" in content else None

    def known(self, word: str) -> bool:
        """Whether a word stands in any wording."""
        return word in self.words.vocabulary

    def slipped(self, words: Sequence[str]) -> bool:
        """Whether a word stands in hardly any wording; the last one may be unfinished.

        A slip of the keys is looked for in the names alone: without names there is none.
        """
        if not self._has_names:
            return False
        vocabulary = self.words.vocabulary
        rare = [word for word in words if vocabulary.frequency(word) <= _RARE]
        return any(word != words[-1] or not vocabulary.begins(word) for word in rare)

    def beginning(self, prefix: str) -> Iterator[str]:
        """The codes that begin with `prefix`, in order."""
        for at in range(bisect_left(self._codes, prefix), len(self._codes)):
            if not self._codes[at].startswith(prefix):
                return
            yield self._codes[at]

    def rank(
        self,
        readings: Sequence[Alternative],
        limit: int,
        weights: Weights | None = None,
        *,
        least: float = 0.0,
    ) -> tuple[Ranked, ...]:
        """The best codes over all readings of a query, best first; ties by code.

        Args:
            readings: The ways to read the query.
            limit: The most codes to give.
            weights: How much each part of a score counts.
            least: A score below which no code is wanted: wordings that cannot have it are left
                out early, so codes with less may be missing.
        """
        if not readings:
            return ()
        found = list(self._wordings(readings, weights or Weights(), least))
        places = np.concatenate([some for some, _ in found])
        scores = np.concatenate([some for _, some in found])
        origin = np.repeat(np.arange(len(found)), [len(some) for some, _ in found])
        best: dict[int, Ranked] = {}
        for at in self._order(places, scores, origin, limit):
            code = int(self._code_of[places[at]])
            if code not in best:
                reading = readings[int(origin[at])]
                best[code] = self._ranked(code, float(scores[at]), int(places[at]), reading)
                if len(best) == limit:
                    break
        return tuple(best.values())

    def _order(
        self, places: NDArray[np.int64], scores: Floats, origin: NDArray[np.int64], limit: int
    ) -> Iterator[int]:
        """The wordings by score, then code, then reading; the first ones are sorted alone."""
        compared = -scores.round(_COMPARED_DIGITS)
        codes = self._code_of[places]
        first = _SORTED_FIRST * limit
        if first < len(compared):
            near = compared <= np.partition(compared, first)[first]
        else:
            near = np.ones(len(compared), bool)
        for some in (np.flatnonzero(near), np.flatnonzero(~near)):
            yield from some[np.lexsort((origin[some], codes[some], compared[some]))].tolist()

    def _wordings(
        self, readings: Sequence[Alternative], weights: Weights, least: float
    ) -> Iterator[tuple[NDArray[np.int64], Floats]]:
        """The most promising wordings of each reading, with their scores."""
        words = [self._read(reading) for reading in readings]
        lexical = [
            (places, scores * np.float32(weights.lexical))
            for places, scores in self.words.scores(words)
        ]
        for number, (reading, read) in enumerate(zip(readings, words, strict=True)):
            found = lexical[number]
            if self._embedding is not None:
                needed = least - self._besides(weights) + reading.penalty
                found = _at_least(needed, *found)
                first = number == 0 and (needed <= 0 or len(found[0]) > _SHARING)
                found = self._with_cosine(self._embedding, read, found, weights, first=first)
            else:
                found = _highest(*found, _CANDIDATES)
            yield self._weighed(reading, *found, weights)

    def _with_cosine(
        self,
        embedding: Embedding,
        read: Sequence[Reading],
        lexical: Scored,
        weights: Weights,
        *,
        first: bool,
    ) -> Scored:
        """The wordings of a reading by words and by the embedding together.

        The likeliest reading is compared with every wording, as it may be misspelled or have words
        that no wording has. The others put official words for what was typed: they are compared
        with the wordings that share a word.
        """
        places, scores = lexical
        if not len(places):
            # Letters alone resemble something in any case: no word understood, nothing found.
            return lexical
        vector = embedding.vector([one.meant for one in read]) * np.float32(weights.cosine)
        if not first:
            places, scores = _highest(places, scores, _SHARING)
            return places, scores + embedding.exact(vector, places)
        worded = np.zeros(len(self._code_of), np.float32)
        worded[places] = scores
        near = embedding.coarse(vector)
        near += worded
        close = np.flatnonzero(near > near.max() * _NEAR)
        places, _ = _highest(close, near[close], _CANDIDATES)
        return places, worded[places] + embedding.exact(vector, places)

    def most(
        self, readings: Sequence[Alternative] | None = None, weights: Weights | None = None
    ) -> float:
        """What no score exceeds, found without looking for wordings.

        Args:
            readings: The ways to read a query; without any, what no query exceeds.
            weights: How much each part of a score counts.
        """
        by = weights or Weights()
        words = 1.0
        if readings is not None:
            words = max((self.words.most(self._read(reading)) for reading in readings), default=0.0)
        return by.lexical * words + self._besides(by)

    def _besides(self, weights: Weights) -> float:
        """The most that a score can have besides its words."""
        alike = weights.cosine + _ROUNDING if self._embedding is not None else _EXACT_TO
        return alike + (weights.named + weights.name if self._has_names else 0.0)

    def _read(self, reading: Alternative) -> list[Reading]:
        """What each word of a reading can mean; the last one may be unfinished."""
        vocabulary = self.words.vocabulary
        last = len(reading.words) - 1
        return [vocabulary.read(word, last=at == last) for at, word in enumerate(reading.words)]

    def _weighed(
        self,
        reading: Alternative,
        places: NDArray[np.int64],
        scores: Floats,
        weights: Weights,
    ) -> tuple[NDArray[np.int64], Floats]:
        """Scores with what is known of source and setting added."""
        codes = self._code_of[places]
        penalty = np.array(penalties(reading.words), np.float32)[self._setting[codes]]
        scores = (scores + np.float32(weights.named) * self._named[codes]).astype(np.float32)
        scores += np.float32(weights.name) * (self._source_of[places] == NAME_NUMBER)
        scores -= np.float32(weights.context) * penalty + np.float32(reading.penalty)
        return places, scores

    def _ranked(self, code: int, score: float, place: int, reading: Alternative) -> Ranked:
        wording = self._texts.at(place)
        source = SOURCES[self._source_of[place]]
        return Ranked(self._codes[code], score, wording, source, reading.changes)


def _at_least(needed: float, places: NDArray[np.int64], scores: Floats) -> Scored:
    """The places whose score is high enough."""
    if needed <= 0:
        return places, scores
    kept = scores >= needed
    return places[kept], scores[kept]


def _highest(places: NDArray[np.int64], scores: Floats, count: int) -> Scored:
    """The places of the highest scores, in place order, and the scores.

    Few wordings come near the best: most are left out by comparisons before any sorting.
    """
    if len(places) <= count:
        return places, scores
    best = scores.max(initial=0.0)
    for share in _NEARER:
        kept = scores > best * share
        if np.count_nonzero(kept) < count:
            break
        places, scores = places[kept], scores[kept]
    some = np.sort(np.argpartition(-scores, count - 1)[:count])
    return places[some], scores[some]
