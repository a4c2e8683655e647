"""Which procedures the Medicare Code Editor holds for non-covered or of limited coverage.

Flags name the conditions: `ncov_z302` with Z30.2 on the stay, `ncov6` with a diagnosis of the same
flag, `ncov12agele60` above (sic) 60 years of age, `ncov45` (pancreas) without type 1 diabetes and
without a kidney transplant. Flags that ended before October 2024 (`ncov7`, the artificial heart)
are not asked for: no release of that time can be installed.
"""

import msgspec

from codeward.codesets import Releases
from codeward.edits.mce.stay import FlaggedCode, age, diagnoses, procedures
from codeward.model import Encounter

STERILIZATION = "Z302"
OLDEST_COVERED = 60


class _Stay(msgspec.Struct, frozen=True):
    codes: frozenset[str]
    diagnosis_flags: frozenset[str]
    procedure_flags: frozenset[str]
    age: int | None


def non_covered(encounter: Encounter, on: Releases) -> tuple[str, ...]:
    """The procedures that are not covered, in their order, each occurrence once."""
    stay = _stay(encounter, on)
    return tuple(px.code for px in procedures(encounter, on) if _is_non_covered(px, stay))


def limited(encounter: Encounter, on: Releases) -> tuple[str, ...]:
    """The procedures of limited coverage, in their order, each occurrence once."""
    stay = _stay(encounter, on)
    return tuple(
        px.code
        for px in procedures(encounter, on)
        if "lcov" in px.flags and not _is_pancreas_alone(px, stay)
    )


def _stay(encounter: Encounter, on: Releases) -> _Stay:
    coded = diagnoses(encounter, on)
    return _Stay(
        codes=frozenset(dx.code for dx in coded),
        diagnosis_flags=frozenset[str]().union(*(dx.flags for dx in coded)),
        procedure_flags=frozenset[str]().union(*(px.flags for px in procedures(encounter, on))),
        age=age(encounter),
    )


def _is_non_covered(px: FlaggedCode, stay: _Stay) -> bool:
    return (
        "noncovered" in px.flags
        or ("ncov_z302" in px.flags and STERILIZATION in stay.codes)
        or ("ncov6" in px.flags and "ncov6" in stay.diagnosis_flags)
        or ("ncov12agele60" in px.flags and stay.age is not None and stay.age > OLDEST_COVERED)
        or _is_pancreas_alone(px, stay)
    )


def _is_pancreas_alone(px: FlaggedCode, stay: _Stay) -> bool:
    return (
        "ncov45" in px.flags
        and "diabtypeI" not in stay.diagnosis_flags
        and "kidneyxp" not in stay.procedure_flags
    )
