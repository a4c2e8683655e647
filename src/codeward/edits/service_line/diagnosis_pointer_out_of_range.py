"""LIN001: a diagnosis pointer that points at nothing."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

POINTABLE_DIAGNOSES = 12
POINTERS_A_LINE = 4


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find pointers beyond the diagnoses of the claim, and lines with too many.

    What it checks:
        Whether each pointer of a line names one of the coded diagnoses (at most the first 12), and
        a line has at most four.
    Why it matters:
        The pointer is the medical necessity of the line; a wrong one links a service to nothing or
        to the wrong condition.
    What to do:
        Point at the diagnoses that the service was for, the main one first.
    """
    count = min(len(encounter.coded_diagnoses), POINTABLE_DIAGNOSES)
    for number, line in enumerate(encounter.service_lines, start=1):
        for pointer in line.diagnosis_pointers:
            if pointer > count:
                yield Fault(
                    f"Line {number} points at diagnosis {pointer}, but there are {count}.",
                    line.code,
                    number,
                )
        if len(line.diagnosis_pointers) > POINTERS_A_LINE:
            yield Fault(
                f"Line {number} has more than {POINTERS_A_LINE} diagnosis pointers.",
                line.code,
                number,
            )


EDIT = Edit(
    code="LIN001",
    name="diagnosis-pointer-out-of-range",
    severity=Severity.REJECT,
    authority=(
        "ASC X12N 005010X222A1, loop 2400, SV107; Medicare Claims Processing Manual (Pub. "
        "100-04), ch. 26, s. 10.4 (item 24E)"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
