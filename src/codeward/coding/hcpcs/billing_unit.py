"""The billing unit of a HCPCS drug code, read from its official title."""

import re
from decimal import Decimal
from typing import Final

from codeward.coding.hcpcs.amounts import Amount, amounts

EACH: Final = "each"
"""Unit of a code that stands for one vial, device or dose, whatever is in it."""

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_EQUATION: Final = re.compile(r"\(\s*(\d+\s*(?:ml|cc))\s*=\s*1 unit\s*\)")
_BARE: Final = re.compile(r"\b(per|each)\s+(?=(?:gm|gram|mg|milligram|unit|i\.u\.|ml|cc|meq)\b)")
_ASIDE: Final = re.compile(r",?\s*(?:provided in|supplied as|with up to)\b.*")
_EACH: Final = re.compile(
    r"\bper (?:\w+[- ])?(?:\w+[- ])?(?:vial|dose|treatment)\b|,\s*each\b|\b1 dose\b"
)
_JOINED: Final = re.compile(r"\band\b|/")


def billing_unit(title: str) -> Amount | None:
    """How much of the drug one unit of the code stands for; None where the title gives none.

    `per 250 mg` is 250 mg, `up to 10 mg` is 10 mg, `per gm` is 1000 mg, `500 ml = 1 unit` is
    500 ml. A combination counts as the sum of its parts, as it is dosed. Remarks in brackets do
    not count.
    Source: CMS, HCPCS Level II record layout (long description); Medicare Claims Processing
    Manual, chapter 17, section 10 (units are those of the description).
    """
    lower = title.lower()
    equation = _EQUATION.search(lower)
    if equation:
        return amounts(equation[1])[0]
    bare = _BARE.sub(r"\1 1 ", _ASIDE.sub("", _BRACKETS.sub(" ", lower)))
    found = amounts(bare)
    if not found:
        return Amount(Decimal(1), EACH) if _EACH.search(bare) else None
    last = found[-1]
    if len(found) > 1 and _are_parts(bare, found):
        return Amount(sum((one.number for one in found), Decimal(0)), last.unit)
    return last


def _are_parts(title: str, found: tuple[Amount, ...]) -> bool:
    """Whether the amounts are those of the substances of one combination."""
    if len({one.unit for one in found}) > 1:
        return False
    return _JOINED.search(title, found[-2].end, found[-1].start) is not None
