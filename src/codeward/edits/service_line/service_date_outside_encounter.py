"""LIN004: a service dated outside the encounter."""

from collections.abc import Iterator
from datetime import date, timedelta

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

PAYMENT_WINDOW = timedelta(days=3)


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find service lines whose date lies before the encounter or after its end.

    What it checks:
        Whether the date of each line lies between admission or service date and discharge. Three
        days before an inpatient admission are allowed for (payment window).
    Why it matters:
        The date picks the code set and the fee; a wrong one moves the service into another
        encounter.
    What to do:
        Correct the date, or move the line to the encounter it belongs to.
    """
    first = encounter.admit_date or encounter.service_date
    last = encounter.discharge_date or (None if encounter.admit_date else encounter.service_date)
    if first and is_inpatient(encounter):
        first -= PAYMENT_WINDOW
    for number, line in enumerate(encounter.service_lines, start=1):
        day = line.service_date
        if day and ((first and day < first) or (last and day > last)):
            yield Fault(f"Line {number} is dated outside the encounter.", line.code, number)


EDIT = Edit(
    code="LIN004",
    name="service-date-outside-encounter",
    severity=Severity.WARN,
    authority=(
        "Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.1 (FL 6) and s. 75.5 "
        "(FL 45)"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
