"""ICD019: a pregnancy without its week."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import in_range
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find chapter 15 codes without a Z3A code.

    What it checks:
        Whether a record with a code from O09 to O82, that is of pregnancy, labor or delivery, and
        without abortive outcome (O00 to O08), has a Z3A code.
    Why it matters:
        The week supports the trimester in the codes and the risk of the pregnancy.
    What to do:
        Add the Z3A code of the admission or visit, if the week is documented.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    if any(code.startswith("Z3A") or in_range(code, "O00", "O08") for code in codes):
        return
    pregnancy = next((code for code in codes if in_range(code, "O09", "O82")), None)
    if pregnancy:
        yield Fault(f"{pregnancy} has no weeks of gestation (Z3A) beside it.", pregnancy)


EDIT = Edit(
    code="ICD019",
    name="weeks-of-gestation",
    severity=Severity.INFORM,
    authority=(
        "ICD-10-CM Official Guidelines, Section I.C.21.c.11; ICD-10-CM Tabular, chapter 15 note"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
