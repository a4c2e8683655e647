"""Numbers as operative notes write them: words, digits, x3."""

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OTHERS = {"single": 1, "double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}


def number(word: str) -> int | None:
    """The number that a word says; None where it says none."""
    bare = word.removeprefix("x")
    if bare.isdecimal():
        return int(bare)
    if word in _WORDS:
        return _WORDS.index(word)
    return _OTHERS.get(word)
