"""External causes: added to an injury, never first, never alone."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Drop, Rule

_CAUSES = ("V", "W", "X", "Y")
# A blood alcohol level stands beside a disorder, not beside an injury alone.
_LEVEL = "Y90"
_INJURED = ("S", "T0", "T1", "T2", "T3", "T7", "M80", "L55")


def changes(case: Case) -> Iterator[Change]:
    """Keep external causes only beside what they caused, and after it.

    Why: I.C.20.a.1 and I.C.20.a.6.
    What it does not do: it does not guess a cause that nobody wrote down.
    """
    injured = any(
        not one.code.startswith(("T36", "T37", "T38", "T39")) for one in case.starting(*_INJURED)
    )
    for cause in case.starting(*_CAUSES):
        if cause.code.startswith(_LEVEL):
            continue
        if not injured:
            yield Drop(cause.code)
            continue
        for other in case.candidates:
            if not other.code.startswith(_CAUSES):
                yield Before(other.code, cause.code)


RULE = Rule("external-cause", "I.C.20", changes)
