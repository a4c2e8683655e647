"""Seventh characters: the phase of care, the wound or the eye, read from the words nearby."""

from collections.abc import Mapping

from codeward.codesets.words import stem
from codeward.coding.book import BASE_LENGTH
from codeward.coding.case import Candidate, Case

_PLACEHOLDER = "X"
_SUBSEQUENT = "D"
_SEQUELA = "S"


def completed(candidate: Candidate, case: Case) -> tuple[str, str | None]:
    """The code with its seventh character, and what the text lacks to be sure of it.

    The placeholder fills what stands between (ICD-10-CM Official Guidelines, section I.A.4); the
    phase of care follows section I.C.19.a: active treatment, routine healing, sequela.
    """
    book, code = case.book, candidate.code
    if book.is_billable(code):
        return code, None
    meanings = book.endings(code)
    if not meanings:
        return code, None
    character, missing = _character(candidate, case, meanings)
    full = code.ljust(BASE_LENGTH, _PLACEHOLDER) + character
    return (full, missing) if book.is_billable(full) else (code, None)


_SIDES = (
    ("bilater", "3", "bilateral"),
    ("both", "3", "bilateral"),
    ("right", "1", "right"),
    ("left", "2", "left"),
)


def _character(
    candidate: Candidate, case: Case, meanings: Mapping[str, str]
) -> tuple[str, str | None]:
    if "A" in meanings:
        return _phase(candidate, case, meanings)
    nearby = case.stems_of(candidate.line)
    for side, character, meaning in _SIDES:
        if side in nearby and meaning in meanings.get(character, "").lower():
            return character, None
    if any("stage" in meaning for meaning in meanings.values()):
        return _stage(nearby, meanings)
    unspecified = [key for key, text in meanings.items() if "unspecified" in text]
    return (unspecified or sorted(meanings))[0], "laterality" if unspecified else None


def _stage(nearby: frozenset[str], meanings: Mapping[str, str]) -> tuple[str, str | None]:
    """The stage of glaucoma."""
    for character, meaning in meanings.items():
        first = stem(meaning.split()[0].lower())
        if first != "stage" and first in nearby:
            return character, None
    return "0", "stage"


def _phase(candidate: Candidate, case: Case, meanings: Mapping[str, str]) -> tuple[str, str | None]:
    line = candidate.line
    if case.said("sequela", line=line) and _SEQUELA in meanings and candidate.guideline == "I.B.10":
        return _SEQUELA, None
    is_open = case.said("open_fracture", line=line) is not None and "B" in meanings
    if case.said("subsequent_encounter", line=line) and _SUBSEQUENT in meanings:
        return _healing(case, line, meanings, is_open=is_open), None
    if is_open:
        severe = "C" in meanings and case.said("open_type_severe", line=line)
        return ("C" if severe else "B"), None
    return "A", None


# Delayed healing, nonunion and malunion of a closed fracture, of an open one, and of a severe one.
_TROUBLES = {
    "delayed_healing": "GHJ",
    "nonunion": "KMN",
    "malunion": "PQR",
}


def _healing(case: Case, line: int, meanings: Mapping[str, str], *, is_open: bool) -> str:
    severe = is_open and "J" in meanings and case.said("open_type_severe", line=line)
    column = 2 if severe else int(is_open)
    for concept, characters in _TROUBLES.items():
        if case.said(concept, line=line):
            return next(
                (key for key in (characters[column], characters[0]) if key in meanings), _SUBSEQUENT
            )
    routine = "DEF"[column]
    return routine if routine in meanings else _SUBSEQUENT
