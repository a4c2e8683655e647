"""ICD028: severe sepsis first, or without the infection behind it."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

_INFECTIONS = (
    "A021 A207 A227 A241 A267 A327 A39 A40 A41 A427 A5486 B377 O0337 O0387 O0487 O0737 O0882 O85 "
    "O8604 P36 T80211 T8144 T880 U071"
)
SYSTEMIC_INFECTIONS = tuple(_INFECTIONS.split())


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find R65.2 codes in the first place or without a systemic infection.

    What it checks:
        Whether R65.20 or R65.21 leads the sequence, or stands without a code of the systemic
        infection (A02.1, A20.7, A22.7, A24.1, A26.7, A32.7, A39, A40, A41, A42.7, A54.86, B37.7,
        O85, O86.04, T81.44, T80.211, T88.0, P36, U07.1).
    Why it matters:
        Severe sepsis takes at least two codes, the infection first; alone it changes the DRG
        without a cause.
    What to do:
        Sequence the systemic infection first and R65.2 after it, then the failing organs.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    for place, code in enumerate(codes):
        if code.startswith("R652") and (
            place == 0 or not any(other.startswith(SYSTEMIC_INFECTIONS) for other in codes)
        ):
            yield Fault(f"{code} needs the systemic infection before it.", code)


EDIT = Edit(
    code="ICD028",
    name="severe-sepsis-without-infection",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.C.1.d.1.b",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
