"""Loss of consciousness: how long it lasted picks the code of the brain injury."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Replace, Rule
from codeward.coding.rules.support import numbers

_LENGTH = 6
_PLACE = 5
_UNSPECIFIED, _UNKNOWN, _NONE = "9", "A", "0"
_OPEN = "9A10"
_MINUTES = {"minute": 1, "minutes": 1, "min": 1, "mins": 1, "hour": 60, "hours": 60, "hr": 60,
            "hrs": 60, "day": 1440, "days": 1440}  # fmt: skip
# Upper limits in minutes and the sixth character for each.
_DURATIONS = ((30, "1"), (59, "2"), (359, "3"), (1440, "4"))
_UNCONSCIOUS = frozenset(("consciousness", "unconscious", "unconsciousness", "loc"))
_LONG = "6"
_LONG_WITH_RETURN = "5"


def changes(case: Case) -> Iterator[Change]:
    """Code a brain injury by the duration of the loss of consciousness.

    What it does: minutes, hours or days in the same line pick the sixth character; a coma without
    a duration is a loss of consciousness of unspecified duration; the coma itself goes into it.
    Why: I.B.2 and the subdivisions of S06.
    What it does not do: without a word on consciousness the status stays unknown.
    """
    for injury in case.starting("S06"):
        if len(injury.code) != _LENGTH or injury.code[_PLACE] not in _OPEN:
            continue
        words = case.written(injury.line) | {w.word for w in case.line(injury.line).words}
        minutes = _minutes(case, injury.line) if words & _UNCONSCIOUS else None
        if minutes is not None:
            character = _character(minutes, words)
        elif {"coma", "comatose"} & words:
            character = _UNSPECIFIED
        elif injury.code[_PLACE] == _NONE and not words & _UNCONSCIOUS:
            character = _UNKNOWN
        else:
            continue
        code = injury.code[:_PLACE] + character
        if not case.book.knows(code):
            code = injury.code[:_PLACE] + _UNSPECIFIED
        if case.book.knows(code) and code != injury.code:
            yield Replace(injury.code, code)


def _minutes(case: Case, line: int) -> float | None:
    words = [word.word for word in case.line(line).words]
    for place, value, _ in numbers(case, line):
        unit = _MINUTES.get(words[place + 1]) if place + 1 < len(words) else None
        if unit is not None:
            return value * unit
    return None


def _character(minutes: float, words: frozenset[str]) -> str:
    for limit, character in _DURATIONS:
        if minutes <= limit:
            return character
    return _LONG_WITH_RETURN if "return" in words and "without" not in words else _LONG


RULE = Rule("loss-of-consciousness", "I.B.2; I.C.19", changes)
