"""PCS003: a procedure without its date."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find inpatient procedures without a date.

    What it checks:
        Whether each ICD-10-PCS procedure of an inpatient stay has the day on which it was done.
    Why it matters:
        The institutional claim carries code and date together.
    What to do:
        Take the date from the operative or procedure note.
    """
    if not is_inpatient(encounter):
        return
    for procedure in encounter.procedures:
        if procedure.date is None:
            yield Fault(f"{procedure.code} has no date.", procedure.code)


EDIT = Edit(
    code="PCS003",
    name="procedure-date-missing",
    severity=Severity.WARN,
    authority=(
        "Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.6 (FL 74); ASC X12N "
        "005010X223A2, HI segment"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
