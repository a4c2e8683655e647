"""ENC001: an encounter without any date."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an encounter whose code sets cannot be picked because it has no date.

    What it checks:
        Whether a discharge, service, admission, service line or document date is given.
    Why it matters:
        A code is valid for a span of days only. Without a day no code can be proven valid, and
        Codeward never assumes today.
    What to do:
        Enter the date of discharge for an inpatient stay, the date of service otherwise.
    """
    if encounter.governing_date is None:
        yield Fault("The encounter has no date that could pick the code sets.")


EDIT = Edit(
    code="ENC001",
    name="no-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1000(a): medical code sets valid at the time the care is furnished",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
