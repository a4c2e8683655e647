"""ICD006: a 7th character that does not stand seventh."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes that lack the placeholder X before the 7th character.

    What it checks:
        Whether a code becomes valid when X fills the places up to the sixth.
    Why it matters:
        The last character must stand seventh; without the placeholders the code means nothing.
    What to do:
        Fill the empty places with X.
    """
    for invalid in invalid_codes(encounter, on, Reason.PLACEHOLDER_MISSING):
        yield Fault(
            f"{invalid.code} lacks the placeholder X before its last character.",
            invalid.code,
            way_out=f"Write {invalid.instead[0]}.",
        )


EDIT = Edit(
    code="ICD006",
    name="placeholder-missing",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.A.4",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
