"""MCE021: a delivery procedure without an outcome of delivery."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import diagnoses, procedures, with_any_flag
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find delivery procedures without a Z37 code.

    What it checks:
        Whether a stay with a vaginal delivery or caesarean procedure lacks a secondary diagnosis
        of outcome of delivery (Z37).
    Why it matters:
        Every maternal record with a delivery carries the outcome; without it the delivery DRG and
        the statistics are wrong.
    What to do:
        Add the Z37 code from the delivery note, or remove the delivery procedure if there was
        none.
    """
    if any("delout" in dx.flags for dx in diagnoses(encounter, on)[1:]):
        return
    for procedure in with_any_flag(procedures(encounter, on), "csect", "vagdel"):
        yield Fault(
            f"{procedure.code} is a delivery, but no outcome of delivery (Z37) is coded.",
            procedure.code,
        )


EDIT = Edit(
    code="MCE021",
    name="questionable-obstetric-admission",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: questionable obstetric admission",
    in_force=Span(date(2018, 10, 1)),
    check=check,
)
