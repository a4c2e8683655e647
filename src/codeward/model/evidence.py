"""The place in the documentation that supports a code."""

import msgspec


class EvidenceSpan(msgspec.Struct, frozen=True, order=True, gc=False):
    """A quoted piece of a document: `document.text[start:end] == text`, always.

    Offsets count characters of the document as it was received: a byte order mark and each
    carriage return count as one.
    """

    document: str
    start: int
    end: int
    text: str
