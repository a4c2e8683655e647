"""LIN009: modifiers that are malformed, repeated or too many."""

import re
from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

MODIFIERS_A_LINE = 4
FORM = re.compile(r"[0-9A-Z]{2}")


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find modifiers that no claim can carry.

    What it checks:
        Each modifier is two letters or digits, a line has at most four, and none twice.
    Why it matters:
        A malformed or repeated modifier is rejected; a fifth has no place and is lost.
    What to do:
        Correct the modifiers; payment modifiers go first.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        if len(line.modifiers) > MODIFIERS_A_LINE:
            yield Fault(f"Line {number} has more than four modifiers.", line.code, number)
        if any(not FORM.fullmatch(modifier) for modifier in line.modifiers):
            yield Fault(f"Line {number} has a modifier of wrong form.", line.code, number)
        if len(set(line.modifiers)) < len(line.modifiers):
            yield Fault(f"Line {number} repeats a modifier.", line.code, number)


EDIT = Edit(
    code="LIN009",
    name="modifier-form",
    severity=Severity.REJECT,
    authority="ASC X12N 005010X222A1 and 005010X223A2, loop 2400, SV101 and SV202",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
