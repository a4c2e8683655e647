"""ENC008: an inpatient stay without a patient discharge status."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find a discharged inpatient without a discharge status.

    What it checks:
        Whether a stay with a discharge date says where the patient went.
    Why it matters:
        The status separates death and transfers, moves some patients between DRGs and decides
        transfer payment; a claim without it is returned.
    What to do:
        Enter the two-digit status from the discharge documentation, such as 01 for home.
    """
    if is_inpatient(encounter) and encounter.discharge_date and not encounter.discharge_status:
        yield Fault("The discharged inpatient has no discharge status.")


EDIT = Edit(
    code="ENC008",
    name="discharge-status-missing",
    severity=Severity.REJECT,
    authority="Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.2 (FL 17)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
