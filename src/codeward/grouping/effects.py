"""Says of each code what it did to the DRG, in words and in the order of the stay."""

from typing import TypeVar

from codeward.grouping.grouper import DiagnosisMark, GrouperAnswer, ProcedureMark, Stay
from codeward.model import CodeEffect

NO_SEVERITY = "NON"
Mark = TypeVar("Mark", DiagnosisMark, ProcedureMark)


def effects(stay: Stay, answer: GrouperAnswer) -> tuple[CodeEffect, ...]:
    """Principal diagnosis, secondaries and procedures, each with what it did."""
    unused = list(answer.secondaries)
    secondary = tuple(
        _of_secondary(_take(unused, diagnosis.code), answer) for diagnosis in stay.secondaries
    )
    left = list(answer.procedures)
    procedures = tuple(_of_procedure(_take(left, code)) for code in stay.procedures)
    return (_of_principal(answer.principal), *secondary, *procedures)


def _take(marks: list[Mark], code: str) -> Mark:
    """The next mark of the code: the grouper sorts its answer, and a code may occur twice."""
    place = next(place for place, mark in enumerate(marks) if mark.code == code)
    return marks.pop(place)


def _of_principal(mark: DiagnosisMark) -> CodeEffect:
    return CodeEffect(mark.code, mark.severity, counted=True, note="principal diagnosis")


def _of_secondary(mark: DiagnosisMark, answer: GrouperAnswer) -> CodeEffect:
    counted = mark.counted and not _is_taken_out(mark, answer)
    return CodeEffect(mark.code, mark.severity, counted=counted, note=_why(mark, answer))


def _is_taken_out(mark: DiagnosisMark, answer: GrouperAnswer) -> bool:
    """A hospital-acquired condition counts for the initial DRG only (42 CFR 412.60(c)(3)(iii))."""
    return bool(mark.hacs) and answer.drg != answer.initial_drg


def _why(mark: DiagnosisMark, answer: GrouperAnswer) -> str:
    if mark.excluded:
        return f"{mark.severity} excluded by the principal diagnosis"
    if _is_taken_out(mark, answer):
        numbers = ", ".join(f"{number:02d}" for number in mark.hacs)
        return f"{mark.severity} not counted: hospital-acquired condition {numbers}"
    if mark.severity == NO_SEVERITY:
        return "part of the logic of the DRG" if mark.counted else "neither CC nor MCC"
    if mark.counted:
        return f"counted as {mark.severity}"
    if any(_outranks(other, mark) for other in answer.secondaries):
        return f"{mark.severity}, but another code already counts"
    return f"{mark.severity} that this DRG does not ask for"


def _outranks(other: DiagnosisMark, mark: DiagnosisMark) -> bool:
    return other.counted and other.severity in {"MCC", mark.severity}


def _of_procedure(mark: ProcedureMark) -> CodeEffect:
    kind = "operating-room procedure" if mark.operating_room else "non-operating-room procedure"
    effect = "decides the DRG" if mark.counted else "without effect on the DRG"
    return CodeEffect(mark.code, None, counted=mark.counted, note=f"{kind}, {effect}")
