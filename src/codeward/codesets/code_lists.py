"""The small grammar of code lists in notes, such as `(T81.44-, C00-D49, E08-E13 with .44)`.

An item names a code, everything below a code, or a range, perhaps narrowed by a condition on later
characters. What does not parse is reported, never dropped in silence.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

_CLOSING = re.compile(r"\(([^()]*)(?:\)\)?\.?|$)\s*$")
_CODE = r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{0,4})?"
_SEPARATOR = re.compile(r"\s*[,;]\s*")
# `I60.-. I61.-` and `A00-R94 and T80-T88.6` are two items each.
_TWO_ITEMS = re.compile(rf"\s+and\s+(?={_CODE})|(?<=-)\.\s+(?={_CODE})")
_SINGLE = re.compile(rf"({_CODE})\.?-?")
_RANGE = re.compile(rf"({_CODE})\.?-?\s*(?:-|to)\s*({_CODE})\.?-?")
_NARROWED = re.compile(r"(.*?)\s*\bwith\s+(.+)")
_SUFFIXES = re.compile(r"\.([0-9A-Z]+)-?(?:\s*-\s*\.([0-9A-Z]+)-?)?")
_FINAL = re.compile(r"final characters?\s+-?(\.?[0-9A-Z]+(?:\s+or\s+\.?[0-9A-Z]+)*)")
_PLACES = re.compile(
    r"(fifth|sixth|seventh|5th|6th|7th)"
    r"(?:\s+(or|to)\s+(six|sixth|seventh|6th|7th))?[\s-]+characters?\s+(.+)"
)
_VALUES = re.compile(r"[0-9A-Z]{1,2}(?:-[0-9A-Z])?(?:\s+or\s+[0-9A-Z])*")
_PLACE = {
    "fifth": 4, "5th": 4, "six": 5, "sixth": 5, "6th": 5, "seventh": 6, "7th": 6,
}  # fmt: skip
_CODE_LIKE = re.compile(r"\b[A-Z]\d[0-9A-Z]")
_CATEGORY_LENGTH = 3
_PLACEHOLDER = "X"

Condition = Callable[[str], bool]


class CodeRange(msgspec.Struct, frozen=True):
    """From a node to a node, with all that is below, both undotted; equal for a single code.

    Attributes:
        first: First node.
        last: Last node.
        condition: Which of the codes in it are meant; None for all.
    """

    first: str
    last: str
    condition: Condition | None = None


def closing_list(note: str) -> tuple[str, ...]:
    """The items of the code list that closes a note, as published; () where there is none.

    A closing parenthesis that names no code, such as `(in)` or `(NOS)`, is no code list.
    """
    found = _CLOSING.search(note)
    if found is None or not _CODE_LIKE.search(found[1]):
        return ()
    return tuple(
        item.strip()
        for part in _SEPARATOR.split(found[1])
        for item in _TWO_ITEMS.split(part)
        if item.strip()
    )


def parse_items(items: tuple[str, ...]) -> tuple[tuple[CodeRange, ...], tuple[str, ...]]:
    """The ranges that the items name, and the items that do not parse.

    An item that is only a condition, such as `.24`, narrows the code before it.
    """
    ranges: list[CodeRange] = []
    unparsed: list[str] = []
    for item in items:
        found = _item(item, ranges[-1] if ranges else None)
        if found is None:
            unparsed.append(item)
        else:
            ranges.append(found)
    return tuple(ranges), tuple(unparsed)


def _item(item: str, before: CodeRange | None) -> CodeRange | None:
    if item.startswith("."):
        item = f"with {item}"
    narrowed = _NARROWED.fullmatch(item)
    base = _base(narrowed[1] if narrowed else item)
    if base is None and narrowed and not narrowed[1]:
        base = before
    if base is None or narrowed is None:
        return base
    condition = _condition(narrowed[2])
    return None if condition is None else CodeRange(base.first, base.last, condition)


def _base(text: str) -> CodeRange | None:
    single = _SINGLE.fullmatch(text)
    if single:
        code = single[1].replace(".", "")
        return CodeRange(code, code)
    ends = _RANGE.fullmatch(text)
    if ends:
        return CodeRange(ends[1].replace(".", ""), ends[2].replace(".", ""))
    return None


def _condition(text: str) -> Condition | None:
    suffixes = [_SUFFIXES.fullmatch(part) for part in re.split(r"\.\s+(?=\.)", text)]
    if all(suffixes):
        return _any_of([_suffix(found[1], found[2] or found[1]) for found in suffixes if found])
    final = _FINAL.fullmatch(text)
    if final:
        return _final(tuple(re.split(r"\s+or\s+", final[1])))
    places = _PLACES.fullmatch(text)
    if places and _VALUES.fullmatch(places[4]):
        return _at_place(*places.groups())
    return None


def _any_of(conditions: list[Condition]) -> Condition:
    return lambda code: any(condition(code) for condition in conditions)


def _suffix(first: str, last: str) -> Condition:
    """What follows the category starts with one of `first` to `last`, such as `.51-.52`."""
    size = len(first)
    return lambda code: first <= code[_CATEGORY_LENGTH:][:size] <= last


def _final(endings: tuple[str, ...]) -> Condition:
    """The code ends so; with a point, it is all that follows the category."""
    whole = tuple(ending[1:] for ending in endings if ending.startswith("."))
    parts = tuple(ending for ending in endings if not ending.startswith("."))
    return lambda code: code[_CATEGORY_LENGTH:] in whole or bool(parts and code.endswith(parts))


def _at_place(first: str, link: str | None, second: str | None, values: str) -> Condition:
    start = _PLACE[first]
    if second is None:
        characters = frozenset(_characters(values))
        return lambda code: code[start : start + 1] in characters
    end = _PLACE[second]
    if link == "to":
        return lambda code: code[start : end + 1] == values
    characters = frozenset(_characters(values))
    return lambda code: _last_of(code, start, end) in characters


def _last_of(code: str, start: int, end: int) -> str:
    """`fifth or sixth character`: the sixth, unless that is missing or a placeholder."""
    later = code[end : end + 1]
    return code[start : start + 1] if later in {"", _PLACEHOLDER} else later


def _characters(values: str) -> Iterator[str]:
    """`1-4 or 6` as 1, 2, 3, 4, 6."""
    for part in re.split(r"\s+or\s+", values):
        first, _, last = part.partition("-")
        yield from (chr(number) for number in range(ord(first[0]), ord(last or first[0]) + 1))
