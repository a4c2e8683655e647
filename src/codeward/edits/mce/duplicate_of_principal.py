"""MCE003: the principal diagnosis repeated as a secondary one."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import secondary_diagnoses
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find the principal diagnosis among the secondary ones.

    What it checks:
        Whether a secondary diagnosis of an inpatient stay has the code of the principal diagnosis.
    Why it matters:
        A code is reported once. The repeat adds nothing true, and where it is a CC or MCC it looks
        like severity.
    What to do:
        Remove the repeat. If a second condition was meant, give it its own code.
    """
    principal = encounter.principal
    for diagnosis in secondary_diagnoses(encounter):
        if principal and diagnosis.code == principal.code:
            yield Fault(f"{diagnosis.code} repeats the principal diagnosis.", diagnosis.code)


EDIT = Edit(
    code="MCE003",
    name="duplicate-of-principal",
    severity=Severity.REJECT,
    authority="CMS Definitions of Medicare Code Edits: duplicate of principal diagnosis",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
