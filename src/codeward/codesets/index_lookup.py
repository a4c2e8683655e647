"""Finds a place in an index by the words that a coder types, and what stands there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from codeward.codesets.index_forms import STEP
from codeward.codesets.index_navigation import IndexBook, IndexPath, folded, forms, wording
from codeward.codesets.index_references import Followed, follow
from codeward.codesets.readers.index_xml import IndexCode, IndexKind, IndexTerm
from codeward.codesets.tabular_landing import Landing, TabularList, landing

_MOST_CHOICES: Final = 50
_MOST_NEAR: Final = 20
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
        landing: The tabular code with its notes and what is still missing; where the term only
            refers, that of the term it refers to.
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
    like may be left out. A single step may be a stored path, or several words of which the index
    files one under another: `heart attack` stands under `Attack`.
    """
    if len(steps) == 1 and STEP in steps[0]:
        stored = IndexPath(book.index.kind, book.index.version, tuple(steps[0].split(STEP)))
        found = book.at(stored)
        if found is not None:
            return Walk(found)
    steps = [part for step in steps for part in step.split(STEP)]
    if start is not None and steps and _whole(book, None, steps[0]) == (start,):
        steps = steps[1:] or steps
    walked = _walk(book, steps, start)
    if not walked.missed:
        return walked
    for other in _other_orders(steps):
        again = _walk(book, other, start)
        if not again.missed:
            return again
    near = nearest(book, " ".join(steps), start)
    return msgspec.structs.replace(walked, choices=near) if near else walked


def _walk(book: IndexBook, steps: Sequence[str], start: IndexTerm | None) -> Walk:
    here = start
    for step in steps:
        named = _named(book, here, step)
        if not named:
            return Walk(None, book.below(here)[:_MOST_CHOICES] if here else (), step)
        if len(named) > 1:
            return Walk(None, named)
        here = named[0]
    return Walk(here)


def _other_orders(steps: Sequence[str]) -> Iterator[Sequence[str]]:
    """The same words as other steps: each of them first once, the last one before all others."""
    words = [word for step in steps for word in step.split()]
    if words != list(steps):
        yield words
    for at in reversed(range(1, len(words))):
        yield [words[at], " ".join(words[:at] + words[at + 1 :])]
        yield [words[at], *words[:at], *words[at + 1 :]]


def place(
    book: IndexBook, term: IndexTerm, tabular: TabularList, others: Sequence[IndexBook] = ()
) -> Place:
    """What the index says at a term, down to the Tabular List of a release."""
    path = book.path(term)
    headings = book.columns()
    followed = follow(book, term, others)
    target = followed.term if followed is not None and followed.term is not None else term
    return Place(
        path=path,
        path_text=str(path),
        line=_line(term),
        category=term.category or term.subcategory,
        warning=term.warning,
        follows=followed,
        cells=tuple(
            Cell(headings[cell.column], _code(cell.code), _landed(cell.code, tabular))
            for cell in term.cells
        ),
        landing=_landed(term.code or target.code, tabular),
        below=tuple(_line(one) for one in book.below(term)),
    )


def _named(book: IndexBook, here: IndexTerm | None, step: str) -> tuple[IndexTerm, ...]:
    """The terms that a step may mean: by a whole form, else by the beginning of one."""
    whole = _whole(book, here, step)
    if whole:
        return whole
    if here is None:
        return book.leads(folded(step)) or book.main_terms(step, _MOST_CHOICES)
    return tuple(_beginning(folded(step), _reached(book, here)))[:_MOST_CHOICES]


def _whole(book: IndexBook, here: IndexTerm | None, step: str) -> tuple[IndexTerm, ...]:
    """The one term that the step names wholly."""
    wanted = folded(step)
    if here is None:
        return tuple(
            term for term in book.leads(wanted) if folded(term.title.partition(",")[0]) == wanted
        )[:1]
    answering = (term for term in _reached(book, here) if wanted in forms(term.title))
    # `lung` is the row of that title before `lingula, lung`.
    return tuple(sorted(answering, key=lambda term: folded(term.title) != wanted))[:1]


def _reached(book: IndexBook, here: IndexTerm) -> tuple[IndexTerm, ...]:
    """The terms below, then those behind a `with` or `due to`, which people leave out."""
    below = book.below(here)
    return (*below, *(one for term in below if _connects(term) for one in book.below(term)))


def nearest(book: IndexBook, typed: str, start: IndexTerm | None) -> tuple[IndexTerm, ...]:
    """The terms whose path has most of the words that were typed, the shortest paths first."""
    wanted = folded(typed).split()
    counted: list[tuple[int, int, int]] = []
    words: dict[int, list[str]] = {}
    for term in book.index.terms:
        above = words[term.parent] if term.parent is not None else []
        words[term.number] = [*above, *folded(wording(term)).split()]
        if start is not None and term.level == 0:
            continue
        own = folded(term.title)
        if not any(word in own for word in wanted):
            continue
        path = words[term.number]
        hits = sum(any(said.startswith(word) for said in path) for word in wanted)
        counted.append((-hits, len(path), term.number))
    counted.sort()
    best = [number for hits, _, number in counted if hits == counted[0][0] and hits]
    return tuple(book.index.terms[number] for number in best[:_MOST_NEAR])


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


def readable(book: IndexBook, terms: Iterable[IndexTerm]) -> tuple[str, ...]:
    """The terms with their whole paths, each of which a walking command takes."""
    return tuple(dict.fromkeys(str(book.path(one)) for one in terms))
