"""Builds an ICD-10-PCS code character by character: after each one, what may follow.

What may follow comes from the codes that are valid, so a way that is offered always ends in a
code. The labels come from the official tables where they are imported (`pcs_imported_labels`), else
from titles (`pcs_derived_labels`).
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, Protocol

import msgspec

from codeward.codesets.readers.pcs_index_xml import PcsIndex, PcsIndexTerm

LENGTH: Final = 7
_TABLE, _OPERATION, _BODY = 3, 3, 4
_PAST_EVERY_VALUE: Final = "~"


class LabelBook(Protocol):
    """Where labels come from."""

    def axis(self, start: str) -> str:
        """What the character after `start` is called, such as `Body Part`."""
        ...

    def label(self, start: str, value: str) -> str | None:
        """What a value after `start` stands for, None where that is not known."""
        ...

    def definition(self, start: str, value: str) -> str:
        """Its official definition, empty where there is none."""
        ...


class Choice(msgspec.Struct, frozen=True):
    """A value that may follow.

    Attributes:
        value: The character.
        label: What it stands for, None where no source tells.
        definition: Its definition, often empty.
        codes: How many valid codes lie beyond it.
    """

    value: str
    label: str | None
    definition: str
    codes: int


class Step(msgspec.Struct, frozen=True):
    """Where the building stands.

    Attributes:
        start: The characters that are chosen.
        axis: What the next character is called; empty at a whole code.
        choices: What may follow, () at a whole code.
        chosen: Labels of the chosen characters.
    """

    start: str
    axis: str
    choices: tuple[Choice, ...]
    chosen: tuple[str | None, ...]

    @property
    def complete(self) -> bool:
        """Whether the code is whole, and therefore valid."""
        return len(self.start) == LENGTH


class PcsBuilder:
    """The valid codes of a day, open for building."""

    def __init__(self, codes: Iterable[str], labels: LabelBook) -> None:
        self._codes = sorted(codes)
        self._labels = labels

    def step(self, start: str = "") -> Step | None:
        """What may follow the characters chosen so far; None if no valid code begins so."""
        start = start.upper()
        if not self.count(start):
            return None
        chosen = tuple(
            self._labels.label(start[:number], value) for number, value in enumerate(start)
        )
        if len(start) == LENGTH:
            return Step(start, "", (), chosen)
        return Step(start, self._labels.axis(start), tuple(self._choices(start)), chosen)

    def only_way(self, start: str) -> str:
        """The characters extended by all that are forced: one choice is no choice."""
        while len(start) < LENGTH:
            values = self._values(start)
            if len(values) != 1:
                return start
            start += values[0]
        return start

    def count(self, start: str) -> int:
        """How many codes begin so."""
        first = bisect_left(self._codes, start)
        return bisect_left(self._codes, start + _PAST_EVERY_VALUE) - first

    def tables(self, words: str) -> tuple[str, ...]:
        """Tables whose operation is named so: all of the words begin a word of its label."""
        return tuple(
            table
            for table in self._starts(_TABLE)
            if named(self._labels.label(table[:-1], table[-1]), words)
        )

    def body_parts(self, words: str, within: str = "") -> tuple[str, ...]:
        """Starts of four characters whose body part is named so, within the start that is given."""
        return tuple(
            start
            for start in self._starts(_BODY)
            if start.startswith(within) and named(self._labels.label(start[:-1], start[-1]), words)
        )

    def called(self, label: str, section: str = "") -> tuple[str, ...]:
        """Starts of four characters whose body part has exactly this label.

        Args:
            label: The label, as the body part key and the index name it.
            section: The first character, where it is known.
        """
        wanted = label.casefold()
        return tuple(
            start
            for start in self._starts(_BODY)
            if start.startswith(section)
            and (self._labels.label(start[:-1], start[-1]) or "").casefold() == wanted
        )

    def starts_of(self, term: PcsIndexTerm) -> tuple[str, ...]:
        """Where an index term leads: its codes and tables, and those its references name."""
        named = [*term.starts]
        for reference in (*term.see, *term.use):
            named += reference.starts
        return tuple(start for start in dict.fromkeys(named) if self.count(start))

    def _choices(self, start: str) -> Iterable[Choice]:
        for value in self._values(start):
            yield Choice(
                value,
                self._labels.label(start, value),
                self._labels.definition(start, value),
                self.count(start + value),
            )

    def _values(self, start: str) -> list[str]:
        """The next characters of all codes that begin so, found by skipping over each block."""
        values: list[str] = []
        place = bisect_left(self._codes, start)
        end = bisect_left(self._codes, start + _PAST_EVERY_VALUE)
        while place < end:
            value = self._codes[place][len(start)]
            values.append(value)
            place = bisect_left(self._codes, start + value + _PAST_EVERY_VALUE)
        return values

    def _starts(self, size: int) -> list[str]:
        """All distinct beginnings of that size."""
        starts = [""]
        for _ in range(size):
            starts = [start + value for start in starts for value in self._values(start)]
        return starts


def index_terms(index: PcsIndex, words: str) -> tuple[PcsIndexTerm, ...]:
    """Main terms of the PCS index that are named so, with every term below them."""
    found: list[PcsIndexTerm] = []
    taken: set[int] = set()
    for term in index.terms:
        if term.parent in taken or (term.parent is None and named(term.title, words)):
            taken.add(term.number)
            found.append(term)
    return tuple(found)


def named(label: str | None, words: str) -> bool:
    """Whether each of the words begins a word of the label; no words name nothing."""
    parts = (label or "").lower().replace(",", " ").split()
    return bool(words.strip()) and all(
        any(part.startswith(word) for part in parts) for word in words.lower().split()
    )
