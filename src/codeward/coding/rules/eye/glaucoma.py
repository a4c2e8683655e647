"""Glaucoma: each eye with the stage that the text gives it."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Add, Before, Change, Drop, Rule

_SIDES = {"right": "1", "left": "2"}
_STAGES = {"mild": "1", "early": "1", "moderate": "2", "severe": "3", "advanced": "3",
           "indeterminate": "4"}  # fmt: skip
_STAGED = ("H401", "H402", "H403", "H404", "H405", "H406")
_LENGTH = 6
_BOTH = 2


def changes(case: Case) -> Iterator[Change]:
    """Code both eyes apart where the stage of each is stated and they differ.

    What it does: a side and the stage next to it belong together, whichever comes first.
    Why: I.C.7.a.2 and I.C.7.a.3: with different stages or types, a code for each eye.
    What it does not do: one stage for both eyes is the bilateral code.
    """
    for glaucoma in case.starting(*_STAGED):
        if len(glaucoma.code) != _LENGTH:
            continue
        pairs = _pairs(case, glaucoma)
        if len(pairs) != _BOTH or len({stage for _, stage in pairs}) != _BOTH:
            continue
        if len({side for side, _ in pairs}) != _BOTH:
            continue
        codes = [glaucoma.code[:-1] + side + stage for side, stage in pairs]
        if not all(case.book.is_billable(code) for code in codes):
            continue
        for other in case.starting(glaucoma.code[:-1]):
            if other.line == glaucoma.line:
                yield Drop(other.code)
        for number, code in enumerate(codes):
            yield Add(code, glaucoma.evidence, glaucoma.line, glaucoma.place + number / 10)
        yield Before(*codes)
        return


def _pairs(case: Case, glaucoma: Candidate) -> list[tuple[str, str]]:
    """Side and stage of each eye, in the order of the text."""
    said = [
        word.word
        for word in case.line(glaucoma.line).words
        if word.word in _SIDES or word.word in _STAGES
    ]
    if len(said) != _BOTH * 2:
        return []
    found = []
    for one, other in (said[:2], said[2:]):
        side, stage = (one, other) if one in _SIDES else (other, one)
        if side not in _SIDES or stage not in _STAGES:
            return []
        found.append((_SIDES[side], _STAGES[stage]))
    return found


RULE = Rule("glaucoma-stages", "I.C.7.a", changes)
