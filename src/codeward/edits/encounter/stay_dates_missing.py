"""ENC007: an inpatient stay without admission or discharge date."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an inpatient stay whose admission or discharge date is missing.

    What it checks:
        Whether an inpatient stay has both dates.
    Why it matters:
        The discharge date picks code sets and grouper, the admission date the patient's age and
        the length of stay; an inpatient claim needs both.
    What to do:
        Enter the missing date. A patient still in the house has no final claim yet.
    """
    if not is_inpatient(encounter):
        return
    if encounter.admit_date is None:
        yield Fault("The inpatient stay has no admission date.")
    if encounter.discharge_date is None:
        yield Fault("The inpatient stay has no discharge date.")


EDIT = Edit(
    code="ENC007",
    name="stay-dates-missing",
    severity=Severity.REJECT,
    authority="Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.1 (FL 6 and FL 12)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
