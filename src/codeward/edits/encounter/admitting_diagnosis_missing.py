"""ENC009: an inpatient stay without an admitting diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import DiagnosisRole, Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an inpatient stay without the diagnosis given at admission.

    What it checks:
        Whether a coded inpatient stay carries a diagnosis with the role admitting.
    Why it matters:
        Medicare asks for it on every inpatient claim: it shows why the admission was ordered,
        which review of medical necessity compares with the principal diagnosis.
    What to do:
        Code the condition or symptom that the admitting provider named on the order.
    """
    if not is_inpatient(encounter) or not encounter.diagnoses:
        return
    if all(dx.role is not DiagnosisRole.ADMITTING for dx in encounter.diagnoses):
        yield Fault("The inpatient stay has no admitting diagnosis.")


EDIT = Edit(
    code="ENC009",
    name="admitting-diagnosis-missing",
    severity=Severity.WARN,
    authority="Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.6 (FL 69)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
