"""MCE004: a diagnosis outside the ages in which it occurs."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import age, age_ranges, diagnoses
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find diagnoses that do not fit the patient's age.

    What it checks:
        Diagnoses flagged newborn (age 0), pediatric (0 to 17), maternity (9 to 64) and adult (15
        to 124), against the age at admission. The ranges are those of the editor on the day of
        discharge.
    Why it matters:
        The code or the birth date is wrong, or the code belongs to another record, such as a
        maternal code on the newborn's. Medicare returns the claim.
    What to do:
        Check the birth date first, then the code. A newborn condition that persists needs the code
        that says so.
    """
    years = age(encounter)
    if years is None:
        return
    ranges = age_ranges(encounter, on)
    for diagnosis in diagnoses(encounter, on):
        for flag in sorted(diagnosis.flags & ranges.keys()):
            ages = ranges[flag]
            if not ages.youngest <= years <= ages.oldest:
                yield Fault(
                    f"{diagnosis.code} is for ages {ages.youngest} to {ages.oldest}; the patient "
                    "was outside them at admission.",
                    diagnosis.code,
                )


EDIT = Edit(
    code="MCE004",
    name="age-conflict",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: age conflict",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
