"""ICD013: left and right coded apart where a bilateral code exists."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.laterality import bilateral_pairs
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find a left and a right code for which one bilateral code exists.

    What it checks:
        Pairs of diagnoses whose titles differ only by left and right, where the same subcategory
        has a bilateral code.
    Why it matters:
        Two codes count one bilateral condition twice.
    What to do:
        Report the bilateral code. Where only one side was treated at this encounter after the
        other is healed, report that side.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for left, right, bilateral in bilateral_pairs(code_set, codes):
        yield Fault(
            f"{left} and {right} are the two sides of {bilateral}.",
            right,
            way_out=f"Report {bilateral} instead of both.",
        )


EDIT = Edit(
    code="ICD013",
    name="both-sides-instead-of-bilateral",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.B.13",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
