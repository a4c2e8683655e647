"""ICD012: a detail that a use-additional-code note asks for."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import instructions
from codeward.model import Encounter, Severity, Span

SHOWN = 4


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find codes whose note asks for another code that is not there.

    What it checks:
        Use-additional-code notes of the code itself and of the subcategories above it, as far as
        they name codes and are not conditional. Notes of categories, blocks and chapters are too
        general to remind of.
    Why it matters:
        The stage of a kidney disease, the type of a heart failure, the organism or the drug: what
        is left out is severity that was documented and cared for.
    What to do:
        Look for the detail in the documentation and add its code; ignore the hint where nothing is
        documented.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for code in codes:
        for instruction in instructions(code_set, code, "use_additional"):
            asks = instruction.below_category and not instruction.conditional
            if asks and not instruction.first_named(codes):
                named = ", ".join(instruction.targets[:SHOWN])
                yield Fault(f"{code} asks for an additional code ({named}).", code)


EDIT = Edit(
    code="ICD012",
    name="additional-code-missing",
    severity=Severity.INFORM,
    authority="ICD-10-CM Official Guidelines, Section I.A.17",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
