"""Combinations from a table: conditions joined in one code, or coded side by side."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec

from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_beside, down_to

_CATEGORY = 3
_LINKS = frozenset(("due", "of", "in", "from", "secondary"))


class _Combination(msgspec.Struct, frozen=True):
    codes: tuple[str, ...]
    words: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    becomes: str = ""
    becomes_by: dict[str, str] = {}
    becomes_below: str = ""
    adds: tuple[str, ...] = ()
    adds_before: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    starts: bool = False
    linked: bool = False


def changes(case: Case) -> Iterator[Change]:
    """Join what the classification joins, and name beside it what it asks for.

    What it does: looks the code up in the table, with the words of its sentence or the other code
    that the combination needs; what the combination holds already is dropped.
    Why: I.B.9: one code that identifies all elements; I.A.17: use additional code.
    What it does not do: a partner that the text denies, or that is somebody else's, counts not.
    """
    table = _table()
    for candidate in case.candidates:
        for entry in table.get(candidate.code[:_CATEGORY], ()):
            if candidate.code.startswith(entry.codes):
                yield from _applied(entry, candidate, case)


def _applied(entry: _Combination, candidate: Candidate, case: Case) -> Iterator[Change]:
    if entry.unless and case.has(*entry.unless):
        return
    partners = [
        one
        for one in (case.starting(*entry.beside) if entry.beside else ())
        if one.code != candidate.code and not one.uncertain
    ]
    mention = _said(case, candidate, entry)
    if (entry.beside and not partners) or (entry.words and mention is None):
        return
    joined = partners[0].evidence if partners else candidate.evidence
    spans = (mention.span,) if mention is not None else joined
    becomes = entry.becomes_by.get(candidate.code, entry.becomes)
    if entry.becomes_below:
        becomes = down_to(case, entry.becomes_below, candidate.line)
    code = candidate.code
    if becomes and case.book.knows(becomes):
        yield Replace(candidate.code, becomes, spans)
        code = becomes
    held = case.starting(*entry.drops) if entry.drops else ()
    yield from (Drop(other.code) for other in held if other.code != code)
    yield from _placed(entry, candidate, case, code, mention)


def _placed(
    entry: _Combination, candidate: Candidate, case: Case, code: str, mention: Mention | None
) -> Iterator[Change]:
    """The codes that the table asks for beside the combination, each in its order."""
    said = (mention,) if mention is not None else ()
    for added in entry.adds:
        if not case.has(added):
            yield add_beside(candidate, added, *said)
            yield Before(code, added)
    for added in entry.adds_before:
        leaf = down_to(case, added, candidate.line)
        yield add_beside(candidate, leaf, *said, after=False)
        yield Before(leaf, code)
    for first in case.starting(*entry.follows) if entry.follows else ():
        yield Before(first.code, code)


def _said(case: Case, candidate: Candidate, entry: _Combination) -> Mention | None:
    """The first of the words that stands in the candidate's sentence and holds."""
    if not entry.words:
        return None
    words = [word.word for word in case.line(candidate.line).words]
    if entry.linked and not _LINKS & set(words):
        return None
    for phrase in entry.words:
        first = _place(words, phrase.split())
        if first is None:
            continue
        last = first + len(phrase.split())
        mention = case.mention_at(candidate.line, first, last)
        if mention.assertion.is_excluded:
            continue
        if not entry.starts or _leads(case, candidate, last):
            return mention
    return None


def _leads(case: Case, candidate: Candidate, last: int) -> bool:
    """Whether the words before number `last` stand close before the candidate."""
    place = case.line(candidate.line).words[last - 1].end
    start = candidate.evidence[0].start
    return place <= start <= place + _CLOSE or (
        candidate.evidence[0].start < place <= candidate.evidence[0].end
    )


_CLOSE = 14


def _place(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    return next(
        (
            place
            for place in range(len(words) - len(phrase) + 1)
            if list(words[place : place + len(phrase)]) == list(phrase)
        ),
        None,
    )


@cache
def _table() -> dict[str, tuple[_Combination, ...]]:
    """The combinations by the categories of their codes."""
    source = resources.files("codeward.coding").joinpath("data", "combinations.toml")
    entries = tomllib.loads(source.read_text(encoding="utf-8"))["combination"]
    found: dict[str, list[_Combination]] = {}
    for combination in msgspec.convert(entries, list[_Combination]):
        for category in dict.fromkeys(code[:_CATEGORY] for code in combination.codes):
            found.setdefault(category, []).append(combination)
    return {category: tuple(group) for category, group in found.items()}


RULE = Rule("combination", "I.B.9; I.A.17", changes)
