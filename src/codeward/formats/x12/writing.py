"""Strict writing: what leaves here cannot be misread, whatever stood in a text field."""

from decimal import Decimal

from codeward.formats.x12.segment import Delimiters, Element, Segment, X12TextError

# The extended character set of X12 005010 (appendix A.2), without the language characters.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_MARKS = " !\"&'()+,-./;?=%@[]_{}\\|<>#$*:^~`"
ALLOWED = frozenset(_LETTERS + _MARKS)


def segment_text(segment: Segment, delimiters: Delimiters) -> str:
    """One segment with its terminator.

    Raises:
        X12TextError: a value holds a delimiter or a character outside the X12 set.
    """
    parts = [segment.id]
    for number, element in enumerate(segment.elements, start=1):
        parts.append(_element_text(element, delimiters, f"{segment.id}{number:02}"))
    return delimiters.element.join(parts) + delimiters.segment


def amount(value: Decimal) -> str:
    """A decimal as X12 writes it: no exponent, no trailing zeros, `0` for nothing."""
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "0") else text


def _element_text(element: Element, delimiters: Delimiters, place: str) -> str:
    parts = (element,) if isinstance(element, str) else element
    for part in parts:
        _refuse_foreign(part, delimiters, place)
    return delimiters.component.join(parts)


def _refuse_foreign(text: str, delimiters: Delimiters, place: str) -> None:
    if not ALLOWED.issuperset(text):
        raise X12TextError(
            f"{place} holds a character outside the X12 set (letter with accent, control "
            "character or line end); write it in plain letters"
        )
    if not delimiters.all.isdisjoint(text):
        raise X12TextError(f"{place} holds a delimiter of the interchange; remove it")
