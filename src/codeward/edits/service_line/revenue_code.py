"""LIN013: an institutional service without a revenue code."""

import re
from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span

FORM = re.compile(r"\d{4}")


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find hospital lines without a four-digit revenue code.

    What it checks:
        Whether each line of an inpatient or outpatient hospital encounter has a revenue code of
        four digits.
    Why it matters:
        The institutional claim is built on it; a line without one is rejected.
    What to do:
        Enter the revenue code of the department from the charge description master.
    """
    if encounter.setting is Setting.PROFESSIONAL:
        return
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.revenue_code is None:
            yield Fault(f"Line {number} has no revenue code.", line.code, number)
        elif not FORM.fullmatch(line.revenue_code):
            yield Fault(f"Line {number} has a malformed revenue code.", line.code, number)


EDIT = Edit(
    code="LIN013",
    name="revenue-code",
    severity=Severity.REJECT,
    authority="Medicare Claims Processing Manual (Pub. 100-04), ch. 25, s. 75.4 (FL 42)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
