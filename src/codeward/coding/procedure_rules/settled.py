"""Settled: the place that documents a procedure fully speaks for those that only name it."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Case
from codeward.coding.procedure_rules.performed import Performed

_PART = 4


def settled(performed: Sequence[Performed], _case: Case) -> Iterator[Performed]:
    """What: drops a code with defaults where the same procedure is documented with fewer.

    Why: A11 and B3.2; one operation named in several documents is one code, the most detailed.
    What it does not do: merge procedures whose body part or root operation differs.
    """
    for one in performed:
        fuller = (
            other.wording == one.wording
            and other.code[:_PART] == one.code[:_PART]
            and len(other.defaulted) < len(one.defaulted)
            for other in performed
        )
        if not any(fuller):
            yield one
