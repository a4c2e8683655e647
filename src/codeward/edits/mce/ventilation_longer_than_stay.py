"""MCE019: ventilation over 96 hours in a stay too short for it."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import procedures, with_any_flag
from codeward.model import Encounter, Severity, Span

SHORTEST_STAY_DAYS = 4


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find procedures that take longer than the stay lasted.

    What it checks:
        Procedures flagged for length of stay (ventilation over 96 consecutive hours) in a stay of
        fewer than four days from admission to discharge.
    Why it matters:
        Hours of ventilation move the DRG by many weights; a stay of three days cannot hold more
        than 96 hours.
    What to do:
        Recount the hours from the respiratory record and choose the code of the shorter duration.
    """
    admitted, discharged = encounter.admit_date, encounter.discharge_date
    if admitted is None or discharged is None or (discharged - admitted).days >= SHORTEST_STAY_DAYS:
        return
    for procedure in with_any_flag(procedures(encounter, on), "los"):
        yield Fault(
            f"{procedure.code} takes more than 96 hours, but the stay lasted "
            f"{(discharged - admitted).days} days.",
            procedure.code,
        )


EDIT = Edit(
    code="MCE019",
    name="ventilation-longer-than-stay",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: procedure inconsistent with length of stay",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
