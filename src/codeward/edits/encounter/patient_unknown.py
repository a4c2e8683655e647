"""ENC011: edits by age and sex did not run because the person is unknown."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Say that nothing is known of the person, so that silence is not taken for approval.

    What it checks:
        Whether the encounter carries a patient with birth date and sex.
    Why it matters:
        Edits by age and sex stay silent without them, and neither a DRG nor a claim can be made.
    What to do:
        Add the patient to the encounter before it is finalised.
    """
    if encounter.patient is None and encounter.diagnoses:
        yield Fault("The patient is unknown: edits by age and sex did not run.")


EDIT = Edit(
    code="ENC011",
    name="patient-unknown",
    severity=Severity.INFORM,
    authority="Codeward: a check that did not run is said, never passed over in silence",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
