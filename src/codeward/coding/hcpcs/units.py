"""Units of a drug code: the dose by the billing unit, rounded up, and what was thrown away."""

import re
from decimal import ROUND_CEILING, Decimal
from typing import Final

import msgspec

from codeward.coding.hcpcs.amounts import amounts, plain
from codeward.coding.hcpcs.dose import Dose
from codeward.coding.hcpcs.drugs import Drug

_WASTED: Final = re.compile(r"\b(?:wast(?:ed|age|e)|discard(?:ed|ing)?)\b", re.IGNORECASE)
_NO_WASTE: Final = re.compile(
    r"\bno (?:drug |residual )?(?:was |is )?(?:wast(?:e|age)|discard(?:ed)?)\b"
    r"|\b(?:nothing|none|zero|0 ?m[gl]) (?:was )?(?:wasted|discarded)\b"
    r"|\b(?:entire|whole|full) (?:\w+[- ]){0,4}vials? (?:\w+ ){0,2}(?:used|given|administered)\b",
    re.IGNORECASE,
)
_REACH: Final = 40


class Units(msgspec.Struct, frozen=True):
    """Units given and units thrown away, with the way to them.

    Attributes:
        given: Units of the dose, rounded up.
        wasted: Units to be billed with modifier JW; 0 where there are none.
        whole: Whether the text says that nothing was thrown away (modifier JZ).
        steps: The calculation in words.
        spans: Offsets of the text on waste.
    """

    given: Decimal
    wasted: Decimal
    whole: bool
    steps: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


def units_of(dose: Dose, drug: Drug, text: str, end: int) -> Units:
    """Units of a dose; `text` up to `end` may say what was discarded.

    Source: Medicare Claims Processing Manual, chapter 17, sections 10 (units by the description,
    rounded up to the next whole unit), 40 and 40.1 (modifiers JW and JZ; a discarded part that the
    rounded unit already contains is not billed again).
    """
    given = whole_units(dose.number, drug.amount)
    written = f"{plain(dose.number)} {drug.unit} / {plain(drug.amount)} {drug.unit}"
    exact = dose.number / drug.amount
    rounding = "" if exact == given else f" = {plain(round(exact, 2))}, rounded up"
    steps = (f"{written}{rounding} = {plain(given)} units",)
    none = _NO_WASTE.search(text, dose.start, end)
    if none is not None:
        return Units(given, Decimal(0), whole=True, steps=steps, spans=(none.span(),))
    waste = _waste(text, dose.end, end, drug.unit)
    if waste is None:
        return Units(given, Decimal(0), whole=False, steps=steps)
    amount, span = waste
    extra = whole_units(dose.number + amount, drug.amount) - given
    note = (
        f"{plain(amount)} {drug.unit} discarded = {plain(extra)} units with JW"
        if extra
        else f"{plain(amount)} {drug.unit} discarded lies within the rounded unit: no JW"
    )
    return Units(given, extra, whole=False, steps=(*steps, note), spans=(span,))


def whole_units(amount: Decimal, per: Decimal) -> Decimal:
    """An amount in whole billing units, rounded up."""
    return (amount / per).to_integral_value(ROUND_CEILING)


def _waste(text: str, start: int, end: int, unit: str) -> tuple[Decimal, tuple[int, int]] | None:
    """The amount that stands nearest to a word of waste."""
    word = _WASTED.search(text, start, end)
    if word is None:
        return None
    before = amounts(text, max(start, word.start() - _REACH), word.start())
    after = amounts(text, word.end(), min(end, word.end() + _REACH))
    near = [one for one in (*before[-1:], *after[:1]) if one.unit == unit]
    if not near:
        return None
    best = min(near, key=lambda one: max(word.start() - one.end, one.start - word.end()))
    return best.number, (min(best.start, word.start()), max(best.end, word.end()))
