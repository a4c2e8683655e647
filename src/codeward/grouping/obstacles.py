"""What forbids a grouping: all of it is refused before the grouper is called.

The grouper itself would not refuse: it ignores a malformed or unknown secondary code and answers
with a lower DRG as if all were well, and takes ages and statuses that do not exist.
"""

from collections.abc import Callable, Iterator

from codeward.codesets import CodeSet, Releases
from codeward.model import DiagnosisRole, Encounter, Finding, Setting, Severity, System

AUTHORITY = "CMS MS-DRG Definitions Manual; 42 CFR 412.60"
YOUNGEST, OLDEST = 0, 124


def obstacles(encounter: Encounter, on: Releases) -> tuple[Finding, ...]:
    """Why the encounter cannot be grouped; () where it can.

    The numbers: GRP001 no inpatient stay, GRP002 no date or no release, GRP003 patient unknown,
    GRP004 age, GRP005 discharge status, GRP006 no principal diagnosis, GRP007 a code that is not
    valid on the day of discharge. (GRP008, no grouper on this platform, comes from the call.)
    """
    if encounter.setting is not Setting.INPATIENT:
        message = f"MS-DRG groups inpatient stays; the setting is {encounter.setting}."
        return (finding("GRP001", message, severity=Severity.INFORM),)
    dateless = _without_releases(encounter, on)
    if dateless:
        return (dateless,)
    checks = (_patient, _age, _discharge_status, _principal, _diagnoses, _procedures)
    return tuple(found for check in checks for found in check(encounter, on))


def finding(
    edit: str,
    message: str,
    code: str | None = None,
    way_out: str = "",
    severity: Severity = Severity.REJECT,
) -> Finding:
    """A finding of the grouping stage."""
    return Finding(edit, severity, code, None, message, AUTHORITY, way_out=way_out)


def _without_releases(encounter: Encounter, on: Releases) -> Finding | None:
    day = encounter.governing_date
    if day is None:
        return finding("GRP002", "There is no discharge date.", way_out="Enter it.")
    for system in (System.MSDRG, System.ICD10CM, System.ICD10PCS):
        if not on.on(day).covers(system):
            message = f"No {system} release covers the discharge on {day}."
            return finding("GRP002", message, way_out="Check the date or install the release.")
    return None


def _patient(encounter: Encounter, on: Releases) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    if encounter.patient is None:
        yield finding("GRP003", "The patient is unknown.", way_out="Add birth date and sex.")


def _age(encounter: Encounter, on: Releases) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    age = age_at_admission(encounter)
    if age is not None and not YOUNGEST <= age <= OLDEST:
        message = f"The age at admission lies outside {YOUNGEST} to {OLDEST} years."
        yield finding("GRP004", message, way_out="Correct the birth date.")


def _discharge_status(encounter: Encounter, on: Releases) -> Iterator[Finding]:
    status, day = encounter.discharge_status, encounter.governing_date
    if not status:
        yield finding("GRP005", "There is no discharge status.", way_out="Enter it.")
    elif day and not on.on(day).msdrg.discharge_status_valid(status):
        yield finding("GRP005", f"The discharge status does not exist on {day}.")


def _principal(encounter: Encounter, on: Releases) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    principal = encounter.principal
    if principal is None or principal.role is not DiagnosisRole.PRINCIPAL:
        yield finding("GRP006", "There is no principal diagnosis.", way_out="Mark one.")


def _diagnoses(encounter: Encounter, on: Releases) -> Iterator[Finding]:
    codes = (dx.code for dx in encounter.coded_diagnoses)
    yield from _invalid(codes, _code_set(encounter, on, lambda releases: releases.icd10cm))


def _procedures(encounter: Encounter, on: Releases) -> Iterator[Finding]:
    codes = (px.code for px in encounter.procedures)
    yield from _invalid(codes, _code_set(encounter, on, lambda releases: releases.icd10pcs))


def _invalid(codes: Iterator[str], code_set: CodeSet) -> Iterator[Finding]:
    for code in dict.fromkeys(codes):
        if not code_set.is_billable(code):
            message = f"{code} is not a valid {code_set.system} code on {code_set.day}."
            yield finding("GRP007", message, code, "Correct the code; see the edits.")


def _code_set(encounter: Encounter, on: Releases, choose: Callable[[Releases], CodeSet]) -> CodeSet:
    return choose(on.on(encounter.governing_date or on.day))


def age_at_admission(encounter: Encounter) -> int | None:
    """Completed years on the day of admission, which is the age that CMS groups by."""
    day = encounter.admit_date or encounter.governing_date
    return None if day is None else encounter.age_on(day)
