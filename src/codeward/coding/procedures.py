"""Procedures: ICD-10-PCS codes built character by character from what the text says was done.

A limited set of root operations, each settled by its wording; where the text does not give a
character that has no default, nothing is suggested. The release of the day has the last word.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.phrase_table import PhraseTable
from codeward.model import PathStep, Suggestion, System
from codeward.model.chart import SectionKind

_SILENT = frozenset(
    (SectionKind.SURGICAL, SectionKind.PAST, SectionKind.FAMILY, SectionKind.INSTRUCTIONS)
)
_ELSE = "else"
_HOURS = "hours"
_OBSTETRICS = "10"
_DAY_HOURS, _SHORT_UNTIL, _LONG_FROM = 24, 24, 96
_CONFIDENCE, _BY_DEFAULT = 0.75, 0.6
_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


class _Procedure(msgspec.Struct, frozen=True):
    wordings: tuple[str, ...]
    code: str
    slots: Mapping[str, Mapping[str, str]]
    unless: frozenset[str]


class _Built(msgspec.Struct, frozen=True):
    code: str
    defaulted: tuple[str, ...]


def procedures(case: Case, code_set: CodeSet) -> tuple[Suggestion, ...]:
    """The procedures of an inpatient stay that the chart documents, each once, in text order.

    Source: ICD-10-PCS Official Guidelines, sections A11 (the coder determines what the
    documentation equates to) and B3 (root operations).
    """
    found: dict[str, Suggestion] = {}
    for procedure, mention in _performed(case):
        built = _built(procedure, case, mention)
        if built is not None and built.code.startswith(_OBSTETRICS) and case.has("Z38"):
            continue
        if built is None or not code_set.is_billable(built.code):
            continue
        known = found.get(built.code)
        evidence = (*(known.evidence if known else ()), mention.span)
        found[built.code] = Suggestion(
            system=System.ICD10PCS,
            code=built.code,
            title=_title(code_set, built.code),
            sequence=known.sequence if known else len(found) + 1,
            confidence=_BY_DEFAULT if built.defaulted else _CONFIDENCE,
            evidence=tuple(dict.fromkeys(evidence)),
            path=(PathStep("phrase", mention.span.text), PathStep("procedure", procedure.code)),
            guideline="ICD-10-PCS B3",
            needs=built.defaulted,
        )
    return tuple(found.values())


def _title(code_set: CodeSet, code: str) -> str:
    entry = code_set.entry(code)
    return (entry.title if entry else None) or "title not in this release"


def _performed(case: Case) -> Iterator[tuple[_Procedure, Mention]]:
    """The procedures that were carried out in this stay, at each mention."""
    table = _table()
    for line in case.reading.lines:
        if line.sentence.section in _SILENT:
            continue
        place = 0
        while place < len(line.words):
            hit = table.longest_at(line.words, place)
            place = hit.last if hit else place + 1
            if hit is None or _is_cancelled(case, line.number):
                continue
            mention = case.mention_at(line.number, hit.first, hit.last)
            if mention.assertion is Assertion.PRESENT:
                yield _catalog()[int(hit.meaning)], mention


def _is_cancelled(case: Case, line: int) -> bool:
    """Whether this sentence or one beside it says that the procedure was not carried out."""
    return any(
        case.mentioned("procedure_cancelled", line=near) for near in (line - 1, line, line + 1)
    )


def _built(procedure: _Procedure, case: Case, mention: Mention) -> _Built | None:
    words = [word.word for word in case.line(mention.sentence).words]
    if procedure.unless & set(words):
        return None
    text = f" {' '.join(words)} "
    characters: dict[str, str] = {}
    defaulted: list[str] = []
    for slot, choices in procedure.slots.items():
        if _HOURS in choices:
            character = _duration(words)
        else:
            character = next((sign for said, sign in choices.items() if f" {said} " in text), None)
            if character is None and _ELSE in choices:
                character = choices[_ELSE]
                defaulted.append(slot)
        if character is None:
            return None
        characters[slot] = character
    return _Built(procedure.code.format(**characters), tuple(defaulted))


def _duration(words: list[str]) -> str | None:
    """The character of a ventilation's duration: under 24, 24 to 96, over 96 consecutive hours."""
    for number, unit in pairwise(words):
        amount = _NUMBER_WORDS.get(number) or (int(number) if number.isdigit() else None)
        if amount is None or not unit.startswith(("hour", "day")):
            continue
        hours = amount * (_DAY_HOURS if unit.startswith("day") else 1)
        return "3" if hours < _SHORT_UNTIL else "4" if hours <= _LONG_FROM else "5"
    return None


@cache
def _catalog() -> tuple[_Procedure, ...]:
    source = resources.files("codeward.coding").joinpath("data", "procedures.toml")
    entries = tomllib.loads(source.read_text(encoding="utf-8"))["procedure"]
    return tuple(
        _Procedure(
            wordings=tuple(entry.pop("wordings")),
            code=entry.pop("code"),
            unless=frozenset(entry.pop("unless", ())),
            slots=entry,
        )
        for entry in entries
    )


@cache
def _table() -> PhraseTable:
    return PhraseTable(
        (wording, str(number))
        for number, procedure in enumerate(_catalog())
        for wording in procedure.wordings
    )
