"""The pieces of an interchange: delimiters, segments, and the errors of reading and writing."""

import msgspec

from codeward.model import CodewardError

# A composite is a tuple of its components; every other element is a string, empty when absent.
Element = str | tuple[str, ...]


class X12ReadError(CodewardError):
    """Text that is no X12 interchange; says at which character and why."""


class X12TextError(CodewardError):
    """A value that must not stand in a segment; names segment and element, never the value."""


class Delimiters(msgspec.Struct, frozen=True):
    """The four characters that divide an interchange, as its ISA segment declares them."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"

    @property
    def all(self) -> frozenset[str]:
        """All four, none of which may occur inside a value."""
        return frozenset((self.element, self.component, self.repetition, self.segment))


_LONGEST_NUMBER = 18


def whole_number(text: str) -> int | None:
    """A count or control number, leading zeros borne; None for all that is none or far too long."""
    digits = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if digits else None


class Segment(msgspec.Struct, frozen=True):
    """One segment. `elements[0]` is the first element after the identifier (NM101 of NM1)."""

    id: str
    elements: tuple[Element, ...]

    def element(self, number: int) -> str:
        """The element of that number, counted from 1 as the guides do; empty when absent.

        A composite is answered by its first component.
        """
        if number > len(self.elements):
            return ""
        found = self.elements[number - 1]
        return found if isinstance(found, str) else (found[0] if found else "")

    def components(self, number: int) -> tuple[str, ...]:
        """The components of an element; a simple element is its only component."""
        if number > len(self.elements):
            return ()
        found = self.elements[number - 1]
        return (found,) if isinstance(found, str) else found


def segment(identifier: str, *elements: Element) -> Segment:
    """A segment without trailing empty elements or components, as the standard wants it."""
    kept = [_trimmed(element) for element in elements]
    while kept and not kept[-1]:
        kept.pop()
    return Segment(identifier, tuple(kept))


def _trimmed(element: Element) -> Element:
    if isinstance(element, str):
        return element
    parts = list(element)
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts) if len(parts) > 1 else "".join(parts)
