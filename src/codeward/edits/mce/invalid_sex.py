"""MCE015: an unknown sex on a stay before October 2024."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import sex
from codeward.model import Encounter, Severity, Sex, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find an unknown sex on stays for which Medicare demanded male or female.

    What it checks:
        Whether the sex is unknown on an inpatient stay discharged before 1 October 2024.
    Why it matters:
        Up to then Medicare returned the claim.
    What to do:
        Take the sex from the registration. Later discharges may carry unknown.
    """
    if is_inpatient(encounter) and sex(encounter) is Sex.UNKNOWN:
        yield Fault("The sex is unknown, which Medicare did not accept at that time.")


EDIT = Edit(
    code="MCE015",
    name="invalid-sex",
    severity=Severity.WARN,
    authority=(
        "CMS Definitions of Medicare Code Edits: invalid sex, ended with discharges of 1 "
        "October 2024"
    ),
    in_force=Span(date(2015, 10, 1), date(2024, 10, 1)),
    check=check,
)
