"""LIN007: a service code that is not valid on its day."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.system import system_of
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find CPT and HCPCS codes that are not valid on the date of service.

    What it checks:
        Each service line against the installed HCPCS or CPT release of its own date. Where none is
        installed, edit LIN008 says so.
    Why it matters:
        HCPCS changes every quarter, CPT every January; an ended code is rejected.
    What to do:
        Choose a code that is valid on the date of service.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        day = line.service_date or encounter.governing_date
        system = system_of(line)
        if day is None or line.code is None or system is None:
            continue
        releases = on.on(day)
        code_set = releases.code_set(system) if releases.covers(system) else None
        if code_set is not None and not code_set.is_billable(line.code):
            yield Fault(f"Line {number}: {line.code} is not valid on {day}.", line.code, number)


EDIT = Edit(
    code="LIN007",
    name="code-not-valid-on-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1000(a) and 162.1002(c)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
