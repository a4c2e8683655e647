"""ICD016: a code of organs or of pregnancy that the recorded sex does not suggest."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import in_range
from codeward.model import Encounter, Severity, Sex, Span

_FEMALE_ORGANS = (("C51", "C58"), ("N70", "N77"), ("N80", "N98"), ("O00", "O9A"))
_MALE_ORGANS = (("C60", "C63"), ("N40", "N53"))
RANGES_OF_THE_OTHER_SEX = {Sex.MALE: _FEMALE_ORGANS, Sex.FEMALE: _MALE_ORGANS}


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find codes of reproductive organs or pregnancy beside another recorded sex.

    What it checks:
        Blocks of the Tabular for female or male genital organs, their malignant neoplasms, and
        pregnancy, against the sex on the record. It takes up where CMS ended the sex flags on 1
        October 2024.
    Why it matters:
        Mostly a slip in registration or code. For transgender and intersex patients both can be
        right, and then the claim needs the sign that says so.
    What to do:
        Check registration and code. If both are right, add condition code 45 (institutional) or
        modifier KX (professional).
    """
    recorded = None if encounter.patient is None else encounter.patient.sex
    unexpected = RANGES_OF_THE_OTHER_SEX.get(recorded) if recorded else None
    for code in dict.fromkeys(dx.code for dx in encounter.coded_diagnoses):
        if any(in_range(code, low, high) for low, high in unexpected or ()):
            yield Fault(f"{code} is unusual for the sex on the record.", code)


EDIT = Edit(
    code="ICD016",
    name="sex-of-chapter",
    severity=Severity.INFORM,
    authority=(
        "ICD-10-CM Tabular, chapters 2, 14 and 15; Medicare Claims Processing Manual (Pub. "
        "100-04), ch. 32, s. 240"
    ),
    in_force=Span(date(2024, 10, 1)),
    check=check,
)
