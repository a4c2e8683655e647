"""What a grouper must offer: a stay in its own terms in, a DRG with a mark for each code out.

The terms are those of the CMS MS-DRG grouper. `adapters.msdrg_grouper` offers the real one.
"""

from typing import Protocol

import msgspec

from codeward.model import CodewardError, PresentOnAdmission, Sex


class GroupingError(CodewardError):
    """The grouper answered something that cannot be trusted; no DRG is shown then."""


class StayDiagnosis(msgspec.Struct, frozen=True):
    """A diagnosis as the grouper takes it."""

    code: str
    poa: PresentOnAdmission | None = None


class Stay(msgspec.Struct, frozen=True):
    """An inpatient stay as the grouper takes it; every code is valid on the discharge date.

    Attributes:
        version: Grouper version, such as `43.1`.
        age: Completed years at admission, 0 to 124.
        sex: Administrative sex.
        discharge_status: Number of the patient discharge status, such as 1 for home.
        principal: The principal diagnosis.
        secondaries: The other diagnoses in their sequence.
        procedures: ICD-10-PCS codes in their sequence.
    """

    version: str
    age: int
    sex: Sex
    discharge_status: int
    principal: StayDiagnosis
    secondaries: tuple[StayDiagnosis, ...] = ()
    procedures: tuple[str, ...] = ()


class DiagnosisMark(msgspec.Struct, frozen=True):
    """What the grouper says of one diagnosis.

    Attributes:
        code: The code.
        severity: `MCC`, `CC` or `NON`, by the tables of the version.
        recognised: Whether the grouper took the code at all.
        counted: Whether it moved the final DRG.
        excluded: Whether the principal diagnosis takes its CC or MCC away.
        hacs: Numbers of the hospital-acquired conditions that it belongs to.
    """

    code: str
    severity: str
    recognised: bool
    counted: bool
    excluded: bool = False
    hacs: tuple[int, ...] = ()


class ProcedureMark(msgspec.Struct, frozen=True):
    """What the grouper says of one procedure."""

    code: str
    operating_room: bool
    counted: bool


class GrouperAnswer(msgspec.Struct, frozen=True):
    """A DRG and how it came about. The order of the marks is the grouper's own.

    Attributes:
        drg: Final DRG, after hospital-acquired conditions were taken out.
        initial_drg: DRG before that.
        mdc: Number of the major diagnostic category of the principal diagnosis; 0 is none.
        return_code: The grouper's own word on how it ended.
        principal: Mark of the principal diagnosis.
        secondaries: Marks of the secondary diagnoses.
        procedures: Marks of the procedures.
    """

    drg: int
    initial_drg: int
    mdc: int
    return_code: str
    principal: DiagnosisMark
    secondaries: tuple[DiagnosisMark, ...]
    procedures: tuple[ProcedureMark, ...]


class Unavailable(msgspec.Struct, frozen=True):
    """There is no grouper here; everything else works without one."""

    reason: str


class Grouper(Protocol):
    """An MS-DRG grouper for all versions it knows."""

    def group(self, stay: Stay) -> GrouperAnswer | Unavailable:
        """Group one stay.

        Raises:
            GroupingError: the grouper failed or does not know the version.
        """
        ...
