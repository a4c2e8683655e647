"""ICD014: one condition coded with a side and again without one."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.laterality import unspecified_pairs
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find the same condition with a stated and with an unspecified side.

    What it checks:
        Pairs of diagnoses whose titles differ only in right, left or bilateral against
        unspecified.
    Why it matters:
        The record knows the side; the unspecified code adds a second condition that does not
        exist.
    What to do:
        Remove the unspecified code.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for stated, unspecified in unspecified_pairs(code_set, codes):
        yield Fault(f"{unspecified} leaves open the side that {stated} states.", unspecified)


EDIT = Edit(
    code="ICD014",
    name="side-beside-unspecified-side",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.B.13",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
