"""LIN008: service codes whose validity could not be checked."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.system import system_of
from codeward.model import Encounter, Severity, Span, System


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Say once for each system that no release is installed to check against.

    What it checks:
        Whether a HCPCS or CPT release covers the dates of the service lines. CPT comes from the
        operator's own licensed file.
    Why it matters:
        Without a release only the form of a code is checked; silence would look like approval.
    What to do:
        Import the file of the day (codeward codesets import PATH), or check these codes elsewhere.
    """
    unchecked: dict[System, list[str]] = {}
    for line in encounter.service_lines:
        day, system = line.service_date or encounter.governing_date, system_of(line)
        if day and line.code and system and not on.on(day).covers(system):
            unchecked.setdefault(system, []).append(line.code)
    for system, codes in sorted(unchecked.items()):
        yield Fault(
            f"{system} codes were not checked for validity ({len(codes)}): no release covers them; "
            "only their form was."
        )


EDIT = Edit(
    code="LIN008",
    name="code-not-checked",
    severity=Severity.INFORM,
    authority="Codeward: a check that did not run is said, never passed over in silence",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
