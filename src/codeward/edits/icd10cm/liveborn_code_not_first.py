"""ICD020: a birth record that does not start with the liveborn code."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find a Z38 code that is not the principal diagnosis.

    What it checks:
        Whether a code of category Z38 stands in another than the first place.
    Why it matters:
        On the birth record it is always first, whatever else the child has; after a transfer it is
        not used at all. The newborn DRGs rest on it.
    What to do:
        Sequence it first on the birth record, or remove it from any later one.
    """
    for diagnosis in encounter.coded_diagnoses[1:]:
        if diagnosis.code.startswith("Z38"):
            yield Fault(
                f"{diagnosis.code} must be sequenced first on the birth record.", diagnosis.code
            )


EDIT = Edit(
    code="ICD020",
    name="liveborn-code-not-first",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.16.a.2",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
