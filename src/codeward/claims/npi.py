"""The check digit of a National Provider Identifier (45 CFR 162.406; CMS, NPI check digit)."""

_PREFIX = "80840"
_LENGTH = 10
_BASE = 10


def is_npi(text: str) -> bool:
    """Whether the text is ten digits whose Luhn sum over the card prefix 80840 is right."""
    if len(text) != _LENGTH or not text.isascii() or not text.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(_PREFIX + text)):
        value = int(digit) * (1 + place % 2)
        total += value // _BASE + value % _BASE
    return total % _BASE == 0
