"""LIN011: a service on one side for a diagnosis of the other."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.laterality import side
from codeward.model import Encounter, Severity, Span

OPPOSITE = {"LT": "right", "RT": "left"}


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find lines with LT or RT whose diagnoses are all of the other side.

    What it checks:
        The side modifier of a line against the sides in the titles of the diagnoses it points at.
        One diagnosis that fits, or that has no side, is enough.
    Why it matters:
        Payers deny it as not necessary, and it may be a wrong-side event.
    What to do:
        Check the note: correct the modifier, the diagnosis or the pointer.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    coded = encounter.coded_diagnoses
    for number, line in enumerate(encounter.service_lines, start=1):
        pointed = [
            coded[place - 1].code for place in line.diagnosis_pointers if place <= len(coded)
        ]
        sides = [side(code_set, code) for code in pointed]
        for modifier, opposite in OPPOSITE.items():
            if modifier in line.modifiers and sides and all(one == opposite for one in sides):
                yield Fault(
                    f"Line {number} is of side {modifier}, its diagnoses are {opposite}.",
                    line.code,
                    number,
                )


EDIT = Edit(
    code="LIN011",
    name="side-of-diagnosis",
    severity=Severity.WARN,
    authority=(
        "ICD-10-CM Official Guidelines, Section I.B.13; Medicare Claims Processing Manual "
        "(Pub. 100-04), ch. 23, s. 20.9"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
