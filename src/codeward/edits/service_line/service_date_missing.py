"""LIN005: a professional service without a date."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find professional lines for which no date is known.

    What it checks:
        Whether each line of a professional encounter has a date of its own or takes that of the
        encounter.
    Why it matters:
        The professional claim demands a date on every line; it picks fee, code set and policy.
    What to do:
        Enter the date of service on the line or on the encounter.
    """
    if encounter.setting is not Setting.PROFESSIONAL or encounter.service_date:
        return
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.service_date is None:
            yield Fault(f"Line {number} has no date of service.", line.code, number)


EDIT = Edit(
    code="LIN005",
    name="service-date-missing",
    severity=Severity.REJECT,
    authority="ASC X12N 005010X222A1, loop 2400, DTP*472",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
