"""MCE014: an age that cannot be."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import OLDEST, YOUNGEST, age
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find ages outside 0 to 124 years.

    What it checks:
        Whether the age at admission lies between 0 and 124 completed years.
    Why it matters:
        The birth date is wrong; every edit by age and the DRG of newborns rest on it.
    What to do:
        Correct the birth date.
    """
    years = age(encounter)
    if is_inpatient(encounter) and years is not None and not YOUNGEST <= years <= OLDEST:
        yield Fault(f"The age at admission lies outside {YOUNGEST} to {OLDEST} years.")


EDIT = Edit(
    code="MCE014",
    name="invalid-age",
    severity=Severity.REJECT,
    authority="CMS Definitions of Medicare Code Edits: invalid age",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
