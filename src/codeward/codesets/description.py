"""Everything that the installed releases say about one code on one day, in one document."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from codeward.codesets.code_set import CodeSet
from codeward.codesets.day_numbers import ONE_DAY
from codeward.codesets.details import Details, details
from codeward.codesets.entry import CodeEntry, Note
from codeward.codesets.releases import Releases
from codeward.model import ReleaseId, Span, System
from codeward.model.system import display_code, undotted

NOTE_HEADINGS: Final[Mapping[str, str]] = {
    "note": "Note",
    "includes": "Includes",
    "inclusion_term": "Also named",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional",
    "code_also": "Code also",
}
"""What coders call each kind of note of the tabular list."""


class Status(StrEnum):
    """What a code is on a day."""

    VALID = "valid"
    HEADER = "header"
    NOT_YET = "not_yet"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Named(msgspec.Struct, frozen=True):
    """A code with its title, where the release has one."""

    code: str
    title: str | None


class AgeLimit(msgspec.Struct, frozen=True):
    """Ages in completed years outside which the Medicare Code Editor objects."""

    name: str
    youngest: int
    oldest: int


class CodeDescription(msgspec.Struct, frozen=True):
    """One code on one day; the JSON of `codeward show`.

    Attributes:
        system: Code system.
        code: Undotted code.
        display: The code as people write it.
        date: The day.
        status: What the code is on the day.
        title: Official title; None where no installed file has it.
        title_source: The file that the title comes from.
        billable: Whether a claim of the day may carry the code.
        header: Whether more characters are needed.
        kind: Level in the hierarchy; None for an unknown code.
        valid_from: First day of the validity that is nearest to the day; None if never valid.
        valid_to: Last day of that validity; None while the code is current.
        known_until: Last day that the reference data covers.
        successors: What took the place of an ended code.
        hierarchy: The nodes above, from the chapter down.
        children: The nodes right below.
        notes: Own notes and, marked, inherited ones.
        seventh_characters: Seventh characters and their meaning.
        mce_flags: Flags of the Medicare Code Editor on the day.
        age_limits: Age ranges that the flags stand for.
        severity: `MCC`, `CC` or `NON` as a secondary diagnosis; None where not applicable.
        grouper_version: The MS-DRG version that the severity holds for.
        severities: The severity by MS-DRG version, for every installed one that knows the code.
        release: The release that the answer rests on.
        sources: Where the parts of the release come from.
        details: What imported lists say of it, and which lists are not installed.
    """

    system: System
    code: str
    display: str
    date: dt.date
    status: Status
    title: str | None
    title_source: str
    billable: bool
    header: bool
    kind: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    known_until: dt.date
    successors: tuple[Named, ...]
    hierarchy: tuple[Named, ...]
    children: tuple[Named, ...]
    notes: tuple[Note, ...]
    seventh_characters: Mapping[str, str]
    mce_flags: tuple[str, ...]
    age_limits: tuple[AgeLimit, ...]
    severity: str | None
    grouper_version: str | None
    severities: Mapping[str, str]
    release: ReleaseId
    sources: tuple[str, ...]
    details: Details


def describe(code: str, code_set: CodeSet, on: Releases) -> CodeDescription:
    """The description of a code, also of one that is unknown: its status then says so.

    Raises:
        NoReleaseError: no release of the system covers the day.
    """
    code = undotted(code)
    entry = code_set.entry(code)
    nearest = _nearest(code_set.validity(code), on.day)
    ends = nearest.end if nearest else None
    current = ends is None or ends > code_set.known_until
    flags = tuple(sorted(code_set.attributes(code)))
    severity, version = _severity(code, code_set, on)
    return CodeDescription(
        system=code_set.system,
        code=code,
        display=display_code(code_set.system, code) if _is_code(entry) else code,
        date=on.day,
        status=status_of(code, code_set),
        title=entry.title if entry else None,
        title_source=entry.title_source if entry else "",
        billable=code_set.is_billable(code),
        header=entry is not None and entry.header,
        kind=entry.kind.value if entry else None,
        valid_from=nearest.start if nearest else None,
        valid_to=None if current or ends is None else ends - ONE_DAY,
        known_until=code_set.known_until,
        successors=_named(() if current else _successors(code, code_set, on), code_set),
        hierarchy=_named(reversed(code_set.ancestors(code)), code_set),
        children=_named(code_set.children(code), code_set),
        notes=code_set.notes(code),
        seventh_characters=code_set.seventh_characters(code),
        mce_flags=flags,
        age_limits=_age_limits(flags, on),
        severity=severity,
        grouper_version=version,
        severities=_severities(code, code_set, on),
        release=code_set.id,
        sources=on.release(code_set.system).sources,
        details=details(code, code_set.system, on),
    )


def status_of(code: str, code_set: CodeSet) -> Status:
    """What the code is on the day of the code set."""
    if code_set.is_billable(code):
        return Status.VALID
    spans = code_set.validity(code)
    if any(span.end is not None and span.end <= code_set.day for span in spans):
        return Status.ENDED
    if spans:
        return Status.NOT_YET
    entry = code_set.entry(code)
    return Status.HEADER if entry is not None and entry.header else Status.UNKNOWN


def _nearest(spans: tuple[Span, ...], day: dt.date) -> Span | None:
    """The span that holds the day, else the last one before it, else the first one after it."""
    started = [span for span in spans if span.start <= day]
    return started[-1] if started else next(iter(spans), None)


def _successors(code: str, code_set: CodeSet, on: Releases) -> tuple[str, ...]:
    """By the conversion table of the release, else by an imported one."""
    imported = on.reference.former_codes
    return code_set.successors(code) or (imported.successors(code) if imported else ())


def _is_code(entry: CodeEntry | None) -> bool:
    return entry is None or not ("-" in entry.code or entry.parent is None)


def _named(codes: Iterable[str], code_set: CodeSet) -> tuple[Named, ...]:
    found = ((code, code_set.entry(code)) for code in codes)
    return tuple(Named(code, entry.title if entry else None) for code, entry in found)


def _age_limits(flags: tuple[str, ...], on: Releases) -> tuple[AgeLimit, ...]:
    ranges = on.msdrg.age_ranges() if on.covers(System.MSDRG) else {}
    return tuple(
        AgeLimit(name, ranges[name].youngest, ranges[name].oldest)
        for name in flags
        if name in ranges
    )


def _severity(code: str, code_set: CodeSet, on: Releases) -> tuple[str | None, str | None]:
    applies = code_set.system is System.ICD10CM and on.covers(System.MSDRG)
    severity = on.msdrg.severity(code) if applies else None
    return severity, on.msdrg.version if severity else None


def _severities(code: str, code_set: CodeSet, on: Releases) -> Mapping[str, str]:
    if code_set.system is not System.ICD10CM:
        return {}
    found = (
        (one.version, on.on(one.id.effective_from).msdrg.severity(code))
        for one in on.versions(System.MSDRG)
    )
    return {version: severity for version, severity in found if severity}
