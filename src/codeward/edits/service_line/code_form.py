"""LIN006: a service code that has the form of neither CPT nor HCPCS, or of the other one."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.system import system_by_form
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find service codes whose form no code system has, or not the stated one.

    What it checks:
        HCPCS Level II is a letter A to V and four digits; CPT is five digits, or four digits and
        one of A, F, M, T, U. A stated system must fit the form.
    Why it matters:
        A mistyped code is rejected, or worse, accepted as another service.
    What to do:
        Correct the code or its system.
    """
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.code is None:
            continue
        system = system_by_form(line.code)
        if system is None:
            yield Fault(f"Line {number}: {line.code} has no valid form.", line.code, number)
        elif line.system not in (None, system):
            yield Fault(
                f"Line {number}: {line.code} has the form of {system}, not of {line.system}.",
                line.code,
                number,
            )


EDIT = Edit(
    code="LIN006",
    name="code-form",
    severity=Severity.REJECT,
    authority="45 CFR 162.1002(c): CPT and HCPCS as the adopted code sets",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
