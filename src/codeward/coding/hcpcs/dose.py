"""The dose of a drug that was given: from the amount as written to the amount of substance."""

import re
from decimal import Decimal
from typing import Final

import msgspec

from codeward.coding.hcpcs.amounts import AMOUNT, Amount, amounts, number, plain

_WEIGHT: Final = re.compile(
    r"(?:\b(?:weight|weighs|weighing|wt|body weight)\b[^.\n\d]{0,20}?|\b)"
    r"(?P<number>\d{1,3}(?:\.\d+)?)\s*(?P<unit>kgs?|kilograms?|lbs?|pounds?)\b(?!\s*/)",
    re.IGNORECASE,
)
_SURFACE: Final = re.compile(
    r"(?:\bbsa\b|body surface area)[^.\n\d]{0,20}(?P<number>\d(?:\.\d+)?)"
    r"|(?P<other>\d\.\d+)\s*(?:m2|m\^2|m²)\b",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"(?:\bx|\u00d7|\btimes)\s*(?P<number>\d{1,2})\b(?!\s*(?:days?|weeks?|months?|hours?|hrs?|h|min))"
    r"|\b(?P<other>\d{1,2})\s+(?:doses|injections|vials)\b"
    r"|\b(?P<twice>twice|each (?:knee|side|shoulder|hip))\b",
    re.IGNORECASE,
)
_POUND: Final = Decimal("0.45359237")


class Dose(msgspec.Struct, frozen=True):
    """How much was given in all.

    Attributes:
        number: In `unit`.
        unit: As in `Amount`.
        steps: How it was worked out, in words; empty where it stands as written.
        start: Offset of the amount in the text.
        end: Offset after what it was read from.
        missing: What the text lacks to work it out; empty where nothing does.
    """

    number: Decimal
    unit: str
    steps: tuple[str, ...]
    start: int
    end: int
    missing: str = ""


def dose_in(text: str, start: int, end: int, units: frozenset[str]) -> Dose | None:
    """The first amount between two offsets whose unit is one that the drug is billed in.

    A dose by weight or surface is multiplied by the weight or surface stated anywhere in the text.
    """
    found = [one for one in amounts(text, start, end) if one.unit in units]
    if not found:
        return None
    first = found[0]
    return _repeated(text, first, _sized(text, first), end)


def _sized(text: str, amount: Amount) -> Dose:
    where = (amount.start, amount.end)
    if not amount.per:
        return Dose(amount.number, amount.unit, (), *where)
    size, written = weight(text) if amount.per == "kg" else surface(text)
    if size is None:
        missing = "body weight" if amount.per == "kg" else "body surface area"
        return Dose(amount.number, amount.unit, (), *where, missing=missing)
    total = amount.number * size
    step = f"{text[amount.start : amount.end]} x {written} = {plain(total)} {amount.unit}"
    return Dose(total, amount.unit, (step,), *where)


def _repeated(text: str, amount: Amount, dose: Dose, end: int) -> Dose:
    next_amount = AMOUNT.search(text, amount.end, end)
    found = _TIMES.search(text, amount.end, next_amount.start() if next_amount else end)
    if found is None:
        return dose
    times = 2 if found["twice"] else int(found["number"] or found["other"])
    total = dose.number * times
    step = f"{times} times {plain(dose.number)} = {plain(total)} {dose.unit}"
    return msgspec.structs.replace(
        dose, number=total, steps=(*dose.steps, step), end=max(dose.end, found.end())
    )


def weight(text: str) -> tuple[Decimal | None, str]:
    """The first body weight in a text in kilograms, and how it is written."""
    found = _WEIGHT.search(text)
    if found is None:
        return None, ""
    pounds = found["unit"].lower().startswith(("lb", "pound"))
    kilograms = number(found["number"]) * (_POUND if pounds else 1)
    written = f"{found['number']} {found['unit']}"
    return (round(kilograms, 1) if pounds else kilograms), written


def surface(text: str) -> tuple[Decimal | None, str]:
    """The first body surface area in a text in square metres, and how it is written."""
    found = _SURFACE.search(text)
    if found is None:
        return None, ""
    square = found["number"] or found["other"]
    return number(square), f"{square} m2"
