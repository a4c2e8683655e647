"""What is learned from: a chart, the codes that people gave it, what they quoted for each."""

from collections.abc import Mapping

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.book import Book
from codeward.model import System
from codeward.model.chart import Chart

_INITIAL = "A"
_BASE = 6


class QuotePart(msgspec.Struct, frozen=True):
    """A piece of quoted text and its character offset in the text that the person read."""

    text: str
    start: int


class Quote(msgspec.Struct, frozen=True):
    """The text that a person quoted for a code; parts where it is interrupted.

    It may stand in another language than the document, as where a corpus is a translation.
    """

    system: System
    code: str
    document: str
    parts: tuple[QuotePart, ...]


class Example(msgspec.Struct, frozen=True):
    """A chart with the codes that people gave it.

    Attributes:
        name: Its name, for reports.
        chart: The chart.
        codes: Undotted codes by system; a system that was not coded is absent.
        quotes: What was quoted for them.
        rejected: Codes that were suggested and that a person refused.
    """

    name: str
    chart: Chart
    codes: Mapping[System, frozenset[str]]
    quotes: tuple[Quote, ...] = ()
    rejected: Mapping[System, frozenset[str]] = {}


def in_force(code: str, system: System, code_set: CodeSet, book: Book) -> str:
    """The code of today for a code of another year: itself, or the default leaf below it.

    Where a seventh character is due the first encounter is taken. A code that the release does
    not know stays as it is.
    """
    if system is not System.ICD10CM or code_set.is_billable(code) or not book.knows(code):
        return code
    leaf = book.default(code)
    endings = book.endings(leaf)
    if not endings:
        return leaf
    return leaf.ljust(_BASE, "X") + (_INITIAL if _INITIAL in endings else min(endings))
