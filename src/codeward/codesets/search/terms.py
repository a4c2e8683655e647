"""Words of a query or an official wording, in the one form that the search index keeps."""

import re
from functools import lru_cache

import Stemmer

FUNCTION_WORDS = frozenset("of in with due to by and or on at for from the a an".split())
"""Words that carry no meaning of their own in a title."""

RESIDUAL_WORDS = frozenset(
    "unspecified other specified nos nec elsewhere classified not type site".split()
)
"""Words that only mark a residual code: they count, but little."""

_WORD = re.compile(r"[a-z]+[0-9]*[a-z]*|[0-9]+(?:\.[0-9]+)?[a-z]*")
_POSSESSIVE = re.compile(r"(?<=[a-z])['\u2019]s?\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
NUMBERED = frozenset("type stage grade class degree category level group bipolar mobitz".split())
"""Words after which a Roman numeral is a number."""
_ROMAN_FORM = re.compile(r"(viii|vii|vi|v|iv|iii|ii|i)([abc]?)")
_BRITISH = (("ae", "e"), ("oe", "e"), ("our", "or"), ("yse", "yze"), ("ise", "ize"), ("ph", "f"))

_stemmer = Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words of `text`: lower case, without possessives and function words, `type II` as 2."""
    found = _WORD.findall(_POSSESSIVE.sub("", text.lower()))
    kept: list[str] = []
    for position, word in enumerate(found):
        if word in FUNCTION_WORDS and not _is_grade(word, found, position):
            continue
        kept.append(_number(word, found[position - 1] if position else ""))
    return kept


def _is_grade(word: str, found: list[str], position: int) -> bool:
    return word == "a" and position > 0 and found[position - 1] in {"hepatitis", "influenza"}


def _number(word: str, before: str) -> str:
    if word.endswith(".0"):
        return word[:-2]
    roman = _ROMAN_FORM.fullmatch(word)
    if roman is not None and (before in NUMBERED or len(roman[1]) > 1):
        return _ROMAN[roman[1]] + roman[2]
    return word


def is_roman(word: str) -> bool:
    """Whether a word may be a small Roman numeral, with or without a letter: `iv`, `IIIb`."""
    return _ROMAN_FORM.fullmatch(word.lower()) is not None


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball English stem."""
    return str(_stemmer.stemWord(word))


def american(word: str) -> tuple[str, ...]:
    """American spellings that a British spelling may stand for, the likeliest first."""
    return tuple(word.replace(british, plain) for british, plain in _BRITISH if british in word)
