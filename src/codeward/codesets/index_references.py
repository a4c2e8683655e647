"""Follows the `see` of an index: to a term, to a column of a table, to a table, to codes.

References are prose with commas. What does not lead to one place for certain leads nowhere: the
coder then looks up another main term, as `see condition` says.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from codeward.codesets.index_navigation import IndexBook, IndexPath, folded, forms
from codeward.codesets.readers.index_xml import IndexKind, IndexTerm

_NO_TERM: Final = frozenset({"", "condition"})
# What leaves open which of several terms is meant, such as `by site` or `by type of vehicle`.
_OPEN: Final = "by "
_REMARKS: Final = re.compile(r"\bby (?:\w+ )?(?:type|site)\b[\w ]*")
_WHOLE_BOOKS: Final = {
    "table of drugs and chemicals": IndexKind.DRUGS,
    "neoplasm table": IndexKind.NEOPLASMS,
    "table of neoplasms": IndexKind.NEOPLASMS,
    "index to diseases and injuries": IndexKind.DISEASES,
    "alphabetical index to diseases": IndexKind.DISEASES,
    "external cause index": IndexKind.EXTERNAL_CAUSES,
}
_CODES: Final = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?-?(?:-[A-Z]\d.*)?(?: with .*)?")
_CONNECTIVES: Final = ("with", "due to", "in", "of", "by", "from", "to", "on")
_LAST_REFERENCE: Final = 4
_LONGEST_LEAD: Final = 3


class Followed(msgspec.Struct, frozen=True):
    """Where a chain of references ends.

    Attributes:
        path: The place; the whole index where a reference names a table and leaves the row open.
        term: The term there, None for a whole index or for codes.
        column: The column that the reference names, None where it names none.
        codes: Codes that the reference names instead of a term, as published.
        by_way_of: The places of the terms whose references were followed, in order.
    """

    path: IndexPath
    term: IndexTerm | None
    column: int | None
    codes: str
    by_way_of: tuple[IndexPath, ...]


class _Place(msgspec.Struct, frozen=True):
    book: IndexBook
    term: IndexTerm | None
    column: int | None = None


def follow(book: IndexBook, term: IndexTerm, others: Sequence[IndexBook] = ()) -> Followed | None:
    """Where the `see` of a term leads, through further references to depth four.

    A term that gives a code itself leads nowhere else. None: the reference names nothing that is
    there, or runs in a circle.

    Args:
        book: The index of the term.
        term: A term of it.
        others: The other indexes, for references such as `see Neoplasm, skin, malignant`.
    """
    place = _Place(book, term)
    way: list[IndexPath] = []
    for _ in range(_LAST_REFERENCE + 1):
        here = place.term
        if here is None or gives_something(here) or not here.see:
            path = place.book.path(here)
            return Followed(path, here, place.column, "", tuple(way)) if way else None
        way.append(place.book.path(here))
        if _CODES.fullmatch(here.see):
            return Followed(way[-1], None, None, here.see, tuple(way))
        found = _look_up(here.see, (place.book, *others))
        if found is None:
            return None
        place = found
    return None


def gives_something(term: IndexTerm) -> bool:
    """Whether a term leads to the Tabular List by itself."""
    cells = any(cell.code for cell in term.cells)
    return bool(term.code or cells or term.category or term.subcategory)


def lookup(book: IndexBook, reference: str) -> IndexTerm | None:
    """The term of an index that a reference such as `Pain, abdominal` names."""
    found = _look_up(reference, (book,))
    return found.term if found else None


def _look_up(reference: str, books: Sequence[IndexBook]) -> _Place | None:
    pieces = [folded(piece) for piece in reference.split(",")]
    pieces = [piece for piece in (_REMARKS.sub("", one).strip() for one in pieces) if piece]
    if not pieces or pieces[0] in _NO_TERM:
        return None
    whole = _WHOLE_BOOKS.get(pieces[0])
    if whole is not None:
        books = [book for book in books if book.index.kind is whole]
        pieces = pieces[1:]
        if books and not pieces:
            return _Place(books[0], None)
    # A table answers for what it names better than the index that refers to it.
    for book in sorted(books, key=lambda one: not _heads_table(one, pieces)):
        found = _look_up_in(book, pieces)
        if found is not None:
            return found
        if whole is IndexKind.DRUGS:
            return _Place(book, None, _column(book, pieces[-1]))
    return None


def _heads_table(book: IndexBook, pieces: Sequence[str]) -> bool:
    return book.index.kind is IndexKind.NEOPLASMS and pieces[:1] == ["neoplasm"]


def _look_up_in(book: IndexBook, pieces: Sequence[str]) -> _Place | None:
    for main, rest in _readings(book, pieces):
        found = _descend(book, main, rest)
        if found is not None:
            return found
    return None


def _readings(book: IndexBook, pieces: Sequence[str]) -> Iterator[tuple[IndexTerm, Sequence[str]]]:
    """Main terms that the first pieces may name, with the pieces that are left, likeliest first."""
    for size in range(min(_LONGEST_LEAD, len(pieces)), 1, -1):
        lead = " ".join(pieces[:size])
        for main in book.leads(lead):
            # `Contact, with` does not name `Sliver, wood, contact with`.
            if folded(main.title) == lead:
                yield main, pieces[size:]
    first, rest = pieces[0], pieces[1:]
    singular = first.removesuffix("s")
    for form in dict.fromkeys((first, singular, singular + "s")):
        for main in sorted(book.leads(form), key=lambda one: forms(one.title)[1:2] != (form,)):
            yield main, rest
    longer = book.leads_from(f"{first} ")
    if len(longer) == 1:
        yield longer[0], rest
    # `Carbon tetrachloride` stands under `Carbon`.
    word, _, words = first.partition(" ")
    if words:
        for main in book.leads(word):
            yield main, (words, *rest)


def _descend(book: IndexBook, term: IndexTerm, pieces: Sequence[str]) -> _Place | None:
    column: int | None = None
    for number, piece in enumerate(pieces):
        below = _child(book, term, piece) or _child_below_connective(book, term, piece)
        if below is not None:
            term = below
            continue
        if piece.startswith(_OPEN):
            continue
        column_here = _column(book, piece)
        if column_here is not None and column is None:
            column = column_here
            continue
        # Several pieces may be one title, such as `jump or dive, into water`.
        rest = _child(book, term, " ".join(pieces[number:]))
        return _Place(book, rest, column) if rest is not None else None
    return _Place(book, term, column)


def _child(book: IndexBook, term: IndexTerm, piece: str) -> IndexTerm | None:
    answering = book.answering(term)
    singular = piece.removesuffix("s")
    for form in (piece, singular, singular + "s"):
        if form in answering:
            return answering[form]
    # The one title that says the same with more words, or with fewer.
    longer = {
        one.number: one
        for form, one in answering.items()
        if form.startswith(f"{piece} ") or piece.startswith(f"{form} ")
    }
    return next(iter(longer.values())) if len(longer) == 1 else None


def _child_below_connective(book: IndexBook, term: IndexTerm, piece: str) -> IndexTerm | None:
    """References leave out the `with` or `due to` under which the index lists what belongs."""
    for one in book.below(term):
        title = folded(one.title)
        if any(title == word or title.startswith(f"{word} ") for word in _CONNECTIVES):
            found = book.answering(one).get(piece)
            if found is not None:
                return found
    return None


def _column(book: IndexBook, piece: str) -> int | None:
    """The first column whose heading begins with the piece or contains its words."""
    words = set(piece.split())
    for number, heading in book.index.columns[1:]:
        if words <= set(folded(heading).split()):
            return number
    return None
