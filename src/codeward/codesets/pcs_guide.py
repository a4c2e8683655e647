"""Building an ICD-10-PCS code on a day: the valid codes of the release, the best labels there are.

The codes are always those that are valid, with or without imported tables. Labels come from the
official tables of the fiscal year where these are imported, and where they are silent (a code that
April added) or absent, from the titles of sibling codes.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from codeward.codesets.pcs_builder import Choice, LabelBook, PcsBuilder, Step, index_terms, named
from codeward.codesets.pcs_derived_labels import DerivedLabels
from codeward.codesets.pcs_imported_labels import ImportedLabels, tables_with
from codeward.codesets.pcs_labels import LABELS, unpacked
from codeward.codesets.readers.pcs_index_xml import Reference
from codeward.codesets.releases import Releases
from codeward.model import ReleaseId

_BODY_PART = 4
_NO_LABELS = msgspec.msgpack.encode([])


class LabelSource(StrEnum):
    """Where labels come from."""

    TABLES = "official tables"
    TITLES = "derived from titles"


class Start(msgspec.Struct, frozen=True):
    """A place to begin building.

    Attributes:
        start: The first characters: 3 for a table, 7 for a whole code.
        labels: What they stand for, None where no source tells.
        term: The index term that leads there, empty where the names of the values do.
        codes: How many valid codes lie beyond it.
    """

    start: str
    labels: tuple[str | None, ...]
    term: str
    codes: int


class PcsStep(msgspec.Struct, frozen=True):
    """Where the building stands; the JSON of `codeward pcs`.

    Attributes:
        start: The characters that are chosen.
        labels: What each of them stands for, None where no source tells.
        axis: What the next character is called; empty at a whole code.
        choices: The valid values of the next character.
        forced: The characters extended by all that are forced, equal to `start` if none are.
        complete: Whether the code is whole and valid.
        title: Official title of a whole code, None where no installed file has it.
        starts: Places to begin, where words were given instead of characters.
        label_source: Where the labels come from.
        index_year: Edition of the index that terms are looked up in, None without an index.
        release: The release whose codes are offered.
    """

    start: str
    labels: tuple[str | None, ...]
    axis: str
    choices: tuple[Choice, ...]
    forced: str
    complete: bool
    title: str | None
    starts: tuple[Start, ...]
    label_source: LabelSource
    index_year: str | None
    release: ReleaseId


class LayeredLabels:
    """A `LabelBook` that asks the first book, and the second where the first is silent."""

    def __init__(self, first: LabelBook, second: LabelBook) -> None:
        self._books = (first, second)

    def axis(self, start: str) -> str:
        """What the character after `start` is called."""
        return self._books[0].axis(start) or self._books[1].axis(start)

    def label(self, start: str, value: str) -> str | None:
        """What a value after `start` stands for."""
        first, second = self._books
        return first.label(start, value) or second.label(start, value)

    def definition(self, start: str, value: str) -> str:
        """Its definition, often empty."""
        first, second = self._books
        return first.definition(start, value) or second.definition(start, value)


class PcsGuide:
    """The builder of a day, and what leads into it."""

    def __init__(self, on: Releases) -> None:
        self._codes = on.icd10pcs
        books = self._books = on.reference.pcs
        derived = DerivedLabels(unpacked(self._codes.blob(LABELS) or _NO_LABELS))
        labels: LabelBook = derived
        if books.tables is not None:
            labels = LayeredLabels(ImportedLabels(books.tables, books.definitions), derived)
        self.builder = PcsBuilder(self._codes.valid_codes(), labels)
        self.label_source = LabelSource.TABLES if books.tables else LabelSource.TITLES
        self._index = books.index

    def step(self, start: str) -> PcsStep | None:
        """What may follow the characters; None if no valid code begins so."""
        step = self.builder.step(start)
        if step is None:
            return None
        forced = self.builder.only_way(step.start) if step.start else ""
        return self._report(step, forced, ())

    def by_operation(self, words: str) -> PcsStep:
        """The tables whose operation is named so."""
        return self._with_starts([(table, "") for table in self.builder.tables(words)])

    def by_term(self, words: str) -> PcsStep:
        """Where the index and the body part key lead; else where a value is named so."""
        found = [*self._by_index(words), *self._by_key(words)]
        if not found:
            names = (*self.builder.tables(words), *self.builder.body_parts(words))
            found = [(start, "") for start in names]
        return self._with_starts(found)

    def _by_index(self, words: str) -> Iterator[tuple[str, str]]:
        if self._index is None:
            return
        terms = {term.number: term for term in self._index.terms}
        for term in index_terms(self._index, words):
            above = terms.get(term.parent) if term.parent is not None else None
            name = f"{above.title}, {term.title}" if above and term.title else term.title
            name = name or (above.title if above else "")
            for start in self.builder.starts_of(term):
                yield start, name
            for use in term.use:
                for start in self._used(use) if not use.starts else ():
                    yield start, f"{name}: use {use.text}"

    def _used(self, use: Reference) -> tuple[str, ...]:
        """Where the value that a reference names can be chosen, a body part before a device."""
        found = self.builder.called(use.text)
        if not found and self._books.tables is not None:
            tables = tables_with(self._books.tables, use.text)
            found = tuple(table for table in tables if self.builder.count(table))
        return found

    def _by_key(self, words: str) -> Iterator[tuple[str, str]]:
        """The body part key: parts that are coded to the body part that includes them."""
        definitions = self._books.definitions
        for one in definitions.definitions if definitions else ():
            if one.position != _BODY_PART:
                continue
            for part in one.includes:
                if named(part, words):
                    for title in one.titles:
                        for start in self.builder.called(title, one.section):
                            yield start, f"{part}: use {title}"

    def _with_starts(self, found: Sequence[tuple[str, str]]) -> PcsStep:
        starts = tuple(self._start(start, term) for start, term in dict.fromkeys(found))
        return self._report(Step("", "", (), ()), "", starts)

    def _start(self, start: str, term: str) -> Start:
        step = self.builder.step(start)
        labels = step.chosen if step else ()
        return Start(start, labels, term, self.builder.count(start))

    def _report(self, step: Step, forced: str, starts: tuple[Start, ...]) -> PcsStep:
        entry = self._codes.entry(step.start) if step.complete else None
        return PcsStep(
            start=step.start,
            labels=step.chosen,
            axis=step.axis,
            choices=step.choices,
            forced=forced,
            complete=step.complete,
            title=entry.title if entry else None,
            starts=starts,
            label_source=self.label_source,
            index_year=self._index.version if self._index else None,
            release=self._codes.id,
        )
