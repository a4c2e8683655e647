"""ICD003: a category or subcategory instead of a billable code."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span

SHOWN = 5


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes that are further subdivided.

    What it checks:
        Whether a diagnosis is a category or subcategory that has codes below it.
    Why it matters:
        A code is valid only with all its characters; payers return the shorter one.
    What to do:
        Choose among the codes below it; the unspecified one only where the documentation says no
        more.
    """
    for invalid in invalid_codes(encounter, on, Reason.HEADER):
        shown = ", ".join(invalid.instead[:SHOWN])
        more = "" if len(invalid.instead) <= SHOWN else f" and {len(invalid.instead) - SHOWN} more"
        yield Fault(
            f"{invalid.code} is subdivided and cannot be reported.",
            invalid.code,
            way_out=f"Choose a billable code below it: {shown}{more}." if shown else "",
        )


EDIT = Edit(
    code="ICD003",
    name="header-instead-of-billable-code",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.A.3 and I.B.2",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
