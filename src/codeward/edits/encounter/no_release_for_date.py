"""ENC002: a day that no installed code-set release covers."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span, System


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find an encounter whose day lies outside every installed release.

    What it checks:
        Whether the installed ICD-10-CM release, and ICD-10-PCS where procedures are coded, covers
        the discharge or service date.
    Why it matters:
        Reference data end on a known day. After it nothing can be proven valid or invalid; a
        fallback to another year would pass deleted codes and refuse new ones.
    What to do:
        Check the date. If it is right, install the release of that fiscal year
        (codeward codesets build) and edit the encounter again.
    """
    day = encounter.governing_date
    if day is None:
        return
    releases = on.on(day)
    for system, coded in (
        (System.ICD10CM, encounter.diagnoses),
        (System.ICD10PCS, encounter.procedures),
    ):
        if coded and not releases.covers(system):
            yield Fault(f"No installed {system} release covers {day}; its codes were not checked.")


EDIT = Edit(
    code="ENC002",
    name="no-release-for-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1000(a): medical code sets valid at the time the care is furnished",
    # Every day that a patient alive today can have been seen on: there is no day without a finding.
    in_force=Span(date(1900, 1, 1)),
    check=check,
)
