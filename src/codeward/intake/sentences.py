"""Sentences and list items: the pieces within which a statement is read."""

import re
from collections.abc import Iterator

from codeward.model.chart import Section, Sentence

_LINE = re.compile(r"[^\r\n]+")
_ITEM = re.compile(
    r"[\s\ufeff]*(?:[-*•·‣▪◦\u2013\u2014+>]+|\(?\d{1,2}[.)](?!\d)|[a-zA-Z][.)](?=\s))\s*"
)
_STOP = re.compile(r"[.?!;](?=[\s\"')\]]|$)")
_SHORTENED = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "vs",
        "e.g",
        "i.e",
        "etc",
        "approx",
        "ca",
        "no",
        "pt",
        "dx",
        "hx",
        "tx",
        "rx",
        "fx",
        "sx",
        "yr",
        "yrs",
        "wk",
        "wks",
        "mo",
        "hr",
        "hrs",
        "min",
        "dept",
        "inc",
        "jr",
        "sr",
        "mg",
        "ml",
        "cm",
        "mm",
        "kg",
        "lb",
        "oz",
        "p.o",
        "b.i.d",
        "t.i.d",
        "q.d",
        "i.v",
        "spp",
        "sp",
        "cf",
        "fig",
        "resp",
        "temp",
    ]
)
_LAST_WORD = re.compile(r"[\w.]*$")
_LOOKBACK = 12
_RUNS_ON = re.compile(r"[ \t]*[a-z(]")
_FULL_LINE = 45


def sentences(text: str, section: Section) -> Iterator[Sentence]:
    """The sentences of a section's body, in order; blank stretches belong to none."""
    for start, end in _blocks(text, section.start, section.end):
        marker = _ITEM.match(text, start, end)
        begin = marker.end() if marker else start
        for first, last in _split(text, begin, end):
            trimmed = _trimmed(text, first, last)
            if trimmed:
                yield Sentence(section.document, section.kind, *trimmed, item=marker is not None)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines, joined where a full line visibly runs on in the next one."""
    begin = last = -1
    for line in _LINE.finditer(text, start, end):
        if begin >= 0 and not _continues(text, begin, last, line.start()):
            yield begin, last
            begin = -1
        begin = line.start() if begin < 0 else begin
        last = line.end()
    if begin >= 0:
        yield begin, last


def _continues(text: str, begin: int, last: int, following: int) -> bool:
    """Whether a line broken by the width of the page goes on.

    A blank line ends it, and so does a full stop or a short line; list items and headings begin
    with something else than a small letter.
    """
    if text.count("\n", last, following) > 1 or text.count("\r", last, following) > 1:
        return False
    line_start = max(text.rfind("\n", begin, last), begin)
    if last - line_start < _FULL_LINE or text[last - 1] in ".:;?!":
        return False
    return bool(_RUNS_ON.match(text, following)) and not _ITEM.match(text, following)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at stops that end a sentence, not at those of abbreviations and initials."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if text[stop.start()] == "." and _is_shortening(text, begin, stop.start()):
            continue
        yield begin, stop.end()
        begin = stop.end()
    if begin < end:
        yield begin, end


def _is_shortening(text: str, begin: int, stop: int) -> bool:
    found = _LAST_WORD.search(text, max(begin, stop - _LOOKBACK), stop)
    word = found.group().lower() if found else ""
    following = text[stop + 1 : stop + 3].strip()
    if len(word) == 1 and word.isalpha():
        # The initial of "E. coli", but not the end of "hepatitis B." before a new sentence.
        return following[:1].islower()
    if word.isdigit() and not text[begin : stop - len(word)].strip():
        return True
    return word in _SHORTENED and not (word == "no" and following[:1].isupper())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
