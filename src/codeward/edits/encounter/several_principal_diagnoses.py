"""ENC004: more than one principal diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import DiagnosisRole, Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find a second diagnosis marked as principal.

    What it checks:
        Whether more than one diagnosis carries the role principal.
    Why it matters:
        A claim has one place for it. Where two conditions meet the definition equally, a person
        chooses which is sequenced first; the software must not.
    What to do:
        Keep the role on one diagnosis and make the others secondary.
    """
    principal = [dx for dx in encounter.diagnoses if dx.role is DiagnosisRole.PRINCIPAL]
    for diagnosis in principal[1:]:
        yield Fault(
            f"{diagnosis.code} is marked as principal beside {principal[0].code}.", diagnosis.code
        )


EDIT = Edit(
    code="ENC004",
    name="several-principal-diagnoses",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section II and II.C",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
