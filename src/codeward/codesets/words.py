"""Words of a note or an official wording, reduced in one way so that they meet, with offsets."""

import re
from functools import lru_cache

import msgspec
import Stemmer

SKIPPED = frozenset(["the", "a", "an", "his", "her", "of", "their", "its", "this"])
"""Words that no phrase keeps: they vary without changing what is meant."""

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)\.\d+)?|\+|%")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_NUMBERED = frozenset(
    ["type", "stage", "grade", "class", "degree", "category", "types", "stages", "grades", "class"]
)
_SAME = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth",
    "anaemia": "anemia", "oedema": "edema", "haemorrhage": "hemorrhage", "tumour": "tumor",
    "leukaemia": "leukemia", "diarrhoea": "diarrhea", "oesophagus": "esophagus",
    "oesophageal": "esophageal", "haemorrhagic": "hemorrhagic", "ischaemic": "ischemic",
    "ischaemia": "ischemia", "haematuria": "hematuria", "anaesthesia": "anesthesia",
    "paediatric": "pediatric", "haematoma": "hematoma", "foetal": "fetal", "foetus": "fetus",
    "hypoglycaemia": "hypoglycemia", "hyperglycaemia": "hyperglycemia", "dyspnoea": "dyspnea",
    "hyperlipidaemia": "hyperlipidemia", "septicaemia": "septicemia", "bacteraemia": "bacteremia",
    "tumours": "tumor", "apnoea": "apnea", "caesarean": "cesarean", "behaviour": "behavior",
}  # fmt: skip
_stemmer = Stemmer.Stemmer("english")


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word: as written in lower case, its stem, and its place in the text."""

    word: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball English stem of a word in lower case, American spelling."""
    return str(_stemmer.stemWord(_SAME.get(word, word)))


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`; possessives and `SKIPPED` left out, `type II` as `type 2`."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word, reduced, depends = _token(match[0])
        begin, after = match.span()
        if depends:
            before = found[-1].word if found else ""
            if word == "s" and begin and text[begin - 1] in "'\u2019":
                continue
            if word in SKIPPED and not (word == "a" and before in _NUMBERED_OR_LETTERED):
                continue
            if word in _ROMAN and before in _NUMBERED:
                reduced = _ROMAN[word]
        found.append(Word(word, reduced, begin, after))
    return found


@lru_cache(maxsize=65_536)
def _token(written: str) -> tuple[str, str, bool]:
    """A word in lower case, its stem, and whether what it is depends on the text before it."""
    word = written.lower()
    return word, stem(word), word == "s" or word in SKIPPED or word in _ROMAN


_NUMBERED_OR_LETTERED = frozenset(
    ["hepatitis", "influenza", "vitamin", "group", "type", "streptococcus"]
)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a wording, in order: the key under which the lexicon keeps it."""
    return tuple(word.stem for word in words(text))
