"""What the edits of the Medicare Code Editor see: an inpatient stay and the flags of its codes.

The flags are those of the editor's own tables on the day of discharge. A code that is not valid on
that day has no flags, so that only the validity edits speak of it. The editor is for inpatient
claims: for every other setting all functions answer with nothing.
"""

from collections.abc import Iterator, Mapping

import msgspec

from codeward.codesets import AgeRange, Releases
from codeward.edits.code_sets import diagnosis_code_set, is_inpatient, procedure_code_set
from codeward.model import Diagnosis, Encounter, Sex, System

YOUNGEST, OLDEST = 0, 124


class FlaggedCode(msgspec.Struct, frozen=True):
    """A code of the stay with its flags on the day of discharge."""

    code: str
    flags: frozenset[str]


def diagnoses(encounter: Encounter, on: Releases) -> tuple[FlaggedCode, ...]:
    """Principal first, then secondaries; the admitting diagnosis is edited on its own."""
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None or not is_inpatient(encounter):
        return ()
    return tuple(
        FlaggedCode(dx.code, code_set.attributes(dx.code)) for dx in encounter.coded_diagnoses
    )


def procedures(encounter: Encounter, on: Releases) -> tuple[FlaggedCode, ...]:
    """The ICD-10-PCS procedures of the stay in their order."""
    code_set = procedure_code_set(encounter, on)
    if code_set is None or not is_inpatient(encounter):
        return ()
    return tuple(FlaggedCode(px.code, code_set.attributes(px.code)) for px in encounter.procedures)


def principal_flags(encounter: Encounter, on: Releases) -> frozenset[str]:
    """The flags of the principal diagnosis; none where there is no principal."""
    coded = diagnoses(encounter, on)
    return coded[0].flags if coded else frozenset()


def secondary_diagnoses(encounter: Encounter) -> tuple[Diagnosis, ...]:
    """Every coded diagnosis but the principal; nothing outside inpatient stays."""
    return encounter.coded_diagnoses[1:] if is_inpatient(encounter) else ()


def age(encounter: Encounter) -> int | None:
    """Completed years at admission; None where person or day is unknown."""
    day = encounter.admit_date or encounter.governing_date
    return None if day is None else encounter.age_on(day)


def age_ranges(encounter: Encounter, on: Releases) -> Mapping[str, AgeRange]:
    """The editor's age range of each flag on the day of discharge; {} where none is known."""
    day = encounter.governing_date
    if day is None or not on.on(day).covers(System.MSDRG):
        return {}
    return on.on(day).msdrg.age_ranges()


def with_any_flag(codes: tuple[FlaggedCode, ...], *flags: str) -> Iterator[FlaggedCode]:
    """The codes that carry at least one of the flags."""
    return (code for code in codes if not code.flags.isdisjoint(flags))


def sex(encounter: Encounter) -> Sex | None:
    """The patient's sex; None where the person is unknown."""
    return None if encounter.patient is None else encounter.patient.sex
