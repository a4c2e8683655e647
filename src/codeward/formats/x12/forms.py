"""The form of one segment: a pattern that accepts it at once, or the reason why it is faulty."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from codeward.formats.x12.guide import ElementUse, SegmentUse
from codeward.formats.x12.segment import Delimiters

_DAY = (
    r"(?:(?:18|19|20)\d\d(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\d|30)"
    r"|02(?:0[1-9]|1\d|2[0-8]))|(?:18|19|20)(?:0[048]|[2468][048]|[13579][26])0229)"
)
_HOUR = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d\d?)?)?"
_PERIODS = {
    "D8": _DAY,
    "RD8": f"{_DAY}-{_DAY}",
    "TM": _HOUR,
    "DT": f"{_DAY}{_HOUR}",
}
# Compiling takes about a millisecond each, so that the patterns of the sets in use are kept.
_MOST_PATTERNS = 1024
# Elements that stand together or not at all (syntax notes of the standard), by segment.
PAIRS = {"NM1": ((8, 9),), "N1": ((3, 4),), "PER": ((3, 4), (5, 6), (7, 8)), "CRC": ()}
# CAS: each amount needs its reason, each reason its amount.
_CAS_GROUPS = range(2, 20, 3)

MISSING, PAIRED, TOO_MANY, TOO_SHORT, TOO_LONG = "IK4/1", "IK4/2", "IK4/3", "IK4/4", "IK4/5"
BAD_CHARACTER, BAD_CODE, BAD_DATE, BAD_TIME = "IK4/6", "IK4/7", "IK4/8", "IK4/9"
NOT_USED = "IK4/I10"
TRAILING = "IK3/8"
# Against the guide (SNIP type 2); all others are against the standard (type 1).
GUIDE_FAULTS = frozenset({BAD_CODE, NOT_USED, MISSING})

_WORDS = {
    MISSING: "is missing",
    PAIRED: "stands without its partner",
    TOO_MANY: "is more than the segment holds",
    TOO_SHORT: "is too short",
    TOO_LONG: "is too long",
    BAD_CHARACTER: "holds a character that its type does not allow",
    BAD_CODE: "is not in the list of allowed codes",
    BAD_DATE: "is no date of the announced form",
    BAD_TIME: "is no time of day",
    NOT_USED: "must not be used in this guide",
    TRAILING: "ends with empty elements",
}


class FormFault(NamedTuple):
    """What is wrong with one element.

    Attributes:
        element: Its number from 1; 0 where the whole segment is meant.
        component: Number of the component, 0 where the element is meant.
        answer: What it becomes in a 999, such as `IK4/7`.
        rule: Payer rule it breaks, else empty.
    """

    element: int
    component: int
    answer: str
    rule: str = ""

    @property
    def words(self) -> str:
        """What is wrong, without the value."""
        return _WORDS[self.answer]


@lru_cache(maxsize=_MOST_PATTERNS)
def compiled(use: SegmentUse, marks: Delimiters) -> re.Pattern[str]:
    """A pattern that matches exactly the segments of this use that have no fault of form."""
    dated = use.id in ("DTP", "DTM")
    pattern = _date_segment(use, marks) if dated else _row(use.elements, marks.element, marks)
    last = re.escape(marks.element)
    return re.compile(f"{_paired(use.id, last)}{use.id}{pattern}(?<!{last})")


def _paired(identifier: str, mark: str) -> str:
    """Lookaheads that refuse an element without its partner."""
    told = "".join(
        _never(first, mark) + _never_after(first, second, mark)
        for first, second in PAIRS.get(identifier, ())
    )
    if identifier == "CAS":
        for reason in _CAS_GROUPS:
            money, units = reason + 1, reason + 2
            told += _never(reason, mark)
            told += _never_after(reason, money, mark) + _never_after(reason, units, mark)
    return told


def _never(first: int, mark: str) -> str:
    """Not an element without the one that follows it."""
    return f"(?!{_up_to(first, mark)}[^{mark}]++(?:\\Z|{mark}(?:{mark}|\\Z)))"


def _never_after(first: int, second: int, mark: str) -> str:
    """Not an element without the one that stands some places before it."""
    between = f"(?:{mark}[^{mark}]*+){{{second - first - 1}}}"
    return f"(?!{_up_to(first, mark)}{between}{mark}[^{mark}])"


def _up_to(element: int, mark: str) -> str:
    return f"(?:[^{mark}]*+{mark}){{{element}}}"


def _row(uses: tuple[ElementUse, ...], mark: str, marks: Delimiters) -> str:
    """Elements or components, each after its mark; optional ones may be left out at the end."""
    pattern, mark, more = "", re.escape(mark), False
    for use in reversed(uses):
        own = "" if use.forbidden else _value(use, marks)
        more = more or use.required
        if use.required:
            pattern = f"{mark}{own}{pattern}"
        elif more:
            pattern = f"{mark}(?:{own})?{pattern}"
        elif own or pattern:
            pattern = f"(?:{mark}(?:{own})?{pattern})?"
    return pattern


def _value(element: ElementUse, marks: Delimiters) -> str:  # noqa: PLR0911 - a table of kinds
    if element.parts:
        return _composite(element.parts, marks)
    if element.codes is not None:
        return "(?:" + "|".join(sorted(map(re.escape, element.codes), key=len, reverse=True)) + ")"
    low, high = element.low, element.high
    match element.kind:
        case "D":
            return _DAY
        case "T":
            return _HOUR
        case "N":
            return rf"-?\d{{{low},{high}}}"
        case "R":
            return rf"-?(?:\d{{1,{high}}}(?:\.\d{{0,{high}}})?|\.\d{{1,{high}}})"
    return f"{_character_class(marks, repeats=element.kind == 'Q')}{{{low},{high}}}"


def _character_class(marks: Delimiters, *, repeats: bool = False) -> str:
    """Printable ASCII without the delimiters, or with the one that parts repetitions."""
    more = re.escape(marks.repetition) if repeats else ""
    barred = marks.all
    kept = [code for code in range(ord(" "), ord("~") + 1) if chr(code) not in barred]
    begins = [code for code in kept if code - 1 not in kept]
    ends = [code for code in kept if code + 1 not in kept]
    spans = (f"\\x{a:02x}-\\x{b:02x}" for a, b in zip(begins, ends, strict=True))
    return f"[{''.join(spans)}{more}]"


def _composite(parts: tuple[ElementUse, ...], marks: Delimiters) -> str:
    rest = _row(parts[1:], marks.component, marks)
    return f"{_value(parts[0], marks)}{rest}(?<!{re.escape(marks.component)})"


def _date_segment(use: SegmentUse, marks: Delimiters) -> str:
    """DTP and DTM: the qualifier decides the form of the date."""
    mark = re.escape(marks.element)
    if use.id == "DTM":
        return f"{mark}[0-9]{{3}}{mark}{_DAY}"
    forms = sorted(use.elements[1].codes or _PERIODS)
    choices = "|".join(f"{form}{mark}{_PERIODS[form]}" for form in forms)
    return f"{mark}[0-9]{{3}}{mark}(?:{choices})"


def faults(use: SegmentUse, elements: list[str], marks: Delimiters) -> Iterator[FormFault]:
    """Why a segment is not of the form that its use demands; `elements[0]` is its identifier."""
    if len(elements) > 1 and not elements[-1]:
        yield FormFault(0, 0, TRAILING)
    values = elements[1:]
    for number, element in enumerate(use.elements, start=1):
        value = values[number - 1] if number <= len(values) else ""
        form = values[number - 2] if element.kind == "P" and number <= len(values) else ""
        yield from _element_faults(number, element, value, marks, form)
    if len(values) > len(use.elements) and any(values[len(use.elements) :]):
        yield FormFault(len(use.elements) + 1, 0, TOO_MANY, use.overflow)
    yield from _pair_faults(use.id, elements)


def _pair_faults(identifier: str, elements: list[str]) -> Iterator[FormFault]:
    """Elements that stand without their partner."""
    if identifier == "CAS":
        yield from _adjustment_faults(elements)
        return
    count = len(elements)
    for first, second in PAIRS.get(identifier, ()):
        one = first < count and elements[first] != ""
        other = second < count and elements[second] != ""
        if one != other:
            yield FormFault(second if one else first, 0, PAIRED)


def _adjustment_faults(elements: list[str]) -> Iterator[FormFault]:
    padded = elements + [""] * (20 - len(elements))
    for place in _CAS_GROUPS:
        reason, money, units = padded[place : place + 3]
        if reason and not money:
            yield FormFault(place + 1, 0, PAIRED, "P837-061")
        elif not reason and (money or units):
            yield FormFault(place, 0, PAIRED, "P837-061")


def _element_faults(
    number: int, element: ElementUse, value: str, marks: Delimiters, form: str
) -> Iterator[FormFault]:
    if not value:
        if element.required:
            yield FormFault(number, 0, MISSING, element.rule)
        return
    if element.forbidden:
        yield FormFault(number, 0, NOT_USED, element.rule)
        return
    if not element.parts:
        answer = _value_fault(element, value, marks, form)
        if answer:
            yield FormFault(number, 0, answer, element.rule)
        return
    parts = value.split(marks.component)
    for place, part in enumerate(element.parts, start=1):
        text = parts[place - 1] if place <= len(parts) else ""
        for one in _element_faults(place, part, text, marks, ""):
            yield FormFault(number, place, one.answer, one.rule or element.rule)
    if len(parts) > len(element.parts):
        yield FormFault(number, len(element.parts) + 1, TOO_MANY, element.rule)
    elif len(parts) > 1 and not parts[-1]:
        yield FormFault(number, len(parts), TOO_MANY, element.rule)


def _value_fault(  # noqa: PLR0911 - one return a kind of fault
    element: ElementUse, value: str, marks: Delimiters, form: str
) -> str:
    """The IK4 code of a faulty simple value, empty where it is right."""
    if marks.component in value:
        return TOO_MANY
    if element.codes is not None:
        return "" if value in element.codes else BAD_CODE
    if element.kind in "DTP":
        return _date_fault(element.kind, value, form)
    if element.kind in "RN":
        if not re.fullmatch(_value(element, marks), value):
            digits = value.lstrip("-").replace(".", "", 1 if element.kind == "R" else 0)
            return TOO_LONG if digits.isascii() and digits.isdigit() else BAD_CHARACTER
        return ""
    if element.kind == "Q":
        value = value.replace(marks.repetition, " ")
    if marks.repetition in value or not all(" " <= character <= "~" for character in value):
        return BAD_CHARACTER
    if len(value) > element.high:
        return TOO_LONG
    return TOO_SHORT if len(value) < element.low else ""


def _date_fault(kind: str, value: str, form: str) -> str:
    if kind == "T":
        return "" if re.fullmatch(_HOUR, value) else BAD_TIME
    pattern = _DAY if kind == "D" else _PERIODS.get(form)
    if pattern is None:  # the qualifier itself is faulty and reported
        return ""
    return "" if re.fullmatch(pattern, value) else BAD_DATE
