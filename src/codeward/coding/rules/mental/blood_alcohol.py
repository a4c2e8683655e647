"""Blood alcohol: the level beside a disorder due to alcohol."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Rule
from codeward.coding.rules.support import add_at, numbers

_NAMES = frozenset(("alcohol", "ethanol", "etoh"))
# Lower limits of the levels of category Y90 in mg per 100 ml, the lowest first.
_LIMITS = (0, 20, 40, 60, 80, 100, 120, 200, 240)
_PER_CENT_BELOW = 1
_MG_IN_PER_CENT = 1000


def changes(case: Case) -> Iterator[Change]:
    """Add the blood alcohol level that the provider documents beside the disorder.

    What it does: reads the number after `blood alcohol` or `BAC`; a value below one is in per cent.
    Why: I.C.20.e and I.C.5.b: use additional code for blood alcohol level (Y90.-) at F10; I.B.14:
    the level may come from another clinician.
    What it does not do: a level without a disorder due to alcohol is not coded.
    """
    disorders = case.starting("F10")
    if not disorders:
        return
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        for place, value, _ in numbers(case, line.number):
            before = words[max(place - 4, 0) : place]
            blood = "blood" in before and bool(_NAMES & set(before))
            if not blood and "bac" not in case.written(line.number):
                continue
            level = value * _MG_IN_PER_CENT if value < _PER_CENT_BELOW else value
            code = f"Y90{sum(limit <= level for limit in _LIMITS) - 1}"
            mention = case.mention_at(line.number, place, place + 1)
            if not mention.assertion.is_excluded:
                yield add_at(case, mention, code)
                for disorder in disorders:
                    yield Before(disorder.code, code)
                return


RULE = Rule("blood-alcohol", "I.C.20.e; I.B.14", changes)
