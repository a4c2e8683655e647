"""ICD026: a Z code that may only be listed first."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

_FIRST = (
    "Z00 Z01 Z02 Z04 Z332 Z3181 Z3182 Z3183 Z3184 Z34 Z39 Z40 Z42 Z510 Z511 Z52 Z761 Z762 Z9912"
)
FIRST_LISTED_ONLY = tuple(_FIRST.split())
EXCEPTIONS = ("Z006", "Z529")


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find secondary Z codes that the guideline allows in the first place only.

    What it checks:
        Z codes such as general examinations, chemotherapy or radiotherapy encounters, supervision
        of normal pregnancy, donors and prophylactic surgery among the secondary diagnoses.
    Why it matters:
        They state the reason for the encounter. Second, they contradict the sequence, or the
        encounter was two.
    What to do:
        List the code first, or replace it by the status or history code that was meant.
    """
    for diagnosis in encounter.coded_diagnoses[1:]:
        code = diagnosis.code
        if code.startswith(FIRST_LISTED_ONLY) and not code.startswith(EXCEPTIONS):
            yield Fault(f"{code} may only be the first-listed or principal diagnosis.", code)


EDIT = Edit(
    code="ICD026",
    name="first-listed-only-code-as-secondary",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.21.c.16",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
