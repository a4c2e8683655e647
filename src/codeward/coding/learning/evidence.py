"""What speaks for a code in a text: phrases quoted for it, mined phrases, vocabulary wordings."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from codeward.coding.learning.counts import Entry
from codeward.coding.learning.tokens import Phrase, Term

UNSEEN_PRECISION = 0.4
LEAST_PRECISION = 0.15
_END = ""
Trie = dict[str, Any]
"""Phrases by their stems, one level a word; an entry stands under the empty stem."""


def trie(phrases: Mapping[Phrase, Entry]) -> Trie:
    """The phrases as a trie, for matching all of them in one pass."""
    root: Trie = {}
    for phrase, entry in phrases.items():
        node = root
        for stem in phrase:
            node = node.setdefault(stem, {})
        node[_END] = entry
    return root


_Places = list[tuple[int, int, int]]


class Support:
    """All that speaks for one code in one text; numbers of the phrase that speaks loudest."""

    __slots__ = (
        "assertions",
        "covered",
        "covered_weight",
        "mined",
        "mined_hits",
        "mined_seen",
        "places",
        "quoted",
        "quoted_hits",
        "quoted_length",
        "quoted_places",
        "quoted_seen",
        "quoted_share",
        "quoted_times",
        "quoted_weight",
        "sources",
        "term",
        "term_covered",
        "term_length",
        "term_places",
        "term_seen",
    )

    def __init__(self) -> None:
        self.quoted = self.covered = self.mined = self.term = 0.0
        self.quoted_seen = self.quoted_times = self.quoted_length = 0
        self.quoted_share = self.quoted_weight = self.covered_weight = 0.0
        self.quoted_places = self.quoted_hits = 0
        self.mined_seen = self.mined_hits = 0
        self.term_seen = self.term_length = self.term_places = 0
        self.term_covered = False
        self.sources: set[str] = set()
        self.assertions: set[str] = set()
        self.places: list[tuple[float, int, _Places]] = []

    @property
    def best(self) -> float:
        """The precision of what speaks loudest."""
        return max(self.quoted, self.mined, self.term, 0.8 * self.covered)


def gather(
    lines: Sequence[Sequence[str]],
    terms: Iterable[Term],
    phrases: Trie,
) -> dict[str, Support]:
    """Everything that speaks for each code in a text.

    A quoted phrase inside a longer one at every place where it stands counts less.
    """
    found: dict[str, Support] = {}
    reach: dict[int, list[int]] = {}
    hits = _hits(lines, phrases)
    for entry, places in hits.values():
        if entry.quoted:
            for line, first, last in places:
                longest = reach.get(line)
                if longest is None:
                    longest = reach[line] = [0] * len(lines[line])
                length = last - first
                for word in range(first, last):
                    longest[word] = max(longest[word], length)
    for entry, places in hits.values():
        if entry.quoted:
            _add_quoted(found, entry, places, reach)
        for mined in entry.mined:
            _add_mined(found, mined.code, mined.precision, entry.seen, places)
    for term in terms:
        _add_term(found, term, lines, phrases, reach)
    return found


def _entry(phrases: Trie, stems: Sequence[str]) -> Entry | None:
    node: Trie | None = phrases
    for stem in stems:
        node = node.get(stem) if node else None
    entry: Entry | None = node.get(_END) if node else None
    return entry


def _hits(lines: Sequence[Sequence[str]], phrases: Trie) -> dict[int, tuple[Entry, _Places]]:
    """Each known phrase in the text with all places where it stands."""
    hits: dict[int, tuple[Entry, _Places]] = {}
    for number, line in enumerate(lines):
        length = len(line)
        for first in range(length):
            node = phrases.get(line[first])
            last = first + 1
            while node:
                entry = node.get(_END)
                if entry is not None:
                    key = id(entry)
                    if key in hits:
                        hits[key][1].append((number, first, last))
                    else:
                        hits[key] = (entry, [(number, first, last)])
                if last >= length:
                    break
                node = node.get(line[last])
                last += 1
    return hits


def _add_quoted(
    found: dict[str, Support], entry: Entry, places: _Places, reach: Mapping[int, Sequence[int]]
) -> None:
    _, begin, end = places[0]
    length = end - begin
    free = any(max(reach[line][first:last]) <= length for line, first, last in places)
    for code, precision, times, share in (
        (one.code, one.precision, one.times, one.share) for one in entry.quoted
    ):
        support = found.get(code)
        if support is None:
            support = found[code] = Support()
        weight = times / (entry.seen + 1)
        support.quoted_hits += 1
        if free:
            if precision > support.quoted:
                support.quoted = precision
                support.quoted_seen, support.quoted_times = entry.seen, times
                support.quoted_length, support.quoted_share = length, share
                support.quoted_places = len(places)
            support.quoted_weight = max(support.quoted_weight, weight)
        else:
            support.covered = max(support.covered, precision)
            support.covered_weight = max(support.covered_weight, weight)
        support.places.append((precision, entry.seen, places))


def _add_mined(
    found: dict[str, Support], code: str, precision: float, seen: int, places: _Places
) -> None:
    support = found.get(code)
    if support is None:
        support = found[code] = Support()
    support.mined_hits += 1
    if precision > support.mined:
        support.mined, support.mined_seen = precision, seen
    support.places.append((precision, seen, places))


def _add_term(
    found: dict[str, Support],
    term: Term,
    lines: Sequence[Sequence[str]],
    phrases: Trie,
    reach: Mapping[int, Sequence[int]],
) -> None:
    place = term.place
    support = found.get(term.code)
    if support is None:
        support = found[term.code] = Support()
    entry = _entry(phrases, lines[place.line][place.first : place.last])
    precision, number = UNSEEN_PRECISION, 0
    if entry is not None:
        for known in entry.known:
            if known.code == term.code:
                precision, number = known.precision, entry.seen
    length = place.last - place.first
    support.term_places += 1
    support.sources.add(term.mention.source)
    support.assertions.add(term.mention.assertion)
    if precision > support.term:
        support.term, support.term_seen, support.term_length = precision, number, length
        longest = reach.get(place.line)
        covering = longest[place.first : place.last] if longest else ()
        support.term_covered = max(covering, default=0) >= length
    support.places.append((precision, number, [(place.line, place.first, place.last)]))


_SOURCES = ("title", "wording", "name", "inclusion", "includes", "index", "see")
_ASSERTIONS = (
    "present", "negated", "possible", "historical", "family", "hypothetical", "planned",
)  # fmt: skip
NUMBERS = (
    "quoted", "covered", "mined", "term", "quoted_seen", "quoted_times", "quoted_length",
    "quoted_share", "quoted_weight", "covered_weight", "quoted_places", "quoted_hits",
    "mined_seen", "mined_hits", "term_seen", "term_length", "term_places", "term_covered",
)  # fmt: skip
NAMES = (*_SOURCES, *_ASSERTIONS)
_numbers_of = attrgetter(*NUMBERS)


def row(support: Support, given: int) -> tuple[float, ...]:
    """What speaks for a code in numbers: `NUMBERS`, one for each of `NAMES`, then `given`."""
    sources, assertions = support.sources, support.assertions
    return (
        *_numbers_of(support),
        *[name in sources for name in _SOURCES],
        *[name in assertions for name in _ASSERTIONS],
        given,
    )
