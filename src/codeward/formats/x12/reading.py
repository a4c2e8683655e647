"""Reads an interchange into segments; the delimiters come from its own ISA segment."""

from collections.abc import Iterator

import msgspec

from codeward.formats.x12.segment import Delimiters, Element, Segment, X12ReadError

_ISA_ELEMENTS = 16
_REPETITION = 11
_MARK = "ISA"


class ReadSegment(msgspec.Struct, frozen=True):
    """A segment with its place: ordinal from 1, and the character at which it starts."""

    segment: Segment
    ordinal: int
    offset: int


def read_segments(text: str) -> Iterator[ReadSegment]:
    """The segments in order; blanks and line ends around a segment are passed over.

    Raises:
        X12ReadError: there is no ISA segment, or it does not declare usable delimiters.
    """
    start = text.find(_MARK)
    if start < 0:
        raise X12ReadError("no ISA segment: this is no X12 interchange")
    delimiters = read_delimiters(text, start)
    ordinal = 0
    offset = start
    for piece in text[start:].split(delimiters.segment):
        body = piece.strip()
        if body:
            ordinal += 1
            place = offset + piece.index(body)
            yield ReadSegment(_segment(body, delimiters), ordinal, place)
        offset += len(piece) + 1


def read_delimiters(text: str, start: int) -> Delimiters:
    """The delimiters that the ISA segment at `start` declares.

    Raises:
        X12ReadError: the segment is cut off, or one character plays two parts.
    """
    element = text[start + 3 : start + 4]
    place = start + 3
    repetition = "^"
    for number in range(1, _ISA_ELEMENTS):
        end = text.find(element, place + 1) if element else -1
        if end < 0:
            raise X12ReadError(f"the ISA segment at character {start} ends after {number} elements")
        if number == _REPETITION:
            repetition = text[place + 1 : end]
        place = end
    component, terminator = text[place + 1 : place + 2], text[place + 2 : place + 3]
    declared = {element, component, terminator}
    if len(declared) < 3 or "" in declared or any(one.isalnum() for one in declared):  # noqa: PLR2004 - the three characters just read
        raise X12ReadError(f"the ISA segment at character {start} does not declare its delimiters")
    return Delimiters(element, component, repetition, terminator)


def _segment(body: str, delimiters: Delimiters) -> Segment:
    identifier, *elements = body.split(delimiters.element)
    if identifier == _MARK:
        return Segment(identifier, tuple(elements))
    return Segment(identifier, tuple(_element(one, delimiters) for one in elements))


def _element(text: str, delimiters: Delimiters) -> Element:
    if delimiters.component in text:
        return tuple(text.split(delimiters.component))
    return text
