"""Cognates: medical words of two languages that share their Greek or Latin beginning."""

import unicodedata

_SPELLINGS = (
    ("ph", "f"), ("th", "t"), ("y", "i"), ("ch", "c"), ("qu", "c"), ("k", "c"), ("z", "c"),
    ("ll", "l"), ("ss", "s"), ("mm", "m"), ("cc", "c"), ("ff", "f"), ("nn", "n"), ("tt", "t"),
    ("pp", "p"), ("rr", "r"), ("ae", "e"), ("oe", "e"), ("h", ""),
)  # fmt: skip
_SURE, _SURE_SHARE = 4, 0.6
_LIKELY, _LIKELY_SHARE = 3, 0.75
_SAME, _SIMILAR, _OTHER = 1.0, 0.3, 0.004


def plain(word: str) -> str:
    """A word without accents and with the spellings that languages share."""
    letters = unicodedata.normalize("NFD", word.lower())
    text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for written, shared in _SPELLINGS:
        text = text.replace(written, shared)
    # Romance languages put an e before s and a consonant: estenosis, stenosis.
    return (
        text[1:] if text[:2] == "es" and text[2:3] in tuple("tpc") and len(text) > _LIKELY else text
    )


def likeness(one: str, other: str) -> float:
    """How likely two plain words are the same word, before any text was seen."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    shorter = min(len(one), len(other))
    if shared >= _SURE and shared >= _SURE_SHARE * shorter:
        return _SAME
    if shared >= _LIKELY and shared >= _LIKELY_SHARE * shorter:
        return _SIMILAR
    return _OTHER
