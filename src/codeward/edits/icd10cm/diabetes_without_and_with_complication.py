"""ICD025: diabetes coded as uncomplicated beside a complication."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

UNCOMPLICATED = frozenset({"E089", "E099", "E109", "E119", "E139"})


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find diabetes without complications beside one with, or beside kidney disease.

    What it checks:
        E08.9, E09.9, E10.9, E11.9 and E13.9 beside another code of the same category, or beside
        chronic kidney disease (N18).
    Why it matters:
        The first pair contradicts itself. For the second the guideline presumes the link (diabetic
        kidney disease), which is severity left out, unless the provider names another cause.
    What to do:
        Drop the uncomplicated code, or replace it by the code of the complication; query where the
        provider's view is not clear.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for code in codes:
        if code not in UNCOMPLICATED:
            continue
        others = (other for other in codes if other != code)
        complication = next((one for one in others if one.startswith((code[:3], "N18"))), None)
        if complication:
            yield Fault(f"{code} says without complications beside {complication}.", code)


EDIT = Edit(
    code="ICD025",
    name="diabetes-without-and-with-complication",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.4.a and I.A.15",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
