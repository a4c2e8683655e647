"""ICD017: codes of mother and newborn on one record."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import in_range
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find pregnancy codes beside perinatal codes.

    What it checks:
        Whether codes of chapter 15 (O00 to O9A) stand on one encounter with codes of chapter 16
        (P00 to P96) or with a Z38 liveborn code.
    Why it matters:
        Chapter 15 is for the mother's record only, chapter 16 for the child's. Together, one
        record carries another person's conditions.
    What to do:
        Move each code to the record of the person it describes.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    maternal = next((code for code in codes if in_range(code, "O00", "O9A")), None)
    if maternal is None:
        return
    for code in codes:
        if in_range(code, "P00", "P96") or in_range(code, "Z38", "Z38"):
            yield Fault(f"{code} is for the newborn's record, {maternal} for the mother's.", code)


EDIT = Edit(
    code="ICD017",
    name="maternal-and-perinatal-codes",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.15.a.2 and I.C.16.a.1",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
