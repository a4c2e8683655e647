"""Mentions: where in a chart a wording names a code or a concept, and how it is meant."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from codeward.codesets.lexicon import Lexicon
from codeward.codesets.search.abbreviations import senses
from codeward.codesets.words import Word, words
from codeward.coding import phrase_table
from codeward.coding.assertion import Assertion, Scope, reading, scopes
from codeward.coding.phrase_table import Found
from codeward.coding.rewording import has_cue, rewordings
from codeward.coding.vocabulary import Vocabulary, vocabulary_of
from codeward.model import EvidenceSpan
from codeward.model.chart import Chart, SectionKind, Sentence

_K = TypeVar("_K", int, str)

_LONGEST_ABBREVIATION = 8


_MAY_BE_DOUBTED = frozenset((Assertion.PRESENT, Assertion.HISTORICAL))


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A wording in the text.

    Attributes:
        meaning: An undotted code at any level, or the name of a concept in lower case.
        span: The place in the document.
        sentence: Number of the sentence within the chart.
        first: Number of its first word within the sentence.
        last: Number after its last word.
        assertion: How it is meant.
        trigger: The words that say so; None where the section or nothing does.
        section: Kind of section.
        source: What knew the wording: a phrase source, `wording` or `concept`.
        copied: Whether its paragraph is copied forward.
    """

    meaning: str
    span: EvidenceSpan
    sentence: int
    first: int
    last: int
    assertion: Assertion
    trigger: str | None
    section: SectionKind
    source: str
    copied: bool = False


class Line(msgspec.Struct, frozen=True, gc=False):
    """A sentence with its words; abbreviations that are known stand in full, at their own place.

    `stems` are those of the words: what a sentence cannot hold is told from them at once.
    """

    number: int
    sentence: Sentence
    words: tuple[Word, ...]
    stems: frozenset[str] = frozenset()

    def meant(self, first: int, last: int) -> Assertion:
        """How the words `first` to `last` (exclusive) are meant."""
        return reading(first, last, scopes(self.words), self.sentence.section)[0]


class Reading(msgspec.Struct, frozen=True):
    """What was found in a chart: lines, mentions of codes, mentions of concepts, in text order.

    `places` holds for each document the start and the number of its lines.
    """

    lines: tuple[Line, ...]
    mentions: tuple[Mention, ...]
    concepts: tuple[Mention, ...]
    concepts_by_line: dict[int, tuple[Mention, ...]] = {}
    concepts_by_meaning: dict[str, tuple[Mention, ...]] = {}
    places: dict[str, tuple[tuple[int, int], ...]] = {}

    def line_at(self, document: str, offset: int) -> Line | None:
        """The line of a document in which an offset stands, None where none does."""
        places = self.places.get(document, ())
        found = bisect_right(places, offset, key=_start) - 1
        line = self.lines[places[found][1]] if found >= 0 else None
        return line if line is not None and offset < line.sentence.end else None


def _start(place: tuple[int, int]) -> int:
    return place[0]


def read_mentions(chart: Chart, lexicon: Lexicon | None) -> Reading:
    """Find every mention in a chart; scopes are computed once a sentence that has one."""
    texts = {document.id: document.text for document in chart.documents}
    lines: list[Line] = []
    mentions: list[Mention] = []
    concepts: list[Mention] = []
    vocabulary, known = vocabulary_of(lexicon), phrase_table.read("concepts.toml")
    for number, sentence in enumerate(chart.sentences):
        text = texts[sentence.document]
        found = _expanded(text, sentence)
        line = Line(number, sentence, found, frozenset([word.stem for word in found]))
        lines.append(line)
        named = list(_codes(line, text, vocabulary))
        said = known.all_in(line.words)
        if named or said:
            in_scopes = scopes(line.words)
            mentions += (_mention(found, source, line, text, in_scopes) for found, source in named)
            concepts += (_mention(found, "concept", line, text, in_scopes) for found in said)
    return Reading(
        lines=tuple(lines),
        mentions=tuple(mentions),
        concepts=tuple(concepts),
        concepts_by_line=_grouped(concepts, lambda one: one.sentence),
        concepts_by_meaning=_grouped(concepts, lambda one: one.meaning),
        places=_places(lines),
    )


def _places(lines: Sequence[Line]) -> dict[str, tuple[tuple[int, int], ...]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        places.setdefault(line.sentence.document, []).append((line.sentence.start, line.number))
    return {document: tuple(found) for document, found in places.items()}


def _grouped(
    concepts: Sequence[Mention], key: Callable[[Mention], _K]
) -> dict[_K, tuple[Mention, ...]]:
    groups: dict[_K, list[Mention]] = {}
    for mention in concepts:
        groups.setdefault(key(mention), []).append(mention)
    return {name: tuple(group) for name, group in groups.items()}


def _codes(line: Line, text: str, vocabulary: Vocabulary) -> Iterator[tuple[Found, str]]:
    """Wordings of codes, longest first and without overlap; on a tie our own wording counts."""
    place = 0
    reword = has_cue(line.words)
    begins = vocabulary.first_stems
    while place < len(line.words):
        if not reword and line.words[place].stem not in begins:
            place += 1
            continue
        found, source = vocabulary.longest_at(line.words, place, text)
        covered = found.last if found else place
        for reworded in rewordings(line.words, place) if reword else ():
            other, knower = vocabulary.longest_at(reworded.words, 0, text)
            if other is None or other.last < reworded.least:
                continue
            last = reworded.last_of(other.last)
            if last <= covered:
                continue
            if reworded.also and other.meaning:
                # Two codes from the same words: the second of them must still find its place.
                yield Found(place, last, other.meaning), knower
                found = Found(place, last, "")
            else:
                found, source, covered = Found(place, last, other.meaning), knower, last
        if found is None:
            place += 1
            continue
        if found.meaning:
            yield found, source
        place = found.last


def _mention(
    found: Found, source: str, line: Line, text: str, in_scopes: Sequence[Scope]
) -> Mention:
    sentence = line.sentence
    assertion, scope = reading(found.first, found.last, in_scopes, sentence.section)
    start, end = line.words[found.first].start, line.words[found.last - 1].end
    questioned = text[end : end + 1] == "?" or text[max(start - 1, 0) : start] == "?"
    if questioned and scope is None and assertion in _MAY_BE_DOUBTED:
        assertion = Assertion.POSSIBLE
    return Mention(
        meaning=found.meaning,
        span=EvidenceSpan(sentence.document, start, end, text[start:end]),
        sentence=line.number,
        first=found.first,
        last=found.last,
        assertion=assertion,
        trigger=_trigger(scope, line, text),
        section=sentence.section,
        source=source,
        copied=sentence.copied,
    )


def _trigger(scope: Scope | None, line: Line, text: str) -> str | None:
    if scope is None:
        return None
    return text[line.words[scope.trigger_first].start : line.words[scope.trigger_last - 1].end]


def _expanded(text: str, sentence: Sentence) -> tuple[Word, ...]:
    """The words of a sentence, abbreviations in capitals replaced by what they stand for."""
    written = words(text, sentence.start, sentence.end)
    if text[sentence.start + 1 : sentence.end].islower() and not _is_side(written, text):
        return tuple(written)
    in_full = [
        () if text[word.end : word.end + 2] in _OUT else _in_full(text[word.start : word.end])
        for word in written
    ]
    if not any(in_full):
        return tuple(written)
    found: list[Word] = []
    for word, full in zip(written, in_full, strict=True):
        if full:
            found += (Word(name, stem, word.start, word.end) for name, stem in full)
        else:
            found.append(word)
    return tuple(found)


_PLAIN = {
    "MCA": "middle cerebral artery",
    "UOQ": "upper outer quadrant",
    "UIQ": "upper inner quadrant",
    "LOQ": "lower outer quadrant",
    "LIQ": "lower inner quadrant",
    "RUL": "right upper lobe",
    "RLL": "right lower lobe",
    "LUL": "left upper lobe",
    "LLL": "left lower lobe",
}
"""Abbreviations that a list with several senses leaves open, but whose place is clear in a note."""


def _is_side(written: Sequence[Word], text: str) -> bool:
    """Whether a sentence begins with the letter of a side."""
    return bool(written) and text[written[0].start : written[0].end] in _SIDES


# What follows the R of `R/O`, to rule out: no side.
_OUT = frozenset(("/o", "/O"))
_SIDES = {"L": "left", "R": "right", "Lt": "left", "Rt": "right", "LT": "left", "RT": "right"}


@lru_cache(maxsize=65_536)
def _in_full(written: str) -> tuple[tuple[str, str], ...]:
    """The words that stand for a word as written, each with its stem; none where it stands."""
    side = _SIDES.get(written)
    if side is not None:
        return ((side, side),)
    return _expansion(written) if len(written) <= _LONGEST_ABBREVIATION else ()


def _expansion(token: str) -> tuple[tuple[str, str], ...]:
    """The words of an abbreviation with a single sense; none where it is none or has several."""
    if sum(character.isupper() for character in token) < 2 or _is_wording(token):  # noqa: PLR2004 - one capital only begins a sentence
        return ()
    if token in _PLAIN:
        return tuple((word.word, word.stem) for word in words(_PLAIN[token]))
    usable = senses(token)
    if len({sense.expansion for sense in usable}) != 1:
        return ()
    return tuple((word.word, word.stem) for word in words(usable[0].expansion))


def _is_wording(token: str) -> bool:
    """Whether the token is a wording of our own that reads better unexpanded."""
    table = phrase_table.read("wordings.toml")
    found = words(token)
    return bool(found) and table.longest_at(found, 0) is not None
