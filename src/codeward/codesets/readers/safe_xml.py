"""Streams official XML: no document type, no entity, no network, no depth or text without end.

A file is walked once with bounded memory. What the walk hands out is one finished element at a
time; the caller takes what it needs, and the element is then forgotten.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from lxml import etree

from codeward.codesets.readers.reader_error import ReaderError

Element = etree._Element

# The official files nest twelve deep at most; anything deeper is not one of them.
DEEPEST: Final = 40
_CHUNK: Final = 65536


def elements(file: BinaryIO, subject: str, *tags: str) -> Iterator[Element]:
    """Every finished element of the tags, in the order in which they end.

    The first element handed out is the root, before it has any content: its tag tells the format.

    Args:
        file: Open for reading, at its start.
        subject: Name of the format, for the message.
        tags: Elements to hand out. Their content is kept until they are handed out, so a tag
            should name a part of bounded size.

    Raises:
        ReaderError: no well-formed XML, a document type, an entity, too deep, not whole.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    walk = _Walk(subject, frozenset(tags))
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            yield from walk.finished(parser)
        parser.close()
        yield from walk.finished(parser)
    except etree.XMLSyntaxError as error:
        raise ReaderError(
            subject, "the file is not well-formed XML, or not whole", line=error.lineno or None
        ) from None


class _Walk:
    """Where the walk stands: how deep, and inside which element that is to be handed out."""

    def __init__(self, subject: str, tags: frozenset[str]) -> None:
        self._subject = subject
        self._tags = tags
        self._depth = 0
        self._inside = 0

    def finished(self, parser: "etree.XMLPullParser") -> Iterator[Element]:
        for event, found in parser.read_events():
            element = cast("Element", found)  # only `start` and `end` were asked for
            if event == "start":
                yield from self._start(element)
            else:
                yield from self._end(element)

    def _start(self, element: Element) -> Iterator[Element]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ReaderError(self._subject, f"nested deeper than {DEEPEST}", line=line_of(element))
        if self._depth == 1:
            self._refuse_document_type(element)
            yield element
        self._inside += element.tag in self._tags

    def _end(self, element: Element) -> Iterator[Element]:
        self._depth -= 1
        if element.tag in self._tags:
            self._inside -= 1
            yield element
        if not self._inside and self._depth:
            _forget(element)

    def _refuse_document_type(self, root: Element) -> None:
        # The stubs do not know this attribute.
        if cast("Any", root.getroottree().docinfo).doctype:
            raise ReaderError(
                self._subject, "the file carries a document type; the official file has none"
            )


def line_of(element: Element) -> int:
    """Where an element begins, 0 where that is unknown."""
    # The stubs leave the type of this attribute open.
    line: int | None = cast("Any", element).sourceline
    return line or 0


def _forget(element: Element) -> None:
    """Free an element and the brothers before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def text_of(element: Element | None) -> str:
    """Text with every run of white space as one blank: the files wrap long lines."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
