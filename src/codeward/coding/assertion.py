"""Assertion: whether a mention is present, absent, doubted, past, planned or somebody else's.

Trigger words open scopes over the words beside them, once a sentence. A longer trigger is taken
before a shorter one at the same place and triggers do not overlap, so that a shielding phrase hides
the trigger inside it. The trigger is kept: it is the explanation that the coder sees.
"""

import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from codeward.codesets.words import SKIPPED, Word
from codeward.model.chart import SectionKind

SCOPE_WORDS = 12
"""How far a trigger reaches; chosen on the development half of the NegEx sentences."""


class Assertion(StrEnum):
    """How a mention is meant."""

    PRESENT = "present"
    NEGATED = "negated"
    POSSIBLE = "possible"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"

    @property
    def is_affirmed(self) -> bool:
        """Whether the patient has it now, for certain or probably."""
        return self in _AFFIRMED

    @property
    def is_excluded(self) -> bool:
        """Whether the patient neither has it nor had it: negated, the family's, hypothetical."""
        return self in _EXCLUDED


_AFFIRMED = frozenset((Assertion.PRESENT, Assertion.POSSIBLE))
_EXCLUDED = frozenset((Assertion.NEGATED, Assertion.FAMILY, Assertion.HYPOTHETICAL))

# Where several readings apply, the first of these is the reading of the mention.
_PRECEDENCE = (
    Assertion.NEGATED,
    Assertion.FAMILY,
    Assertion.HYPOTHETICAL,
    Assertion.HISTORICAL,
    Assertion.POSSIBLE,
    Assertion.PLANNED,
)
_UNLIMITED = frozenset({Assertion.FAMILY})
_SHIELD = "shield"
_TERMINATOR = "terminator"

SECTION_READING = {
    SectionKind.FAMILY: Assertion.FAMILY,
    SectionKind.PAST: Assertion.HISTORICAL,
    SectionKind.SURGICAL: Assertion.HISTORICAL,
    SectionKind.ALLERGIES: Assertion.HYPOTHETICAL,
    SectionKind.INSTRUCTIONS: Assertion.HYPOTHETICAL,
}
"""The reading of a mention that its section gives where the sentence says nothing else."""


class Trigger(msgspec.Struct, frozen=True, gc=False):
    """A trigger found in a sentence, at words `first` to `last` (exclusive)."""

    kind: str
    forward: bool
    first: int
    last: int


class Scope(msgspec.Struct, frozen=True, gc=False):
    """The words `first` to `last` (exclusive) that a trigger governs."""

    reading: Assertion
    first: int
    last: int
    trigger_first: int
    trigger_last: int


def scopes(words: Sequence[Word]) -> tuple[Scope, ...]:
    """The scopes of a sentence's triggers, in the order of the triggers."""
    found = list(_triggers(words))
    return tuple(
        scope for place, trigger in enumerate(found) if (scope := _scope(found, place, len(words)))
    )


def reading(
    first: int, last: int, in_scopes: Sequence[Scope], section: SectionKind
) -> tuple[Assertion, Scope | None]:
    """How the mention at words `first` to `last` is meant, and the scope that says so.

    The sentence goes before the section; no scope beside a section's default means the section.
    """
    holding = {
        scope.reading: scope
        for scope in reversed(in_scopes)
        if scope.first <= first and last <= scope.last
    }
    by_section = SECTION_READING.get(section)
    for assertion in _PRECEDENCE:
        if assertion in holding:
            return assertion, holding[assertion]
        if assertion is by_section:
            return assertion, None
    return Assertion.PRESENT, None


def _triggers(words: Sequence[Word]) -> Iterator[Trigger]:
    known = _lexicon()
    place = 0
    while place < len(words):
        begun = known.get(words[place].word)
        found = _longest(begun, words, place) if begun is not None else None
        if found is None:
            place += 1
            continue
        last, entries = found
        both_ways = len({forward for _, forward in entries}) > 1
        at_end = _ends_clause(words, last)
        for kind, forward in entries:
            # "Probable pneumonia" looks forward, "pneumonia probable." at the end looks backward.
            if not both_ways or forward != at_end:
                yield Trigger(kind, forward, place, last)
        place = last


def _ends_clause(words: Sequence[Word], last: int) -> bool:
    """Whether nothing follows, or a mark and a blank stand before the next word.

    A wider gap is a word that is left out, such as the `of` in `history of`.
    """
    return last == len(words) or words[last].start == words[last - 1].end + _MARK_AND_BLANK


_MARK_AND_BLANK = 2


def _longest(
    begun: "_Begun", words: Sequence[Word], place: int
) -> "tuple[int, tuple[_Entry, ...]] | None":
    """The longest trigger that begins at a word: the number after its last word, its entries."""
    node: _Begun | None = begun
    found = None
    last = place
    while node is not None:
        last += 1
        if node.entries:
            found = last, node.entries
        node = node.following.get(words[last].word) if last < len(words) else None
    return found


def _scope(found: Sequence[Trigger], place: int, length: int) -> Scope | None:
    trigger = found[place]
    if trigger.kind in (_SHIELD, _TERMINATOR):
        return None
    meaning = Assertion(trigger.kind)
    reach = length if meaning in _UNLIMITED else SCOPE_WORDS
    if trigger.forward:
        first, last = trigger.last, min(length, trigger.last + reach)
        for other in found[place + 1 :]:
            if other.first >= trigger.last and _ends_forward(trigger, other):
                last = min(last, other.first)
                break
    else:
        first, last = max(0, trigger.first - reach), trigger.first
        for other in reversed(found[:place]):
            if other.last <= trigger.first and _ends_backward(other):
                first = max(first, other.last)
                break
    return Scope(meaning, first, last, trigger.first, trigger.last) if first < last else None


def _ends_forward(trigger: Trigger, other: Trigger) -> bool:
    """A terminator ends a scope, and so does a forward trigger of the other polarity."""
    if other.kind == _TERMINATOR:
        return trigger.kind != Assertion.FAMILY
    return other.forward and {trigger.kind, other.kind} == {
        Assertion.NEGATED,
        Assertion.POSSIBLE,
    }


def _ends_backward(other: Trigger) -> bool:
    return other.kind != _SHIELD


_Entry = tuple[str, bool]


class _Begun:
    """A run of words that begins triggers: what it is itself, and the words that go on."""

    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.entries: tuple[_Entry, ...] = ()
        self.following: dict[str, _Begun] = {}


@cache
def _lexicon() -> dict[str, _Begun]:
    """The triggers as a tree of words, by their first word."""
    root = _Begun()
    source = resources.files("codeward.coding").joinpath("data", "assertion.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    informants = data.pop("informant")
    told = [f"{who} {verb}" for who in informants["persons"] for verb in informants["verbs"]]
    data[_SHIELD]["informants"] = told
    for kind, lists in data.items():
        for direction, phrases in lists.items():
            for phrase in phrases:
                node = root
                for word in phrase.split():
                    if word not in SKIPPED:
                        node = node.following.setdefault(word, _Begun())
                node.entries = (*node.entries, (kind, direction != "after"))
    return root.following
