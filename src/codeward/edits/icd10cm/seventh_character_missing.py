"""ICD004: a code that lacks only its 7th character."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes whose category demands a 7th character that is not there.

    What it checks:
        Whether a code is complete but for the 7th character (and the placeholders before it).
    Why it matters:
        The 7th character tells active treatment from follow-up and sequela, or numbers the fetus;
        without it the code is not valid.
    What to do:
        Choose the character by the phase of treatment in the documentation, not by the number of
        visits.
    """
    for invalid in invalid_codes(encounter, on, Reason.SEVENTH_CHARACTER_MISSING):
        yield Fault(
            f"{invalid.code} lacks its 7th character.",
            invalid.code,
            way_out=f"Choose one of {', '.join(invalid.instead)} by the phase of treatment.",
        )


EDIT = Edit(
    code="ICD004",
    name="seventh-character-missing",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.A.5",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
