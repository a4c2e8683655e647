"""Counts: in how many coded documents a phrase stands, with which codes, and quoted for which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from codeward.coding.learning.tokens import Phrase, Place, Term, Text

_MINED_DOCUMENTS = 3
_MINED_WITH = 2
_MINED_PRIOR = 5
_LEAST_MINED = 0.2
_LEAST_QUOTED = 0.06
_UNSEEN_PRECISION = 0.4


class Labelled(msgspec.Struct, frozen=True):
    """A text with the codes of one system that it got and the places quoted for them."""

    text: Text
    codes: frozenset[str]
    quoted: tuple[tuple[str, Place], ...]
    terms: tuple[Term, ...] = ()


class Quoted(msgspec.Struct, frozen=True, array_like=True):
    """A phrase that was quoted for a code.

    Attributes:
        code: The code.
        precision: Smoothed share of the documents with the phrase that have the code.
        times: How often it was quoted for the code.
        share: Share of its quotes that were for this code.
    """

    code: str
    precision: float
    times: int
    share: float


class Mined(msgspec.Struct, frozen=True, array_like=True):
    """A phrase with which a code goes often; `precision` is smoothed towards the code's share."""

    code: str
    precision: float


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A wording of the vocabulary, and in how many documents with it its code was given."""

    code: str
    precision: float


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a phrase; `seen` counts the documents that have it."""

    seen: int
    quoted: tuple[Quoted, ...] = ()
    mined: tuple[Mined, ...] = ()
    known: tuple[Known, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """Everything counted over some documents: the phrases, and how often each code was given."""

    phrases: Mapping[Phrase, Entry]
    given: Mapping[str, int]
    documents: int


def count(examples: Iterable[Labelled]) -> Counts:
    """Count phrases and codes over documents.

    A phrase quoted for a code is scored by the documents that have both and by half the share of
    its quotes; a mined phrase by the documents that have both. A wording never seen in training
    is not in the table.
    """
    texts = tuple(examples)
    seen: Counter[Phrase] = Counter()
    quotes: dict[Phrase, Counter[str]] = defaultdict(Counter)
    terms: dict[Phrase, set[str]] = defaultdict(set)
    given: Counter[str] = Counter()
    distinct = [frozenset(phrase for phrase, _ in one.text.phrases()) for one in texts]
    for one, phrases in zip(texts, distinct, strict=True):
        seen.update(phrases)
        given.update(one.codes)
        for code, place in one.quoted:
            quotes[one.text.phrase(place)][code] += 1
        for term in one.terms:
            terms[one.text.phrase(term.place)].add(term.code)
    both = _both(texts, distinct, seen, quotes.keys() | terms.keys())
    table: dict[Phrase, Entry] = {}
    for phrase, together in both.items():
        number = seen[phrase]
        entry = Entry(
            number,
            _quoted(number, together, quotes.get(phrase)),
            _mined(phrase, number, both, seen, given, len(texts)),
            _known(number, together, terms.get(phrase, ())),
        )
        if entry.quoted or entry.mined or entry.known:
            table[phrase] = entry
    return Counts(table, dict(given), len(texts))


def _both(
    texts: tuple[Labelled, ...],
    distinct: list[frozenset[Phrase]],
    seen: Counter[Phrase],
    told: Iterable[Phrase],
) -> dict[Phrase, Counter[str]]:
    """For each phrase worth it, how many documents with the phrase have each code."""
    both: dict[Phrase, Counter[str]] = {
        phrase: Counter() for phrase, number in seen.items() if number >= _MINED_DOCUMENTS
    }
    both.update((phrase, Counter()) for phrase in told if phrase not in both)
    for one, phrases in zip(texts, distinct, strict=True):
        for phrase in phrases:
            if phrase in both:
                both[phrase].update(one.codes)
    return both


def _quoted(number: int, together: Counter[str], quotes: Counter[str] | None) -> tuple[Quoted, ...]:
    if not quotes:
        return ()
    total = quotes.total()
    found = (
        Quoted(
            code,
            round((together[code] + 0.5 * times / total) / (max(number, 1) + 1), 5),
            times,
            round(times / total, 5),
        )
        for code, times in sorted(quotes.items())
    )
    return tuple(one for one in found if one.precision >= _LEAST_QUOTED)


def _mined(
    phrase: Phrase,
    number: int,
    both: Mapping[Phrase, Counter[str]],
    seen: Mapping[Phrase, int],
    given: Mapping[str, int],
    documents: int,
) -> tuple[Mined, ...]:
    """The codes that go with the phrase, and go with no shorter part of it as well."""
    if number < _MINED_DOCUMENTS:
        return ()
    found = []
    for code, together in sorted(both[phrase].items()):
        if together < _MINED_WITH:
            continue
        smoothing = _MINED_PRIOR * given[code] / documents
        precision = (together + smoothing) / (number + _MINED_PRIOR)
        if precision < _LEAST_MINED:
            continue
        parts = (phrase[1:], phrase[:-1]) if len(phrase) > 1 else ()
        if any(
            (both[part][code] + smoothing) / (seen[part] + _MINED_PRIOR) >= precision
            for part in parts
        ):
            continue
        found.append(Mined(code, round(precision, 5)))
    return tuple(found)


def _known(number: int, together: Counter[str], codes: Iterable[str]) -> tuple[Known, ...]:
    return tuple(
        Known(code, round((together[code] + _UNSEEN_PRECISION) / (number + 1), 5))
        for code in sorted(codes)
    )
