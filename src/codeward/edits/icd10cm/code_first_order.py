"""ICD011: a code that stands before the one that its note puts first."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import instructions
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes whose code-first note names a code listed after them.

    What it checks:
        Each coded diagnosis with a code-first note: whether a code that the note names stands
        later in the sequence.
    Why it matters:
        Sequence decides the principal diagnosis and the DRG; the Tabular prescribes it here.
    What to do:
        Move the code that the note names before this one.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for place, code in enumerate(codes):
        for instruction in instructions(code_set, code, "code_first"):
            later = instruction.first_named(codes[place + 1 :])
            if later and not instruction.first_named(codes[:place]):
                yield Fault(f"{later} must be sequenced before {code} (code first).", code)
                break


EDIT = Edit(
    code="ICD011",
    name="code-first-order",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.A.17 and I.A.13",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
