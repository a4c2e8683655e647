"""ICD005: a 7th character that the category does not have."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes whose 7th character is not among those of the category.

    What it checks:
        Whether the 7th character is one of those that the Tabular defines for the category.
    Why it matters:
        Fractures, injuries, gout and multiple gestations have different sets; a character of
        another set makes the code invalid.
    What to do:
        Choose a character of the set of this category.
    """
    for invalid in invalid_codes(encounter, on, Reason.SEVENTH_CHARACTER_INVALID):
        allowed = ", ".join(code[-1] for code in invalid.instead)
        yield Fault(
            f"{invalid.code} has a 7th character that its category does not allow.",
            invalid.code,
            way_out=f"Choose one of {allowed}." if allowed else "",
        )


EDIT = Edit(
    code="ICD005",
    name="seventh-character-invalid",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.A.5",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
