"""Inspection: looking at a part on the way to operating on it is not coded (B3.11a)."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Case
from codeward.coding.procedure_rules.performed import Performed

_ROOT, _APPROACH = 2, 4
_INSPECT = "J"
_UPPER = frozenset("123456789")
_DIGESTIVE = "0D"


def inspection(performed: Sequence[Performed], _case: Case) -> Iterator[Performed]:
    """What: drops an inspection where a procedure of the same system and approach was done.

    Why: B3.11a; an endoscopy that ends in a biopsy is the biopsy.
    What it does not do: drop the inspection that a conversion leaves, whose approach differs, or a
    colonoscopy beside an upper endoscopy with biopsy.
    """
    others = [one.code for one in performed if one.code[_ROOT] != _INSPECT]
    for one in performed:
        if one.code[_ROOT] != _INSPECT or not any(_covers(one.code, other) for other in others):
            yield one


def _covers(inspected: str, other: str) -> bool:
    if inspected[0] != "0" or inspected[:2] != other[:2]:
        return False
    if inspected[_APPROACH] != other[_APPROACH]:
        return False
    if inspected[:2] != _DIGESTIVE:
        return True
    return (inspected[3] == "0") == (other[3] in _UPPER)
