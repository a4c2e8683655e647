"""Durations: the class of respiratory support by its consecutive hours."""

from collections.abc import Sequence
from itertools import pairwise

from codeward.codesets.words import Word
from codeward.coding.procedure_rules.numbers import number

_DAY_HOURS, _SHORT_UNTIL, _LONG_FROM = 24, 24, 96


def duration(words: Sequence[Word]) -> dict[str, str] | None:
    """The character: under 24 hours (3), 24 to 96 (4), over 96 (5); None where none is given."""
    for amount, unit in pairwise(word.word for word in words):
        count = number(amount)
        if count is None or not unit.startswith(("hour", "day")):
            continue
        hours = count * (_DAY_HOURS if unit.startswith("day") else 1)
        sign = "3" if hours < _SHORT_UNTIL else "4" if hours <= _LONG_FROM else "5"
        return {"duration": sign}
    return None
