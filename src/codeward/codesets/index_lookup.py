"""Finds a place in an index by the words that a coder types, and what stands there."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from codeward.codesets.index_forms import STEP
from codeward.codesets.index_navigation import IndexBook, IndexPath, folded, forms, wording
from codeward.codesets.index_references import Followed, follow
from codeward.codesets.readers.index_xml import IndexCode, IndexKind, IndexTerm
from codeward.codesets.tabular_landing import Landing, TabularList, landing

_MOST_CHOICES: Final = 50
_CONNECTIVES: Final = ("with", "due to", "in", "of", "by", "from", "to", "on", "without")


class Walk(msgspec.Struct, frozen=True):
    """How far typed steps lead.

    Attributes:
        term: The term that they name, None where they leave it open or name nothing.
        choices: The terms that the first open step may mean; where it names nothing, what there is.
        missed: The step that names nothing, "" where each names something.
    """

    term: IndexTerm | None
    choices: tuple[IndexTerm, ...] = ()
    missed: str = ""


class Cell(msgspec.Struct, frozen=True):
    """One column of a table: its heading, the code and where that lands; no code, no landing."""

    column: str
    code: str
    landing: Landing | None


class Line(msgspec.Struct, frozen=True):
    """A term below, as the index prints it."""

    title: str
    modifiers: str
    code: str
    incomplete: bool
    manifestation: str
    see: str
    see_also: str


class Place(msgspec.Struct, frozen=True):
    """What an index says at a place.

    Attributes:
        path: The place, storable with a decision.
        path_text: The same in one string; the walking commands take it as their first word.
        line: The term itself.
        category: Category or subcategory to look up, as published.
        warning: Warning text.
        follows: Where the `see` of the term leads; None where it has none or leaves it open.
        cells: The columns of the term, in a table.
        landing: The tabular code with its notes and what is still missing.
        below: The terms right below.
    """

    path: IndexPath
    path_text: str
    line: Line
    category: str
    warning: str
    follows: Followed | None
    cells: tuple[Cell, ...]
    landing: Landing | None
    below: tuple[Line, ...]


def walk(book: IndexBook, steps: Sequence[str], start: IndexTerm | None = None) -> Walk:
    """The term that the steps name, from the main terms or from below `start`.

    A step is a title, one of its comma-separated forms or the beginning of one; `due to` and its
    like may be left out. A single step may be a stored path.
    """
    if len(steps) == 1 and STEP in steps[0]:
        stored = IndexPath(book.index.kind, book.index.version, tuple(steps[0].split(STEP)))
        found = book.at(stored)
        if found is not None:
            return Walk(found)
    steps = [part for step in steps for part in step.split(STEP)]
    here = start
    for step in steps:
        named = _named(book, here, step)
        if not named:
            return Walk(None, book.below(here)[:_MOST_CHOICES] if here else (), step)
        if len(named) > 1:
            return Walk(None, named)
        here = named[0]
    return Walk(here)


def place(
    book: IndexBook, term: IndexTerm, tabular: TabularList, others: Sequence[IndexBook] = ()
) -> Place:
    """What the index says at a term, down to the Tabular List of a release."""
    path = book.path(term)
    headings = book.columns()
    return Place(
        path=path,
        path_text=str(path),
        line=_line(term),
        category=term.category or term.subcategory,
        warning=term.warning,
        follows=follow(book, term, others),
        cells=tuple(
            Cell(headings[cell.column], _code(cell.code), _landed(cell.code, tabular))
            for cell in term.cells
        ),
        landing=_landed(term.code, tabular),
        below=tuple(_line(one) for one in book.below(term)),
    )


def _named(book: IndexBook, here: IndexTerm | None, step: str) -> tuple[IndexTerm, ...]:
    """The terms that a step may mean: by a whole form, else by the beginning of one."""
    wanted = folded(step)
    if here is None:
        whole = tuple(t for t in book.leads(wanted) if folded(t.title.partition(",")[0]) == wanted)
        return whole[:1] or book.leads(wanted) or book.main_terms(step, _MOST_CHOICES)
    below = book.below(here)
    behind = [one for term in below if _connects(term) for one in book.below(term)]
    for candidates in (below, behind):
        whole = tuple(one for one in candidates if wanted in forms(one.title))
        if whole:
            return whole[:1]
    return tuple(_beginning(wanted, (*below, *behind)))[:_MOST_CHOICES]


def _connects(term: IndexTerm) -> bool:
    return folded(term.title) in _CONNECTIVES


def _beginning(wanted: str, terms: Iterable[IndexTerm]) -> list[IndexTerm]:
    return [one for one in terms if wanted and any(f.startswith(wanted) for f in forms(one.title))]


def _line(term: IndexTerm) -> Line:
    return Line(
        title=term.title,
        modifiers=term.modifiers,
        code=_code(term.code),
        incomplete=bool(term.code and term.code.incomplete),
        manifestation=term.manifestation,
        see=term.see,
        see_also=term.see_also,
    )


def _code(code: IndexCode | None) -> str:
    return code.code if code else ""


def _landed(code: IndexCode | None, tabular: TabularList) -> Landing | None:
    return landing(code, tabular) if code else None


def table_start(book: IndexBook) -> IndexTerm | None:
    """Where the rows of a table hang: the Neoplasm Table has one main term over all its sites."""
    if book.index.kind is not IndexKind.NEOPLASMS:
        return None
    return max(book.main_terms("", _MOST_CHOICES), key=lambda one: len(book.below(one)))


def readable(terms: Iterable[IndexTerm]) -> tuple[str, ...]:
    """The terms as a coder reads them."""
    return tuple(wording(one) for one in terms)
