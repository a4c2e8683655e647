"""LIN010: a bilateral modifier beside a side."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

SIDES = frozenset({"RT", "LT"})
BILATERAL = "50"


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find modifier 50 beside RT or LT on one line, and RT beside LT.

    What it checks:
        Whether a line says both bilateral and one side, or both sides with one unit.
    Why it matters:
        The line is paid twice, or half, or not at all.
    What to do:
        Use 50 for both sides, or one line for each side, as the payer asks.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        sides = SIDES & set(line.modifiers)
        if sides and BILATERAL in line.modifiers:
            yield Fault(f"Line {number} is bilateral and of one side.", line.code, number)
        elif sides == SIDES and line.units == 1:
            yield Fault(f"Line {number} is of both sides with one unit.", line.code, number)


EDIT = Edit(
    code="LIN010",
    name="bilateral-modifier-conflict",
    severity=Severity.WARN,
    authority="Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.7",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
