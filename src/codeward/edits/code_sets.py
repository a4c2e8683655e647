"""The code set that governs a part of an encounter, or None where no release covers its day.

That no release covers the day is said once, by edit ENC002; all other edits stay silent then.
"""

from codeward.codesets import CodeSet, Releases
from codeward.model import Encounter, Setting, System


def diagnosis_code_set(encounter: Encounter, on: Releases) -> CodeSet | None:
    """ICD-10-CM by date of discharge or service (Official Guidelines, effective date)."""
    return _code_set(encounter, on, System.ICD10CM)


def procedure_code_set(encounter: Encounter, on: Releases) -> CodeSet | None:
    """ICD-10-PCS by date of discharge, not by date of the procedure (45 CFR 162.1002)."""
    return _code_set(encounter, on, System.ICD10PCS)


def is_inpatient(encounter: Encounter) -> bool:
    """Whether inpatient rules apply: POA, Medicare Code Editor, ICD-10-PCS, MS-DRG."""
    return encounter.setting is Setting.INPATIENT


def _code_set(encounter: Encounter, on: Releases, system: System) -> CodeSet | None:
    day = encounter.governing_date
    if day is None:
        return None
    releases = on.on(day)
    return releases.code_set(system) if releases.covers(system) else None
