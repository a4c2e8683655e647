"""ENC003: no principal or first-listed diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import DiagnosisRole, Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an encounter without a diagnosis that leads the claim.

    What it checks:
        An inpatient stay needs one diagnosis marked as principal; every other encounter needs at
        least one diagnosis, and its first in sequence is the first-listed one.
    Why it matters:
        The principal diagnosis decides the MDC and with it the DRG; without any diagnosis neither
        an 837P nor an 837I can be written.
    What to do:
        Mark the condition established after study to be chiefly responsible for the admission as
        principal, or list first the reason chiefly responsible for the service.
    """
    if encounter.principal is None:
        yield Fault("The encounter has no diagnosis.")
    elif is_inpatient(encounter) and encounter.principal.role is not DiagnosisRole.PRINCIPAL:
        yield Fault("No diagnosis of this inpatient stay is marked as principal.")


EDIT = Edit(
    code="ENC003",
    name="no-principal-diagnosis",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section II (inpatient) and Section IV.A (outpatient)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
