"""LIN017: an add-on code without the service that it is added to."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.ncci import TABLES, lines_by_day
from codeward.model import Encounter, Severity, Span

if TYPE_CHECKING:
    from codeward.codesets.readers.ncci_aoc import AddOnEdit

_COMPLETE_LIST = "1"


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find add-on codes without a primary code on the same day.

    What it checks:
        For each code that the imported NCCI add-on file lists: type 1 needs one of its listed
        primary codes on the same day; types 2 and 3, whose lists the contractor makes or completes,
        need any other service that is no add-on. Without the file nothing is checked.
    Why it matters:
        An add-on code is never paid alone: the line is denied, or the primary service was
        forgotten and goes unpaid.
    What to do:
        Add the primary service if it was done and documented, else remove the add-on code.
    """
    if encounter.setting not in TABLES:
        return
    for releases, lines in lines_by_day(encounter, on):
        add_ons = releases.reference.add_ons
        if add_ons is None:
            continue
        edits = {code: add_ons.primaries(code) for _, _, code in lines}
        services = {code for code, found in edits.items() if not found}
        for number, _, code in lines:
            if edits[code] and not _has_primary(edits[code], services, set(edits)):
                yield Fault(
                    f"Line {number}: {code} is an add-on code without a primary service.",
                    code,
                    number,
                )


def _has_primary(edits: Sequence["AddOnEdit"], services: set[str], all_codes: set[str]) -> bool:
    """Whether a service of the day may be the primary one; an add-on may be another's primary."""
    if any(edit.primary in all_codes for edit in edits):
        return True
    complete = all(edit.type == _COMPLETE_LIST for edit in edits)
    return bool(services) and not complete


EDIT = Edit(
    code="LIN017",
    name="add-on-without-primary",
    severity=Severity.WARN,
    authority="NCCI Policy Manual, chapter I, R; NCCI add-on code edits",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
