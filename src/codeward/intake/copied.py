"""Text that a later document repeats word for word from an earlier one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from codeward.model import Document

_PARAGRAPH = re.compile(r"[^\r\n]+(?:(?:\r\n|\n|\r)[^\r\n]+)*")
_SHORTEST = 60
_UNDATED = date.max


def copied_paragraphs(documents: Sequence[Document]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The spans of each document that stand word for word in an earlier one.

    Earlier means by date, then by the order given; short paragraphs are left alone, since every
    note says "No acute distress."
    """
    order = sorted(range(len(documents)), key=lambda place: (_day(documents[place]), place))
    seen: set[str] = set()
    copied: dict[str, tuple[tuple[int, int], ...]] = {}
    for place in order:
        document = documents[place]
        own = list(_paragraphs(document.text))
        copied[document.id] = tuple((start, end) for start, end, words in own if words in seen)
        seen.update(words for _, _, words in own)
    return copied


def _day(document: Document) -> date:
    return document.date or _UNDATED


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _PARAGRAPH.finditer(text):
        words = " ".join(found.group().split())
        if len(words) >= _SHORTEST:
            yield found.start(), found.end(), words
