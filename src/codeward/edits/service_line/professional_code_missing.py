"""LIN015: a professional service without a code."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find professional lines without a CPT or HCPCS code.

    What it checks:
        Whether each line of a professional encounter has a service code. Hospital lines may stand
        on their revenue code.
    Why it matters:
        A professional claim is made of service codes.
    What to do:
        Code the service from its documentation, or remove the line.
    """
    if encounter.setting is not Setting.PROFESSIONAL:
        return
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.code is None:
            yield Fault(f"Line {number} has no service code.", None, number)


EDIT = Edit(
    code="LIN015",
    name="professional-code-missing",
    severity=Severity.REJECT,
    authority="ASC X12N 005010X222A1, loop 2400, SV101",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
