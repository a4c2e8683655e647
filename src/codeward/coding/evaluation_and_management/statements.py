"""Statements that count towards an element: wordings in data, read with their assertion."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.phrase_table import PhraseTable
from codeward.model.chart import SectionKind
from codeward.model.evaluation_and_management import Complexity

_NOT_MEANT: Final = frozenset((Assertion.NEGATED, Assertion.FAMILY, Assertion.HISTORICAL))
_SILENT: Final = frozenset((SectionKind.FAMILY, SectionKind.PAST, SectionKind.ALLERGIES))
_NUMBERS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "multiple": 2, "several": 2}


class Statement(msgspec.Struct, frozen=True):
    """An entry of a data file.

    Attributes:
        reason: What it is, in our own words.
        level: What it is worth alone.
        names: Wordings.
        kind: A further distinction of the element; empty where it has none.
        when_several: What two or more of them are worth.
    """

    reason: str
    names: tuple[str, ...]
    level: Complexity = Complexity.NONE
    kind: str = ""
    when_several: Complexity = Complexity.NONE


@cache
def statements(name: str) -> tuple[Statement, ...]:
    """The entries of a data file."""
    source = resources.files("codeward.coding.evaluation_and_management").joinpath("data", name)
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["statement"]
    return msgspec.convert(rows, tuple[Statement, ...])


@cache
def _table(name: str) -> PhraseTable:
    return PhraseTable(
        (wording, str(number))
        for number, one in enumerate(statements(name))
        for wording in one.names
    )


def stated(case: Case, name: str) -> Iterator[tuple[Statement, Mention]]:
    """Every statement of a data file that holds for this visit, longest wording first."""
    table, known = _table(name), statements(name)
    for line in case.reading.lines:
        if line.sentence.section in _SILENT or table.first_stems.isdisjoint(line.stems):
            continue
        place = 0
        while place < len(line.words):
            hit = table.longest_at(line.words, place)
            place = hit.last if hit else place + 1
            if hit is None:
                continue
            mention = case.mention_at(line.number, hit.first, hit.last)
            if mention.assertion not in _NOT_MEANT:
                yield known[int(hit.meaning)], mention


def how_many(case: Case, mention: Mention) -> int:
    """The number that stands within two words before a mention; 1 where none does."""
    words = case.line(mention.sentence).words[max(0, mention.first - 3) : mention.first]
    for word in reversed(words):
        if word.word.isdigit():
            return int(word.word)
        if word.word in _NUMBERS:
            return _NUMBERS[word.word]
    return 1
