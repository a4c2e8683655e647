"""MCE017: a procedure that Medicare covers only under conditions."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.coverage import limited
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find procedures of limited coverage.

    What it checks:
        Procedures flagged as limited coverage, unless edit MCE011 already holds them for non-
        covered pancreas transplants.
    Why it matters:
        Medicare pays for them in approved facilities or under documented conditions only.
    What to do:
        Make sure that facility and record meet the National Coverage Determination, or follow the
        payer's policy.
    """
    for code in limited(encounter, on):
        yield Fault(f"{code} is covered by Medicare under conditions only.", code)


EDIT = Edit(
    code="MCE017",
    name="limited-coverage",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: limited coverage",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
