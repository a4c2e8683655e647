"""ICD010: a manifestation without its underlying disease."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import instructions
from codeward.model import Encounter, Severity, Span

SHOWN = 6


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find manifestations without the underlying disease that their note puts first.

    What it checks:
        Each diagnosis marked as a manifestation. Where its code-first note names the diseases, one
        of them must be coded; where it names examples only ("such as"), some other disease must
        stand before it.
    Why it matters:
        The pair is mandatory. The disease is missing, or the manifestation code is the wrong one;
        both change severity and risk.
    What to do:
        Add the underlying disease from the documentation before the manifestation.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    manifestations = {one for one in codes if "manifestation" in code_set.attributes(one)}
    for place, code in enumerate(codes):
        if code not in manifestations:
            continue
        diseases_before = set(codes[:place]) - manifestations
        for instruction in instructions(code_set, code, "code_first"):
            met = diseases_before if instruction.open_ended else instruction.first_named(codes)
            if not met:
                named = ", ".join(instruction.targets[:SHOWN])
                yield Fault(f"{code} lacks its underlying disease (code first: {named}).", code)
                break


EDIT = Edit(
    code="ICD010",
    name="manifestation-without-etiology",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.A.13",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
