"""Amounts of a drug: a number with its unit, reduced so that gram, milligram and microgram meet."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec

_UNITS: Final[Mapping[str, tuple[str, Decimal | int]]] = {
    "mg": ("mg", 1),
    "milligram": ("mg", 1),
    "milligrams": ("mg", 1),
    "mgs": ("mg", 1),
    "g": ("mg", 1000),
    "gm": ("mg", 1000),
    "gms": ("mg", 1000),
    "gram": ("mg", 1000),
    "grams": ("mg", 1000),
    "mcg": ("mg", Decimal("0.001")),
    "ug": ("mg", Decimal("0.001")),
    "µg": ("mg", Decimal("0.001")),
    "microgram": ("mg", Decimal("0.001")),
    "micrograms": ("mg", Decimal("0.001")),
    "unit": ("unit", 1),
    "units": ("unit", 1),
    "u": ("unit", 1),
    "iu": ("unit", 1),
    "i.u.": ("unit", 1),
    "usp unit": ("unit", 1),
    "usp units": ("unit", 1),
    "international unit": ("unit", 1),
    "international units": ("unit", 1),
    "million units": ("unit", 1_000_000),
    "million iu": ("unit", 1_000_000),
    "million u": ("unit", 1_000_000),
    "mu": ("unit", 1_000_000),
    "ml": ("ml", 1),
    "mls": ("ml", 1),
    "milliliter": ("ml", 1),
    "milliliters": ("ml", 1),
    "cc": ("ml", 1),
    "l": ("ml", 1000),
    "liter": ("ml", 1000),
    "liters": ("ml", 1000),
    "meq": ("meq", 1),
    "mci": ("mci", 1),
    "millicurie": ("mci", 1),
    "millicuries": ("mci", 1),
}
_FOLDED: Final = {unit.casefold(): meaning for unit, meaning in _UNITS.items()}
_UNIT: Final = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
AMOUNT: Final = re.compile(
    rf"(?<![\w.])(?<!\d[,/])(?P<number>{_NUMBER})[ \t-]*(?P<unit>{_UNIT})(?![\w%])"
    r"(?P<per>\s*(?:/|per\s)\s*(?:kg|kilogram|m2|m\^2|m²|sq(?:uare)?\s?m(?:eter)?)(?![\w]))?",
    re.IGNORECASE,
)
"""A number with a unit of substance; `per` holds the `/kg` or `/m2` of a dose by body size."""


class Amount(msgspec.Struct, frozen=True):
    """How much of a drug.

    Attributes:
        number: In `unit`.
        unit: `mg`, `unit`, `ml`, `meq` or `mci`.
        per: What it is multiplied by: `kg`, `m2`, or empty.
        start: Offset in the text it was read from.
        end: Offset after it.
    """

    number: Decimal
    unit: str
    per: str = ""
    start: int = 0
    end: int = 0


def amounts(text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """Every amount in a piece of text, in order."""
    found = AMOUNT.finditer(text, start, len(text) if end is None else end)
    return tuple(_amount(match) for match in found if not _is_concentration(text, match.end()))


def _amount(match: re.Match[str]) -> Amount:
    # Case folding, as the pattern ignores case: it also joins the two signs for micro.
    unit, factor = _FOLDED[match["unit"].casefold()]
    per = (match["per"] or "").lower()
    size = "kg" if "k" in per else "m2" if "m" in per.removeprefix(" per") else ""
    return Amount(number(match["number"]) * factor, unit, size, match.start(), match.end())


def number(text: str) -> Decimal:
    """A number as written, with or without thousands separators."""
    return Decimal(text.replace(",", ""))


def _is_concentration(text: str, end: int) -> bool:
    """`40 mg/mL` says how strong the drug is, not how much was given."""
    return (
        re.match(
            r"\s*(?:/|per)\s*\d*\.?\d*\s*(?:ml|cc|l|hr|h|hour|min)\b", text[end:], re.IGNORECASE
        )
        is not None
    )


def plain(amount: Decimal) -> str:
    """A number without trailing zeros or exponent."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
