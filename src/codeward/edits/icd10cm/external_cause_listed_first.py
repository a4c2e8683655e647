"""ICD009: an external cause listed first outside inpatient care."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set, is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find an outpatient or professional claim that starts with an external cause.

    What it checks:
        Whether the first-listed diagnosis is an external cause of morbidity (V00 to Y99).
        Inpatient stays get this from edit MCE002.
    Why it matters:
        It says how, not what. No payer pays for a cause.
    What to do:
        List the injury or condition first; the external cause stays as a later code.
    """
    code_set, first = diagnosis_code_set(encounter, on), encounter.principal
    if code_set is None or first is None or is_inpatient(encounter):
        return
    if "ecodepdx" in code_set.attributes(first.code):
        yield Fault(f"{first.code} is an external cause and cannot be listed first.", first.code)


EDIT = Edit(
    code="ICD009",
    name="external-cause-listed-first",
    severity=Severity.REJECT,
    authority="ICD-10-CM Official Guidelines, Section I.C.20.a.6",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
