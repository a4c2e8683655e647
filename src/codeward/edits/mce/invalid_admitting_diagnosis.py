"""MCE001: an admitting diagnosis that is not valid on the day."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set, is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import DiagnosisRole, Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find an admitting diagnosis that is not a billable code on the day of discharge.

    What it checks:
        Whether the admitting diagnosis of an inpatient stay is valid on the discharge date.
    Why it matters:
        The claim is returned for this code as for any other.
    What to do:
        Choose a code that is valid on the day of discharge, down to its last character.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None or not is_inpatient(encounter):
        return
    for diagnosis in encounter.diagnoses:
        if diagnosis.role is DiagnosisRole.ADMITTING and not code_set.is_billable(diagnosis.code):
            yield Fault(
                f"The admitting diagnosis {diagnosis.code} is not a valid code on the discharge "
                "date.",
                diagnosis.code,
            )


EDIT = Edit(
    code="MCE001",
    name="invalid-admitting-diagnosis",
    severity=Severity.REJECT,
    authority=(
        "CMS Definitions of Medicare Code Edits: invalid diagnosis code, admitting diagnosis"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
