"""ICD008: a manifestation listed first outside inpatient care."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set, is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find an outpatient or professional claim that starts with a manifestation.

    What it checks:
        Whether the first-listed diagnosis is one that ICD-10-CM marks as a manifestation.
        Inpatient stays get this from edit MCE006.
    Why it matters:
        The underlying disease comes first by convention; payers return the claim.
    What to do:
        List the underlying disease first and the manifestation after it.
    """
    code_set, first = diagnosis_code_set(encounter, on), encounter.principal
    if code_set is None or first is None or is_inpatient(encounter):
        return
    if "manifestation" in code_set.attributes(first.code):
        yield Fault(f"{first.code} is a manifestation and cannot be listed first.", first.code)


EDIT = Edit(
    code="ICD008",
    name="manifestation-listed-first",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.A.13",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
