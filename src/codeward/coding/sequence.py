"""Sequencing: the order of the documentation, changed only where a rule demands an order."""

from codeward.coding.case import Candidate, Case


def sequenced(case: Case) -> tuple[Candidate, ...]:
    """The candidates in the order in which they are proposed.

    The order of the documentation holds (discharge diagnoses, then assessment, then the rest)
    unless a rule puts a code first or before another (ICD-10-CM Official Guidelines, sections
    I.A.13, I.A.17, II and IV.G).
    """
    leads = {code: rank for rank, code in enumerate(dict.fromkeys(case.leads))}
    places = {one.code: one.place for one in case.candidates}
    earlier: dict[str, set[str]] = {code: set() for code in places}
    for first, then in case.orders:
        if first in places and then in places and not _reaches(earlier, first, then):
            earlier[then].add(first)
    _pull_forward(places, earlier)
    waiting = sorted(
        case.candidates,
        key=lambda one: (
            leads.get(one.code, len(leads)),
            places[one.code],
            one.place,
            one.code,
        ),
    )
    placed: list[Candidate] = []
    done: set[str] = set()
    while waiting:
        ready = next(one for one in waiting if earlier[one.code] <= done)
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready.code)
    return tuple(placed)


def _pull_forward(places: dict[str, float], earlier: dict[str, set[str]]) -> None:
    """Give a code the place of what it has to come before, where that stands further ahead."""
    changed = True
    while changed:
        changed = False
        for then, firsts in earlier.items():
            for first in firsts:
                if places[first] > places[then]:
                    places[first] = places[then]
                    changed = True


def _reaches(earlier: dict[str, set[str]], code: str, target: str) -> bool:
    """Whether `target` already has to come before `code`: a circle of demands is not closed."""
    waiting, seen = [code], set()
    while waiting:
        current = waiting.pop()
        if current == target:
            return True
        if current not in seen:
            seen.add(current)
            waiting += earlier[current]
    return False
