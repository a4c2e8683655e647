"""MCE008: a principal diagnosis that seldom justifies an admission."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import principal_flags
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find principal diagnoses that usually do not need a hospital bed.

    What it checks:
        Whether the principal diagnosis of an inpatient stay is flagged as questionable admission.
    Why it matters:
        The payer will ask why outpatient care was not enough; the record must answer.
    What to do:
        Check whether a more serious condition meets the definition of principal diagnosis. If not,
        make sure that the record shows the need for inpatient care.
    """
    principal = encounter.principal
    if principal and "qadm" in principal_flags(encounter, on):
        yield Fault(
            f"{principal.code} is seldom reason enough for an inpatient admission.",
            principal.code,
        )


EDIT = Edit(
    code="MCE008",
    name="questionable-admission",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: questionable admission",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
