"""PCS002: a procedure dated outside the stay."""

from collections.abc import Iterator
from datetime import date, timedelta

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

PAYMENT_WINDOW = timedelta(days=3)


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find procedures before the admission window or after the discharge.

    What it checks:
        Whether each procedure date lies between three days before admission and the discharge.
        Services of the three days before may be part of the stay (payment window).
    Why it matters:
        A date outside belongs to another encounter or is a typing error; payers return it.
    What to do:
        Correct the date, or move the procedure to the encounter it belongs to.
    """
    first = None if encounter.admit_date is None else encounter.admit_date - PAYMENT_WINDOW
    for procedure in encounter.procedures:
        if procedure.date is None:
            continue
        if first and procedure.date < first:
            yield Fault(f"{procedure.code} was done before the stay began.", procedure.code)
        if encounter.discharge_date and procedure.date > encounter.discharge_date:
            yield Fault(f"{procedure.code} was done after the discharge.", procedure.code)


EDIT = Edit(
    code="PCS002",
    name="procedure-outside-stay",
    severity=Severity.WARN,
    authority=(
        "Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.6 (FL 74), and ch. 3,"
        " s. 40.3"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
