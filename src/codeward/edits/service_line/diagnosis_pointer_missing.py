"""LIN002: a professional service without a diagnosis pointer."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find professional service lines that name no diagnosis.

    What it checks:
        Whether each line of a professional encounter has at least one diagnosis pointer.
    Why it matters:
        The professional claim demands it: a service without a reason is not payable.
    What to do:
        Point at the diagnosis that the service was for.
    """
    if encounter.setting is not Setting.PROFESSIONAL:
        return
    for number, line in enumerate(encounter.service_lines, start=1):
        if not line.diagnosis_pointers:
            yield Fault(f"Line {number} points at no diagnosis.", line.code, number)


EDIT = Edit(
    code="LIN002",
    name="diagnosis-pointer-missing",
    severity=Severity.REJECT,
    authority=(
        "ASC X12N 005010X222A1, loop 2400, SV107; Medicare Claims Processing Manual (Pub. "
        "100-04), ch. 26, s. 10.4 (item 24E)"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
