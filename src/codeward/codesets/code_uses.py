"""Finds where codes are named: in our own edits and data, in favourites, in encounters.

Of an encounter only the place is told, never the code: it is somebody's diagnosis.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from codeward.model import Encounter, Setting, System
from codeward.model.system import undotted

# ICD-10-CM and HCPCS codes, dotted or not; ICD-10-PCS codes, where a slot such as {side} may stand
# for a character.
_CODE: Final = re.compile(
    r"(?<![0-9A-Za-z?])(?:[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?|[0-9A-HJ-NP-Z?]{7})(?![0-9A-Za-z?])"
)
_SLOT: Final = re.compile(r"\{[a-z_]+\}")
_ANY: Final = "?"
_PCS_LENGTH: Final = 7
_CATEGORY: Final = 3

Reasons = Mapping[tuple[System, str], tuple[str, ...]]


class UseKind(StrEnum):
    """Who names a code."""

    EDIT = "edit"
    CODING_RULE = "coding_rule"
    CODING_WORDING = "coding_wording"
    SEARCH_WORDING = "search_wording"
    FAVOURITE = "favourite"
    ENCOUNTER = "encounter"


class Use(msgspec.Struct, frozen=True):
    """A place that names a code which changes.

    Attributes:
        kind: Who names it.
        where: The file; of an edit its number first.
        place: Line in the file, or which diagnosis, procedure or service line.
        system: Code system.
        code: The undotted code; None in an encounter, where it would be a chart value.
        reasons: What happens to the code: `ended`, `retitled`, `severity`, `status`.
        exact: Whether the code itself is named; otherwise a header or a pattern that holds it.
    """

    kind: UseKind
    where: str
    place: str
    system: System
    code: str | None
    reasons: tuple[str, ...]
    exact: bool = True


class NamedText(msgspec.Struct, frozen=True):
    """A text that may name codes.

    Attributes:
        kind: What kind of text.
        where: Its name.
        text: The text.
    """

    kind: UseKind
    where: str
    text: str


def uses_in_text(text: NamedText, affected: Reasons) -> Iterator[Use]:
    """Every line that names an affected code, or a header above an ended one."""
    by_header = _below(affected)
    for number, line in enumerate(text.text.splitlines(), start=1):
        found: dict[tuple[System, str], bool] = {}
        for token in dict.fromkeys(_CODE.findall(_SLOT.sub(_ANY, line))):
            for key, exact in _named(token.replace(".", ""), affected, by_header):
                found[key] = found.get(key, False) or exact
        for (system, code), exact in found.items():
            reasons = affected[system, code]
            place = f"line {number}"
            yield Use(text.kind, text.where, place, system, code, reasons, exact)


def uses_in_list(name: str, text: str, affected: Reasons) -> Iterator[Use]:
    """Lines of a list of codes, one a line, what follows a blank or `#` left out."""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        code = undotted(words[0])
        for system in System:
            reasons = affected.get((system, code))
            if reasons:
                place = f"line {number}"
                yield Use(UseKind.FAVOURITE, name, place, system, code, reasons)


def may_be_affected(encounter: Encounter, day: dt.date) -> bool:
    """Whether the code sets of that day may govern the encounter: also a stay that has not ended.

    Source: code sets by date of discharge or service, 45 CFR 162.1000.
    """
    if encounter.setting is Setting.INPATIENT and encounter.discharge_date is None:
        return True
    governing = encounter.governing_date
    return governing is None or governing >= day


def uses_in_encounter(name: str, encounter: Encounter, affected: Reasons) -> Iterator[Use]:
    """Which diagnoses, procedures and lines of an encounter carry an affected code.

    Args:
        name: Name of its file.
        encounter: The encounter.
        affected: What happens to which code.
    """
    for place, system, code in _coded(encounter):
        reasons = affected.get((system, code))
        if reasons:
            yield Use(UseKind.ENCOUNTER, name, place, system, None, reasons)


def _coded(encounter: Encounter) -> Iterator[tuple[str, System, str]]:
    for number, diagnosis in enumerate(encounter.diagnoses, start=1):
        yield f"diagnosis {number}", System.ICD10CM, diagnosis.code
    for number, procedure in enumerate(encounter.procedures, start=1):
        yield f"procedure {number}", System.ICD10PCS, procedure.code
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.code is not None:
            for system in (line.system,) if line.system else (System.HCPCS, System.CPT):
                yield f"service line {number}", system, line.code


def _below(affected: Reasons) -> dict[str, list[tuple[System, str]]]:
    """Ended codes by every header that could stand above them."""
    found: dict[str, list[tuple[System, str]]] = {}
    for (system, code), reasons in affected.items():
        if system is System.ICD10CM and "ended" in reasons:
            for length in range(_CATEGORY, len(code)):
                found.setdefault(code[:length], []).append((system, code))
    return found


def _named(
    token: str, affected: Reasons, by_header: Mapping[str, list[tuple[System, str]]]
) -> Iterator[tuple[tuple[System, str], bool]]:
    """The affected codes that a word names, each with whether exactly."""
    for system in System:
        if (system, token) in affected:
            yield (system, token), True
    for key in by_header.get(token, ()):
        yield key, False
    if _ANY in token and len(token) == _PCS_LENGTH:
        for system, code in affected:
            if system is System.ICD10PCS and _fits(code, token):
                yield (system, code), False


def _fits(code: str, pattern: str) -> bool:
    return all(wanted in {_ANY, has} for has, wanted in zip(code, pattern, strict=True))


def every_use(texts: Iterable[NamedText], affected: Reasons) -> tuple[Use, ...]:
    """The uses in all texts, in their order."""
    return tuple(use for text in texts for use in uses_in_text(text, affected))
