"""MCE011: a procedure that Medicare does not cover."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.coverage import non_covered
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find procedures that the editor holds for non-covered.

    What it checks:
        Procedures flagged as non-covered, always or under a condition: sterilization with Z30.2,
        an age limit, a pancreas transplant without type 1 diabetes or kidney transplant, diagnoses
        that exclude coverage.
    Why it matters:
        Medicare will not pay for them; other payers have their own policies.
    What to do:
        Check code and diagnoses first: a missing diagnosis can be the reason. If the procedure is
        right, follow the payer's policy on notice and billing.
    """
    for code in non_covered(encounter, on):
        yield Fault(f"{code} is not covered by Medicare as the stay is coded.", code)


EDIT = Edit(
    code="MCE011",
    name="non-covered-procedure",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: noncovered procedure",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
