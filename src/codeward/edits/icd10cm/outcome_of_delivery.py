"""ICD018: a delivery without its outcome, or an outcome on the child's record."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.icd10cm.instructions import in_range
from codeward.model import Encounter, Severity, Span

DELIVERIES = frozenset({"O80", "O82"})


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find delivery diagnoses without Z37, and Z37 where it does not belong.

    What it checks:
        O80 and O82 need a Z37 code beside them. A Z37 code does not stand beside Z38 and needs a
        code of chapter 15.
    Why it matters:
        Z37 is on every maternal record of a delivery and on no newborn record: both omissions and
        additions falsify birth statistics.
    What to do:
        Add or remove the Z37 code by whose record this is.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    outcome = next((code for code in codes if code.startswith("Z37")), None)
    delivery = next((code for code in codes if code in DELIVERIES), None)
    if delivery and outcome is None:
        yield Fault(f"{delivery} is a delivery without an outcome of delivery (Z37).", delivery)
    if outcome and not any(in_range(code, "O00", "O9A") for code in codes):
        yield Fault(f"{outcome} is for the mother's record of a delivery.", outcome)


EDIT = Edit(
    code="ICD018",
    name="outcome-of-delivery",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.15.b.5 and I.C.15.n",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
