"""ICD001: a code that exists, but not on the day of the encounter."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.invalidity import Reason, invalid_codes
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes that were valid before or will be later, but not on the day.

    What it checks:
        Each diagnosis against the ICD-10-CM release of the discharge or service date. A code known
        on other days only is named with them and with its successors.
    Why it matters:
        Codes come and go on 1 October and 1 April. The payer returns the claim, and an encoder of
        another year would not notice.
    What to do:
        Choose a code that is valid on the day; where one code became several, the documentation
        decides which.
    """
    day = encounter.governing_date
    for invalid in invalid_codes(encounter, on, Reason.NOT_ON_DATE):
        successors = ", ".join(invalid.instead)
        yield Fault(
            f"{invalid.code} is not valid on {day}.",
            invalid.code,
            way_out=f"Replaced by {successors}: choose by documentation." if successors else "",
        )


EDIT = Edit(
    code="ICD001",
    name="code-not-valid-on-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1000(a) and 162.1002; ICD-10-CM addenda of the fiscal year",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
