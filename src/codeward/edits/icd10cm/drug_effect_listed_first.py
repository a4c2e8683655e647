"""ICD027: an adverse effect or underdosing listed before its condition."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import in_range
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find adverse-effect or underdosing codes in the first place.

    What it checks:
        Whether the principal or first-listed diagnosis is a T36 to T50 code for an adverse effect
        (character 5) or underdosing (character 6). Poisonings do come first and are left alone.
    Why it matters:
        The nature of the effect comes first and the drug after it; underdosing is never principal.
    What to do:
        List the condition first. If the drug was taken wrongly, the code is one of poisoning, and
        that comes first.
    """
    first = encounter.principal
    if first and in_range(first.code, "T36", "T50") and _intent(first.code) in "56":
        yield Fault(f"{first.code} comes after the condition that the drug caused.", first.code)


def _intent(code: str) -> str:
    """The character for intent: the sixth, or the fifth where the sixth is a placeholder."""
    return code[4:5] if code[5:6] == "X" else code[5:6] or " "


EDIT = Edit(
    code="ICD027",
    name="drug-effect-listed-first",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.19.e.5",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
