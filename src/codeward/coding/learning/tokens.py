"""The words of a chart as learning sees them: stems, line by line, and the phrases among them."""

from collections.abc import Iterator, Sequence

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.book import Book
from codeward.coding.learning.example import in_force
from codeward.coding.mentions import Line, Mention, Reading
from codeward.model import System

LONGEST_PHRASE = 5
Phrase = tuple[str, ...]


class Place(msgspec.Struct, frozen=True, order=True):
    """Words `first` to `last` (exclusive) of a line."""

    line: int
    first: int
    last: int


class Term(msgspec.Struct, frozen=True):
    """A wording of the vocabulary found in a chart, with the code of today that it names."""

    code: str
    place: Place
    mention: Mention


class Text(msgspec.Struct, frozen=True):
    """A chart reduced to what is learned from.

    Attributes:
        lines: The stems of each line.
        starts: The character offset of each of those words.
        ends: The offset after each of them.
        documents: The document of each line.
        terms: Wordings of the vocabulary, for ICD-10-CM.
    """

    lines: tuple[tuple[str, ...], ...]
    starts: tuple[tuple[int, ...], ...]
    ends: tuple[tuple[int, ...], ...]
    documents: tuple[str, ...]
    terms: tuple[Term, ...]

    def phrase(self, place: Place) -> Phrase:
        """The stems at a place."""
        return self.lines[place.line][place.first : place.last]

    def phrases(self) -> Iterator[tuple[Phrase, Place]]:
        """Every run of one to five words within a line."""
        for number, line in enumerate(self.lines):
            for first in range(len(line)):
                for last in range(first + 1, min(first + LONGEST_PHRASE, len(line)) + 1):
                    yield line[first:last], Place(number, first, last)

    def within(self, document: str, start: int, end: int) -> Place | None:
        """The words of the first line that a stretch of a document touches."""
        for number, of in enumerate(self.documents):
            starts, ends = self.starts[number], self.ends[number]
            if of != document or not starts or ends[-1] <= start or starts[0] >= end:
                continue
            touched = [
                place for place, begin in enumerate(starts) if begin < end and ends[place] > start
            ]
            if touched:
                return Place(number, touched[0], touched[-1] + 1)
        return None


def text_of(reading: Reading, code_set: CodeSet, book: Book) -> Text:
    """What is learned from in a reading."""
    lines = reading.lines
    return Text(
        lines=stems_of(lines),
        starts=tuple(tuple(word.start for word in line.words) for line in lines),
        ends=tuple(tuple(word.end for word in line.words) for line in lines),
        documents=tuple(line.sentence.document for line in lines),
        terms=terms_of(reading, code_set, book),
    )


def stems_of(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    """The stems of lines."""
    return tuple(tuple(word.stem for word in line.words) for line in lines)


def terms_of(reading: Reading, code_set: CodeSet, book: Book) -> tuple[Term, ...]:
    """The wordings of the vocabulary in a reading, with the codes in force that they name."""
    return tuple(
        Term(
            in_force(mention.meaning, System.ICD10CM, code_set, book),
            Place(mention.sentence, mention.first, mention.last),
            mention,
        )
        for mention in reading.mentions
    )
