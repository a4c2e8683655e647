"""ICD022: a sequela code before the condition that it left."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import FULL_LENGTH
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an injury code with 7th character S in the first place.

    What it checks:
        Whether the principal or first-listed diagnosis is a code of chapter 19 whose 7th character
        is S.
    Why it matters:
        The residual condition comes first, the sequela code after it says what caused it.
    What to do:
        List the present condition (scar, contracture, paralysis) first.
    """
    first = encounter.principal
    if first and len(first.code) == FULL_LENGTH and first.code[0] in "ST" and first.code[-1] == "S":
        yield Fault(f"{first.code} is a sequela; the residual condition comes first.", first.code)


EDIT = Edit(
    code="ICD022",
    name="sequela-listed-first",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.B.10",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
