"""MCE005: a code that the editor ties to the other sex."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import diagnoses, procedures, sex
from codeward.model import Encounter, Severity, Sex, Span

FLAG_OF = {Sex.MALE: "male", Sex.FEMALE: "female"}


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find diagnoses and procedures flagged for one sex on a patient of another.

    What it checks:
        Codes flagged male or female in the editor's tables, against the sex on the record. CMS
        removed the flags for discharges from 1 October 2024.
    Why it matters:
        Up to then Medicare returned such claims unless condition code 45 explained them.
    What to do:
        Check the sex on the record and the code. If both are right, add condition code 45.
    """
    recorded = sex(encounter)
    if recorded is None:
        return
    conflicting = {"male", "female"} - {FLAG_OF.get(recorded)}
    for coded in (*diagnoses(encounter, on), *procedures(encounter, on)):
        if not coded.flags.isdisjoint(conflicting):
            yield Fault(f"{coded.code} conflicts with the sex on the record.", coded.code)


EDIT = Edit(
    code="MCE005",
    name="sex-conflict",
    severity=Severity.WARN,
    authority=(
        "CMS Definitions of Medicare Code Edits: sex conflict, ended with discharges of 1 "
        "October 2024"
    ),
    in_force=Span(date(2015, 10, 1), date(2024, 10, 1)),
    check=check,
)
