"""ICD024: a combined hypertension code without the failure or stage it claims."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

WITH_HEART_FAILURE = frozenset({"I110", "I130", "I132"})


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find hypertensive heart or kidney disease without its second code.

    What it checks:
        I11.0, I13.0 and I13.2 need a heart failure code (I50); I12 and I13 need the stage of
        kidney disease (N18).
    Why it matters:
        The combined code alone says that there is failure or kidney disease and not which;
        severity stays unproven or is lost.
    What to do:
        Add the type of heart failure and the stage from the documentation, or correct the combined
        code.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    has_failure = any(code.startswith("I50") for code in codes)
    has_stage = any(code.startswith("N18") for code in codes)
    for code in codes:
        if code in WITH_HEART_FAILURE and not has_failure:
            yield Fault(f"{code} needs the type of heart failure (I50).", code)
        if code.startswith(("I12", "I13")) and not has_stage:
            yield Fault(f"{code} needs the stage of chronic kidney disease (N18).", code)


EDIT = Edit(
    code="ICD024",
    name="hypertensive-detail-missing",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.9.a.1 to I.C.9.a.3",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
