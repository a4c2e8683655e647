"""ICD023: essential hypertension coded apart from heart failure or kidney disease."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find hypertension codes that ignore heart failure or chronic kidney disease.

    What it checks:
        I10 beside heart failure (I50) or chronic kidney disease (N18); I11 beside N18; I12 beside
        I50.
    Why it matters:
        The guideline presumes the link and gives one combined code (I11, I12, I13), unless the
        provider says that the conditions are unrelated. Both DRG and risk rest on it, in either
        direction.
    What to do:
        Use the combined code, with the type of failure and the stage beside it. Keep the codes
        apart only where the provider documents another cause, and say so in the rationale.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    failure = next((code for code in codes if code.startswith("I50")), None)
    kidney = next((code for code in codes if code.startswith("N18")), None)
    for code in codes:
        unlinked = [other for other in (failure, kidney) if other and not _links(code, other)]
        if code.startswith(("I10", "I11", "I12")) and unlinked:
            others = " and ".join(unlinked)
            yield Fault(f"{code} leaves {others} unlinked to hypertension.", code)


def _links(hypertension: str, complication: str) -> bool:
    """I11 links the heart, I12 the kidney; I13 links both and is never asked."""
    return hypertension.startswith("I11" if complication.startswith("I50") else "I12")


EDIT = Edit(
    code="ICD023",
    name="hypertension-beside-its-complication",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.9.a.1 to I.C.9.a.3",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
