"""Specificity: from a header to the most specific base code that the words nearby support."""

from collections.abc import Set as AbstractSet

import msgspec

from codeward.coding.book import Book

NOT = "-"
"""Stands before the stem of a word that the text says to be absent."""

_MISSING = 0.55
_MISSING_NUMBER = 1.0
_CONTRADICTED = 1.0
_CONFIRMED = 0.25
_RESIDUAL = 0.2
_ENOUGH = 0.5
_REMEMBERED = 50_000


class Specified(msgspec.Struct, frozen=True, gc=False):
    """A base code, whether it is only the default, and the axis that the text leaves open."""

    code: str
    defaulted: bool
    open_axis: str | None = None


def specify(code: str, nearby: AbstractSet[str], book: Book) -> Specified:
    """The base code below `code` that the stems nearby support, and no more than they support.

    Where no child is supported the default of the header is taken and marked as such
    (ICD-10-CM Official Guidelines, sections I.A.9.b and I.B.2).
    """
    below = book.stems_below(code)
    known = frozenset(one for one in nearby if one.removeprefix(NOT) in below)
    answer = book.specified.get((code, known))
    if answer is None:
        if len(book.specified) >= _REMEMBERED:
            book.specified.clear()
        found = _specified(code, known, book)
        answer = (found.code, found.defaulted, found.open_axis)
        book.specified[code, known] = answer
    return Specified(*answer)


def _specified(code: str, known: frozenset[str], book: Book) -> Specified:
    given = _given(code, known, book)
    while children := book.children(code):
        chosen = _supported(children, known, given, book)
        if chosen is None:
            default = book.default(code)
            return Specified(default, default != code, _axis(code, book))
        given |= _given(chosen, known, book)
        code = chosen
    return Specified(code, defaulted=False)


def _given(header: str, known: frozenset[str], book: Book) -> frozenset[str]:
    """What a header settles for all that stands below it."""
    title = book.words_of(header)
    return title.certain | ((title.stated & known) - title.listed)


def _supported(
    children: tuple[str, ...], known: frozenset[str], given: frozenset[str], book: Book
) -> str | None:
    """The child that the text speaks for; None where none or several do equally."""
    if len(children) == 1:
        return children[0]
    scored = sorted(_scores(children, known, given, book), reverse=True)
    best, child = scored[0]
    if best <= _ENOUGH or scored[1][0] == best:
        return None
    return child


def _scores(
    children: tuple[str, ...], known: frozenset[str], given: frozenset[str], book: Book
) -> list[tuple[float, str]]:
    """Each child with what the text says for it, counting the best of what stands below it.

    Stems that all children share, or that the header has given already, tell nothing.
    """
    common = frozenset.intersection(*(book.words_of(child).stated for child in children))
    scored = []
    for child in children:
        score = _score(child, common | given, known, book)
        below = book.children(child)
        if below:
            further = _scores(below, known, given | _given(child, known, book), book)
            score += max(0.0, *(value for value, _ in further))
        scored.append((score, child))
    return scored


def _score(child: str, idle: frozenset[str], known: frozenset[str], book: Book) -> float:
    title = book.words_of(child)
    own = title.stated - idle - title.optional
    said = own & known
    missing = own - known
    for one, other in title.alternatives:
        if one in known or other in known:
            missing -= {one, other}
    numbers = sum(stem[0].isdigit() for stem in missing)
    cost = _MISSING_NUMBER * numbers + _MISSING * (len(missing) - numbers)
    denied = sum(NOT + stem in known for stem in own)
    confirmed = sum(NOT + stem in known for stem in title.absent)
    contradicted = _CONTRADICTED * (len(title.absent & known) + denied)
    return len(said) + _CONFIRMED * confirmed - cost - contradicted - _RESIDUAL * title.residual


_AXES = (
    ("laterality", frozenset(("right", "left"))),
    ("stage", frozenset(("stage",))),
    ("trimester", frozenset(("trimest",))),
)


def _axis(header: str, book: Book) -> str | None:
    """What distinguishes the codes below a header, in a word."""
    waiting = [header]
    while waiting:
        children = book.children(waiting.pop())
        own = [book.words_of(child).stated for child in children]
        if len(own) > 1:
            told = frozenset.union(*own) - frozenset.intersection(*own)
            for axis, marks in _AXES:
                if marks <= told and (axis != "laterality" or len(told) <= _SIDES_ONLY):
                    return axis
        waiting += children
    return "type or site" if book.children(header) else None


# Right, left, bilateral, and a word or two that the unspecified title has of its own.
_SIDES_ONLY = 5
