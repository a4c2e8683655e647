"""Form of the numbers that identify providers."""

from functools import lru_cache

_NPI_PREFIX = "80840"
_NPI_LENGTH = 10
_TAXONOMY_LENGTH = 10
_BASE = 10


@lru_cache(maxsize=65536)
def is_npi(text: str) -> bool:
    """Whether the text is ten digits whose Luhn sum over the card prefix 80840 is right.

    Source: 45 CFR 162.406; CMS, NPI check digit calculation.
    """
    if len(text) != _NPI_LENGTH or not text.isascii() or not text.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(_NPI_PREFIX + text)):
        value = int(digit) * (1 + place % 2)
        total += value // _BASE + value % _BASE
    return total % _BASE == 0


@lru_cache(maxsize=4096)
def is_taxonomy(text: str) -> bool:
    """Whether a provider taxonomy code has the right form; its existence needs the list."""
    return len(text) == _TAXONOMY_LENGTH and text.isascii() and text.isalnum() and text[-1] == "X"
