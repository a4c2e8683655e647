"""LIN016: HCPCS modifiers that are not valid on the day of the line."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.ncci import lines_by_day
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find Level II modifiers that the HCPCS file does not list for the day.

    What it checks:
        Whether each modifier that begins with a letter is in the imported HCPCS file and its dates
        hold the day of the line. Modifiers of two digits, physical status P1 to P6 and 1P to 8P
        belong to CPT and are not looked up. Without an imported file nothing is checked.
    Why it matters:
        A line with an ended or unknown modifier is rejected, or paid without what it should say.
    What to do:
        Use a modifier that is valid on the day of service, or remove it.
    """
    for releases, lines in lines_by_day(encounter, on):
        modifiers = releases.reference.modifiers
        for number, line, code in lines if modifiers else ():
            for modifier in line.modifiers:
                if modifiers and modifiers.is_valid(modifier) is False:
                    yield Fault(
                        f"Line {number}: modifier {modifier} is not valid on {releases.day}.",
                        code,
                        number,
                    )


EDIT = Edit(
    code="LIN016",
    name="modifier-not-valid-on-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1002(c); CMS HCPCS Level II file, modifiers",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
