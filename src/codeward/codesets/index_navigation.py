"""Walks the ICD-10-CM indexes as a coder does: main term, subterms, the cells of a table.

    book = IndexBook(read_index(file))
    abscess = book.main_terms("absc")[0]
    lung = next(term for term in book.below(abscess) if term.title == "lung")
    book.path(lung)              # IndexPath: storable with a decision, found again by book.at(path)

Where a `see` leads, `codesets.index_references` tells; the way from a code to the Tabular List is
`codesets.tabular_landing`.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

import msgspec

from codeward.codesets.readers.index_xml import Index, IndexCode, IndexKind, IndexTerm
from codeward.model.suggestion import PathStep

_BRACKETED: Final = re.compile(r"\s*\([^()]*\)")
_NOT_LETTERS: Final = re.compile(r"[^0-9a-z]+")
_RESIDUAL: Final = re.compile(r"\b(?:nec|nos)\b")
_BETWEEN: Final = " > "
_STEP: Final = "index"
_PAST_EVERY_LETTER: Final = "\uffff"


class IndexPath(msgspec.Struct, frozen=True):
    """A place in an index by its wording, as it is stored with a decision.

    Attributes:
        kind: Which index.
        version: Its year.
        steps: Title and modifiers of the main term and of each term below; () is the whole index.
    """

    kind: IndexKind
    version: str
    steps: tuple[str, ...]

    def __str__(self) -> str:
        return _BETWEEN.join(self.steps)

    @property
    def step(self) -> PathStep:
        """The walk as one step of the path that a decision keeps."""
        return PathStep(_STEP, _BETWEEN.join((f"{self.kind.value} {self.version}", *self.steps)))

    @classmethod
    def of(cls, step: PathStep) -> "IndexPath | None":
        """The walk that a decision keeps; None where the step is another one."""
        book, *steps = step.detail.split(_BETWEEN)
        kind, _, version = book.rpartition(" ")
        if step.step != _STEP or kind not in set(IndexKind):
            return None
        return cls(IndexKind(kind), version, tuple(steps))


class IndexBook:
    """One index, open for walking.

    Attributes:
        index: What was read.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._below: dict[int, list[IndexTerm]] = {}
        self._mains: dict[str, list[IndexTerm]] = {}
        self._answering: dict[int, Mapping[str, IndexTerm]] = {}
        self._leads: dict[str, list[IndexTerm]] = {}
        for term in index.terms:
            if term.parent is not None:
                self._below.setdefault(term.parent, []).append(term)
                continue
            self._mains.setdefault(wording(term), []).append(term)
            for form in forms(term.title):
                self._leads.setdefault(form, []).append(term)
        self._sorted_leads = sorted(self._leads)

    def main_terms(self, start: str, limit: int = 50) -> tuple[IndexTerm, ...]:
        """Main terms one of whose forms begins with the text, in alphabetical order."""
        return self.leads_from(folded(start), limit)

    def leads(self, form: str) -> tuple[IndexTerm, ...]:
        """Main terms that answer to a folded form."""
        return tuple(self._leads.get(form, ()))

    def leads_from(self, start: str, limit: int = 2) -> tuple[IndexTerm, ...]:
        """Main terms with a folded form that begins so."""
        found: dict[int, IndexTerm] = {}
        place = bisect_left(self._sorted_leads, start)
        end = bisect_left(self._sorted_leads, start + _PAST_EVERY_LETTER)
        for lead in self._sorted_leads[place:end]:
            found |= {term.number: term for term in self._leads[lead]}
            if len(found) >= limit:
                break
        return tuple(found.values())[:limit]

    def below(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """The terms right below, in the order of the index."""
        return tuple(self._below.get(term.number, ()))

    def answering(self, term: IndexTerm) -> Mapping[str, IndexTerm]:
        """The terms right below by each folded form that they answer to; the first one wins."""
        if term.number not in self._answering:
            found: dict[str, IndexTerm] = {}
            for below in self.below(term):
                for form in forms(below.title):
                    found.setdefault(form, below)
            self._answering[term.number] = found
        return self._answering[term.number]

    def above(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """The terms above, the main term first."""
        found: list[IndexTerm] = []
        while term.parent is not None:
            term = self.index.terms[term.parent]
            found.append(term)
        return tuple(reversed(found))

    def path(self, term: IndexTerm | None = None) -> IndexPath:
        """The place of a term, to be stored; without one, the place of the whole index."""
        terms = () if term is None else (*self.above(term), term)
        steps = tuple(wording(one) for one in terms)
        return IndexPath(self.index.kind, self.index.version, steps)

    def at(self, path: IndexPath) -> IndexTerm | None:
        """The term at a stored place, None if this edition has no such place.

        A few places of the official files have twins of one wording; the first one is given.
        """
        if path.kind is not self.index.kind or not path.steps:
            return None
        here = self._mains.get(path.steps[0], [])
        for step in path.steps[1:]:
            here = [one for term in here for one in self.below(term) if wording(one) == step]
        return here[0] if here else None

    def columns(self) -> Mapping[int, str]:
        """Headings of the cells, {} in an index without a table."""
        return dict(self.index.columns)

    def cell(self, term: IndexTerm, column: int) -> IndexCode | None:
        """The code of a term in a column; None where the table gives none."""
        return next((cell.code for cell in term.cells if cell.column == column), None)


def wording(term: IndexTerm) -> str:
    """A term as a coder reads it: title, then nonessential modifiers."""
    return f"{term.title} {term.modifiers}".strip()


def folded(text: str) -> str:
    """A wording for comparison: lower case, no punctuation, brackets, NEC or NOS."""
    text = (
        unicodedata.normalize("NFKD", _BRACKETED.sub("", text)).encode("ascii", "ignore").decode()
    )
    plain = _NOT_LETTERS.sub(" ", text.lower())
    return " ".join(_RESIDUAL.sub(" ", plain).split())


def forms(title: str) -> tuple[str, ...]:
    """What a title answers to: the whole, and each of its comma-separated forms."""
    parts = (folded(part) for part in title.split(","))
    return tuple(dict.fromkeys(part for part in (folded(title), *parts) if part))
