"""ICD002: a code that ICD-10-CM has never had."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find diagnosis codes that no installed release knows.

    What it checks:
        Whether each diagnosis code is a code of ICD-10-CM at all, on whatever day.
    Why it matters:
        A typing error or a code of another system. The grouper silently drops such a code, and
        with it its CC or MCC.
    What to do:
        Look the condition up again; check for a digit typed as a letter (0 and O, 1 and I).
    """
    for invalid in invalid_codes(encounter, on, Reason.UNKNOWN):
        yield Fault(f"{invalid.code} is not an ICD-10-CM code.", invalid.code)


EDIT = Edit(
    code="ICD002",
    name="unknown-code",
    severity=Severity.REJECT,
    authority="45 CFR 162.1002(c): ICD-10-CM as the adopted code set",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
