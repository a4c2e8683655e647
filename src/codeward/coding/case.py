"""The case that guideline rules work on: candidates, what was said, and where it was said."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge

import msgspec

from codeward.codesets.words import words
from codeward.coding.assertion import Assertion
from codeward.coding.book import Book
from codeward.coding.mentions import Line, Mention, Reading
from codeward.model import EvidenceSpan, PathStep, Setting, Sex
from codeward.model.chart import SectionKind


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A code that the case may get.

    Attributes:
        code: Undotted code without a seventh character that is still to be chosen.
        evidence: Where the text supports it, first the place that decided.
        path: The way from the text to the code so far.
        place: Where it stands in the order of the documentation; lower comes first.
        line: Number of the sentence that decided.
        section: Section of that sentence.
        guideline: Section of the Official Guidelines that decided last.
        needs: Details the documentation lacks.
        confidence: Share of such suggestions that is expected to be right.
        uncertain: Whether the diagnosis is stated as probable, suspected or the like.
        assertion: How the deciding mention is meant.
        mentioned: The meaning of the deciding mention; empty where a rule added the code.
    """

    code: str
    evidence: tuple[EvidenceSpan, ...]
    path: tuple[PathStep, ...]
    place: float
    line: int
    section: SectionKind
    guideline: str | None = None
    needs: tuple[str, ...] = ()
    confidence: float = 0.7
    uncertain: bool = False
    assertion: Assertion = Assertion.PRESENT
    mentioned: str = ""


class Case(msgspec.Struct, frozen=True):
    """Everything a rule may look at.

    Attributes:
        candidates: The codes so far.
        reading: Lines, code mentions and concept mentions of the chart.
        setting: Where the encounter took place.
        age: Age in years on the day of the encounter, None where unknown.
        sex: Sex, None where unknown.
        book: The code set of the day.
        orders: Pairs of codes of which the first must come before the second.
        leads: Codes that come first, the earliest lead first.
        topics: Topics of queries that rules ask for, with the code concerned.
    """

    candidates: tuple[Candidate, ...]
    reading: Reading
    setting: Setting
    age: int | None
    sex: Sex | None
    book: Book
    orders: tuple[tuple[str, str], ...] = ()
    leads: tuple[str, ...] = ()
    topics: tuple[tuple[str, EvidenceSpan], ...] = ()
    texts: Mapping[str, str] = {}

    def starting(self, *prefixes: str) -> tuple[Candidate, ...]:
        """The candidates whose code starts with one of the prefixes, in text order."""
        return tuple(one for one in self.candidates if one.code.startswith(prefixes))

    def has(self, *prefixes: str) -> bool:
        """Whether a candidate starts with one of the prefixes."""
        return any(one.code.startswith(prefixes) for one in self.candidates)

    def said(self, *concepts: str, line: int | None = None) -> Mention | None:
        """The first mention of one of the concepts that holds for the patient now."""
        return next(self.all_said(*concepts, line=line), None)

    def all_said(self, *concepts: str, line: int | None = None) -> Iterator[Mention]:
        """All mentions of the concepts that are neither negated nor hypothetical nor family's."""
        for mention in self._all_mentioned(concepts, line):
            if not mention.assertion.is_excluded:
                yield mention

    def mentioned(self, *concepts: str, line: int | None = None) -> Mention | None:
        """The first mention of one of the concepts, however it is meant."""
        return next(self._all_mentioned(concepts, line), None)

    def _all_mentioned(self, concepts: tuple[str, ...], line: int | None) -> Iterator[Mention]:
        """The mentions of the concepts in the order of the text."""
        if line is not None:
            in_line = self.reading.concepts_by_line.get(line, ())
            return (mention for mention in in_line if mention.meaning in concepts)
        groups = [self.reading.concepts_by_meaning.get(concept, ()) for concept in concepts]
        if len(groups) == 1:
            return iter(groups[0])
        return merge(*groups, key=lambda mention: (mention.sentence, mention.first))

    def quote(self, document: str, start: int, end: int) -> str:
        """The text of a document between two offsets."""
        return self.texts[document][start:end]

    def written(self, line: int) -> frozenset[str]:
        """The words of a sentence as written, abbreviations unexpanded, in lower case."""
        sentence = self.line(line).sentence
        text = self.texts[sentence.document]
        return frozenset(word.word for word in words(text, sentence.start, sentence.end))

    def mention_at(self, line: int, first: int, last: int) -> Mention:
        """What stands at some words of a line, read like any mention; its meaning is empty."""
        found = self.line(line)
        document = found.sentence.document
        start, end = found.words[first].start, found.words[last - 1].end
        return Mention(
            meaning="",
            span=EvidenceSpan(document, start, end, self.quote(document, start, end)),
            sentence=line,
            first=first,
            last=last,
            assertion=found.meant(first, last),
            trigger=None,
            section=found.sentence.section,
            source="word",
        )

    def line(self, number: int) -> Line:
        """The sentence of that number."""
        return self.reading.lines[number]

    def stems_of(self, line: int) -> frozenset[str]:
        """The stems of a sentence."""
        return self.reading.lines[line].stems

    def mentions_of(self, *prefixes: str) -> Iterable[Mention]:
        """All mentions of codes that start with one of the prefixes, however they are meant."""
        return (one for one in self.reading.mentions if one.meaning.startswith(prefixes))
