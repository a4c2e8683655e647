"""ICD015: a diagnosis code that is listed more than once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find codes repeated among the diagnoses of one encounter.

    What it checks:
        Whether a code occurs more than once among principal and secondary diagnoses. A secondary
        that repeats an inpatient principal is edit MCE003.
    Why it matters:
        Each code is reported once, even for both sides; a repeat wastes a place and may hide a
        code that was meant instead.
    What to do:
        Remove the repeat, or correct it to the code that was meant.
    """
    codes = [dx.code for dx in encounter.coded_diagnoses]
    first_secondary = 1 if is_inpatient(encounter) else 0
    counts = Counter(codes[first_secondary:])
    for code, count in counts.items():
        if count > 1:
            yield Fault(f"{code} is listed {count} times.", code)


EDIT = Edit(
    code="ICD015",
    name="code-reported-twice",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.B.12",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
