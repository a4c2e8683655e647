"""LIN003: units that are not above zero."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find service lines with zero or negative units.

    What it checks:
        Whether the units of each line are greater than zero.
    Why it matters:
        Nothing was done, or the count is wrong; payers reject the line.
    What to do:
        Enter the units by the definition of the code, or remove the line.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.units <= 0:
            yield Fault(f"Line {number} has units that are not above zero.", line.code, number)


EDIT = Edit(
    code="LIN003",
    name="units-not-positive",
    severity=Severity.REJECT,
    authority="ASC X12N 005010X222A1 and 005010X223A2, loop 2400, SV104 and SV205",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
