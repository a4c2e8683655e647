"""LIN012: a professional service without a valid place."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span

_PLACES = (
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 "
    "41 42 49 50 51 52 53 54 55 56 57 58 60 61 62 65 66 71 72 81 99"
)
PLACES_OF_SERVICE = frozenset(_PLACES.split())


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find professional lines without a two-digit place of service.

    What it checks:
        Whether each line of a professional encounter has a place of service that is among CMS's
        codes.
    Why it matters:
        The place decides between facility and non-facility payment and what may be done there.
    What to do:
        Enter the code of the place where the patient was seen, such as 11 for an office or 10 for
        telehealth at home.
    """
    if encounter.setting is not Setting.PROFESSIONAL:
        return
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.place_of_service is None:
            yield Fault(f"Line {number} has no place of service.", line.code, number)
        elif line.place_of_service not in PLACES_OF_SERVICE:
            yield Fault(f"Line {number} has an unknown place of service.", line.code, number)


EDIT = Edit(
    code="LIN012",
    name="place-of-service",
    severity=Severity.REJECT,
    authority="CMS Place of Service code set; ASC X12N 005010X222A1, CLM05-1 and SV105",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
