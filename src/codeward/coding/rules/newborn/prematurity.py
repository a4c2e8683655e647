"""Prematurity: low birth weight and short gestation, each by its number, the weight first."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Drop, Rule
from codeward.coding.rules.support import add_at, numbers

_GRAMS = frozenset(("g", "gm", "gms", "gram", "grams"))
_WEEKS = frozenset(("week", "weeks", "wk", "wks"))

# Lower limits of birth weight in grams and the code from there on; from 2,500 g there is none.
_BY_WEIGHT = (
    (0, "P0701"), (500, "P0702"), (750, "P0703"), (1000, "P0714"), (1250, "P0715"),
    (1500, "P0716"), (1750, "P0717"), (2000, "P0718"), (2500, ""),
)  # fmt: skip
_LEAST_GRAMS, _MOST_GRAMS = 300, 2500
_EXTREME, _TERM, _EARLIEST = 28, 37, 23


def changes(case: Case) -> Iterator[Change]:
    """Code a preterm newborn by birth weight, then by completed weeks.

    Why: I.C.16.d and the note at P07: both are coded, the weight before the weeks.
    What it does not do: the weeks of a mother's pregnancy are not those of an infant; without the
    words preterm or premature only a low weight is coded.
    """
    infant = case.said("newborn_word") is not None
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        early = bool({"preterm", "premature", "prematurity"} & set(words))
        if not (infant or (early and "infant" in words)) or case.has("O"):
            continue
        weight = weeks = ""
        for place, value, _ in numbers(case, line.number):
            unit = words[place + 1] if place + 1 < len(words) else ""
            mention = case.mention_at(line.number, place, place + 1)
            if unit in _GRAMS and _LEAST_GRAMS <= value < _MOST_GRAMS:
                weight = [code for limit, code in _BY_WEIGHT if limit <= value][-1]
                yield from (Drop(one.code) for one in case.starting("P070", "P071"))
                yield add_at(case, mention, weight)
            elif unit in _WEEKS and early and value < _TERM:
                weeks = _by_weeks(int(value))
                yield from (Drop(one.code) for one in case.starting("P072", "P073"))
                yield add_at(case, mention, weeks)
        if weight and weeks:
            yield Before(weight, weeks)


def _by_weeks(weeks: int) -> str:
    if weeks < _EXTREME:
        return f"P072{max(weeks - _EARLIEST + 2, 1)}"
    return f"P073{weeks - _EXTREME + 1}"


RULE = Rule("prematurity", "I.C.16.d", changes)
