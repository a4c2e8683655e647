"""LIN014: a service without a charge, or with a negative one."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find service lines without a charge.

    What it checks:
        Whether each line has a charge that is not negative; zero is allowed for services without
        cost.
    Why it matters:
        The claim total is the sum of its lines; a line without a charge cannot be sent.
    What to do:
        Take the charge from the charge description master.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.charge is None:
            yield Fault(f"Line {number} has no charge.", line.code, number)
        elif line.charge < 0:
            yield Fault(f"Line {number} has a negative charge.", line.code, number)


EDIT = Edit(
    code="LIN014",
    name="charge-missing",
    severity=Severity.REJECT,
    authority="ASC X12N 005010X222A1 and 005010X223A2, loop 2400, SV102 and SV203",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
