"""MCE016: a discharge status that does not exist."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span, System


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find discharge statuses that are not in force on the day of discharge.

    What it checks:
        Whether the status of an inpatient stay is one of the National Uniform Billing Committee's
        codes in force on the day.
    Why it matters:
        It moves patients between DRGs (death, transfer) and decides transfer payment; Medicare
        returns an unknown one.
    What to do:
        Enter the two-digit status from the discharge documentation.
    """
    day, status = encounter.governing_date, encounter.discharge_status
    if not is_inpatient(encounter) or day is None or not status:
        return
    releases = on.on(day)
    if releases.covers(System.MSDRG) and not releases.msdrg.discharge_status_valid(status):
        yield Fault(f"The discharge status does not exist on {day}.")


EDIT = Edit(
    code="MCE016",
    name="invalid-discharge-status",
    severity=Severity.REJECT,
    authority="CMS Definitions of Medicare Code Edits: invalid patient discharge status",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
