"""Fractures in osteoporosis: pathological, not an injury."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Replace, Rule

_INJURIES = ("S22", "S32", "S42", "S52", "S62", "S72", "S82", "S92", "S12")
_BONES = {
    "S22": "M8008",
    "S32": "M8008",
    "S12": "M8008",
    "S42": "M8002",
    "S52": "M8003",
    "S62": "M8004",
    "S72": "M8005",
    "S82": "M8006",
    "S92": "M8007",
}
_VERTEBRA = "M8008"
_SIDED = {"right": "1", "left": "2"}


def changes(case: Case) -> Iterator[Change]:
    """Code a fracture of a patient with known osteoporosis to M80.

    Why: I.C.13.d.2: also after a minor fall that would not break a healthy bone.
    What it does not do: a fracture by major trauma stays an injury; that is for the coder.
    """
    for osteoporosis in case.starting("M81"):
        for fracture in case.starting(*_INJURIES):
            yield Replace(fracture.code, _pathological(case, fracture), osteoporosis.evidence)
            yield Drop(osteoporosis.code)
    for fracture in case.starting(*_INJURIES):
        if "osteoporotic" in case.written(fracture.line) and not case.has("M81"):
            yield Replace(fracture.code, _pathological(case, fracture))
    if case.has("M80"):
        yield Drop("M810")


def _pathological(case: Case, fracture: Candidate) -> str:
    """The code of the fracture in osteoporosis, by bone and side."""
    code = _BONES[fracture.code[:3]]
    if code == _VERTEBRA:
        return code
    words = {word.word for word in case.line(fracture.line).words}
    return code + next((side for word, side in _SIDED.items() if word in words), "9")


RULE = Rule("pathologic-fracture", "I.C.13.d", changes)
