"""Alignment: where quoted evidence stands in a chart, even if it was quoted from a translation.

A corpus may give its notes in translation but its evidence in the original, with offsets that
count in the original. Words are then aligned as in IBM model 1 (Brown et al. 1993): each quoted
word comes from some word of the note near the expected place; which words translate into which,
and how places shift, is learned from all quotes together.
"""

import re
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from codeward.coding.learning.cognates import likeness, plain
from codeward.coding.learning.example import Example, Quote
from codeward.coding.learning.tokens import LONGEST_PHRASE, Place, Text

_ROUNDS = 7
_REACH = (0.10, 0.10, 0.05, 0.05, 0.03, 0.03, 0.03)
"""Standard deviation of a place in each round, as a share of the note's length ..."""
_LEAST_REACH = 60
"""... and characters on top of it."""
_FIRST_SCALE = 0.92
_SCALES = (0.7, 1.3)
_NOWHERE = 1e-4
_UNSEEN = 1e-6
_COGNATE_WEIGHT = 0.1
_SHORTEST_STEM = 6
_NEIGHBOURS = 250.0
_LARGEST_SHIFT = 300
_MASS = 0.7
_LEAST_TRUST = 0.15
_GAP_COST = 0.25
_EXTRA_WORDS = 3
_WORD = re.compile(r"[^\W_]{3,}|\d+")

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


_LIKELY = 0.05


def placed(examples: Sequence[Example], texts: Sequence[Text]) -> list[list[tuple[Quote, Place]]]:
    """The quotes of each example that are found in its text, with their places.

    A quote that stands at its own offsets is taken there; all others are aligned.
    """
    found: list[list[tuple[Quote, Place]]] = [[] for _ in examples]
    foreign: list[tuple[int, Quote]] = []
    for number, example in enumerate(examples):
        originals = {document.id: document.text for document in example.chart.documents}
        for quote in example.quotes:
            if all(
                originals.get(quote.document, "")[part.start : part.start + len(part.text)]
                == part.text
                for part in quote.parts
            ):
                first, last = quote.parts[0], quote.parts[-1]
                place = texts[number].within(
                    quote.document, first.start, last.start + len(last.text)
                )
                if place is not None:
                    found[number].append((quote, place))
            else:
                foreign.append((number, quote))
    if foreign:
        for (number, quote), place in zip(foreign, _aligned(foreign, texts), strict=True):
            if place is not None:
                found[number].append((quote, place))
    return found


class _Words(msgspec.Struct, frozen=True):
    """The words of all texts in one row."""

    starts: Numbers
    stems: Indices
    lines: Indices
    positions: Indices
    begins: Indices
    vocabulary: list[str]


class _Quotes(msgspec.Struct, frozen=True):
    """The words of all quotes in one row: their text, quote, stem and offset."""

    texts: Indices
    quotes: Indices
    stems: Indices
    offsets: Numbers
    vocabulary: list[str]


class _Pairs(msgspec.Struct, frozen=True):
    """Every quoted word with every word of the note near it, and how probable the pair is."""

    quoted: Indices
    words: Indices
    chance: Numbers


def _aligned(foreign: Sequence[tuple[int, Quote]], texts: Sequence[Text]) -> list[Place | None]:
    words, quotes = _words(texts), _quotes(foreign)
    if not len(words.starts) or not len(quotes.offsets):
        return [None] * len(foreign)
    lengths = np.array([max((line[-1] for line in text.ends if line), default=0) for text in texts])
    scale = np.full(len(texts), _FIRST_SCALE)
    shift = np.zeros(len(quotes.offsets))
    table: dict[int, float] = {}
    for reach in _REACH:
        expected = quotes.offsets * scale[quotes.texts] + shift
        near = _near(words, quotes, expected, _LEAST_REACH + reach * lengths[quotes.texts])
        pairs, table = _round(near, words, quotes, table)
        scale, shift = _places(pairs, words, quotes, scale, shift)
    return _chosen(pairs, words, quotes, len(foreign))


def _words(texts: Sequence[Text]) -> _Words:
    numbers: dict[str, int] = {}
    rows = [
        (start, numbers.setdefault(stem, len(numbers)), line, position)
        for text in texts
        for line, (stems, starts) in enumerate(zip(text.lines, text.starts, strict=True))
        for position, (stem, start) in enumerate(zip(stems, starts, strict=True))
    ]
    sizes = [sum(map(len, text.lines)) for text in texts]
    starts, stems, lines, positions = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    begins = np.concatenate([[0], np.cumsum(sizes)])
    return _Words(starts.astype(float), stems, lines, positions, begins, list(numbers))


def _quotes(foreign: Sequence[tuple[int, Quote]]) -> _Quotes:
    numbers: dict[str, int] = {}
    rows = [
        (
            number,
            place,
            numbers.setdefault(plain(word.group())[:_SHORTEST_STEM], len(numbers)),
            part.start + word.start(),
        )
        for place, (number, quote) in enumerate(foreign)
        for part in quote.parts
        for word in _WORD.finditer(part.text)
    ]
    texts, quotes, stems, offsets = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return _Quotes(texts, quotes, stems, offsets.astype(float), list(numbers))


def _near(words: _Words, quotes: _Quotes, expected: Numbers, reach: Numbers) -> _Pairs:
    """The words within two standard deviations of the expected place, with their density."""
    quoted, near, chance = [], [], []
    for number, (text, at, width) in enumerate(zip(quotes.texts, expected, reach, strict=True)):
        begin, end = words.begins[text], words.begins[text + 1]
        starts = words.starts[begin:end]
        low, high = np.searchsorted(starts, (at - 2 * width, at + 2 * width))
        quoted.append(np.full(high - low, number))
        near.append(np.arange(begin + low, begin + high))
        chance.append(np.exp(-0.5 * ((starts[low:high] - at) / width) ** 2))
    return _Pairs(np.concatenate(quoted), np.concatenate(near), np.concatenate(chance))


def _round(
    near: _Pairs, words: _Words, quotes: _Quotes, table: dict[int, float]
) -> tuple[_Pairs, dict[int, float]]:
    """One round of expectation and maximisation: probable pairs, then a new table of words."""
    size = len(words.vocabulary)
    keys, place = np.unique(
        quotes.stems[near.quoted] * size + words.stems[near.words], return_inverse=True
    )
    known = _likeness(keys, size, quotes, words)
    before = np.array([table.get(key, _UNSEEN) for key in keys.tolist()]) if table else known
    weight = near.chance * before[place]
    total = np.bincount(near.quoted, weight, len(quotes.offsets)) + _NOWHERE
    chance = weight / total[near.quoted]
    counted = np.bincount(place, chance, len(keys))
    of_word = np.bincount(keys % size, counted, size)
    after = (counted + _COGNATE_WEIGHT * known) / (of_word[keys % size] + 1)
    return _Pairs(near.quoted, near.words, chance), dict(
        zip(keys.tolist(), after.tolist(), strict=True)
    )


def _likeness(keys: Indices, size: int, quotes: _Quotes, words: _Words) -> Numbers:
    known = [plain(stem) for stem in words.vocabulary]
    return np.array(
        [likeness(quotes.vocabulary[key // size], known[key % size]) for key in keys.tolist()]
    )


def _places(
    pairs: _Pairs, words: _Words, quotes: _Quotes, scale: Numbers, shift: Numbers
) -> tuple[Numbers, Numbers]:
    """How offsets of the original become offsets of the note: a scale a text, a shift nearby."""
    number = len(quotes.offsets)
    mass = np.bincount(pairs.quoted, pairs.chance, number)
    weighed = np.bincount(pairs.quoted, pairs.chance * words.starts[pairs.words], number)
    at = weighed / np.maximum(mass, _NOWHERE)
    scale, shift = scale.copy(), shift.copy()
    for text in np.unique(quotes.texts):
        own = np.nonzero(quotes.texts == text)[0]
        sure = own[mass[own] > _MASS]
        far = sure[quotes.offsets[sure] > _NEIGHBOURS]
        if len(far) >= _EXTRA_WORDS:
            scale[text] = np.clip(np.median(at[far] / quotes.offsets[far]), *_SCALES)
        if not len(sure):
            continue
        rest = np.clip(
            at[sure] - scale[text] * quotes.offsets[sure], -_LARGEST_SHIFT, _LARGEST_SHIFT
        )
        distance = quotes.offsets[own][:, None] - quotes.offsets[sure][None, :]
        weight = np.exp(-0.5 * (distance / _NEIGHBOURS) ** 2)
        shift[own] = weight @ rest / (weight.sum(1) + 0.5)
    return scale, shift


def _chosen(pairs: _Pairs, words: _Words, quotes: _Quotes, number: int) -> list[Place | None]:
    """For each quote the run of words within a line that explains most of its words."""
    weights: list[dict[int, float]] = [{} for _ in range(number)]
    sizes = np.bincount(quotes.quotes, minlength=number)
    likely = pairs.chance > _LIKELY
    owners = quotes.quotes[pairs.quoted[likely]]
    for owner, word, chance in zip(
        owners.tolist(), pairs.words[likely].tolist(), pairs.chance[likely].tolist(), strict=True
    ):
        weights[owner][word] = weights[owner].get(word, 0.0) + chance
    return [
        _run(weight, words, int(size)) if weight else None
        for weight, size in zip(weights, sizes, strict=True)
    ]


def _run(weights: dict[int, float], words: _Words, size: int) -> Place | None:
    longest = size + _EXTRA_WORDS
    order = sorted(weights)
    best, chosen = 0.0, None
    for first in order:
        total, explained = 0.0, 0
        for last in order:
            if last < first:
                continue
            if words.lines[last] != words.lines[first] or last - first >= longest:
                break
            total += weights[last]
            explained += weights[last] > 2 * _LEAST_TRUST
            value = total - _GAP_COST * (last - first + 1 - explained)
            if value > best:
                best, chosen = value, (first, last, total)
    if chosen is None or chosen[2] / size < _LEAST_TRUST:
        return None
    first, last, _ = chosen
    at = int(words.positions[first])
    if last - first >= LONGEST_PHRASE:
        return None
    return Place(int(words.lines[first]), at, at + last - first + 1)
