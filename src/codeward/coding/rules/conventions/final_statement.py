"""The provider's final statement: what only an earlier part of the note names gives way to it."""

from collections.abc import Iterator

from codeward.coding import history
from codeward.coding.candidates import FINAL_BEFORE, NARRATIVE_FROM
from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Rule
from codeward.model.chart import SectionKind

_SYMPTOMS = ("R", "M255", "M545", "M542", "M796", "H571", "H920", "N644")
_STAY = ("V", "W", "X", "Y", "Z", "S", "T", "O")


def changes(case: Case) -> Iterator[Change]:
    """Prefer the assessment and the discharge diagnoses over complaint and history.

    What it does: where a note ends in diagnoses, symptoms from the complaint, the history or the
    course, and acute conditions that only the history names, are not coded.
    Why: II.A, III.B and IV.D: a symptom serves where no diagnosis is established; IV.J: conditions
    that exist at the encounter and affect care.
    What it does not do: lasting diseases, statuses and circumstances of the history stay, and a
    note without an assessment keeps everything.
    """
    yield from _before_operation(case)
    final = [one for one in case.candidates if one.place < FINAL_BEFORE]
    if not any(not one.code.startswith(_SYMPTOMS) for one in final):
        return
    for candidate in case.candidates:
        if candidate.place < FINAL_BEFORE:
            continue
        if candidate.code.startswith(_FAMILY) and not _bears_on(candidate, final):
            yield Drop(candidate.code)
        if candidate.code.startswith(_STAY):
            continue
        if candidate.code.startswith(_SYMPTOMS) or _only_told(candidate):
            yield Drop(candidate.code)


def _before_operation(case: Case) -> Iterator[Change]:
    """Drop what only the preoperative diagnosis names where a postoperative one follows (IV.N)."""
    after = [
        line.number
        for line in case.reading.lines
        if line.words and {"postoperative", "diagnosis"} <= {one.word for one in line.words[:4]}
    ]
    named = [one for one in case.candidates if one.line in after]
    if not named:
        return
    for candidate in case.candidates:
        is_earlier = candidate.line < after[0]
        if is_earlier and candidate.section is SectionKind.ADMITTING:
            yield Drop(candidate.code)


def _bears_on(relative: Candidate, final: list[Candidate]) -> bool:
    """Whether a disease of the family is of the kind that is treated or looked for now."""
    kinds = next((kinds for prefix, kinds in _FAMILY_KINDS if relative.code.startswith(prefix)), ())
    return any(one.code.startswith(kinds) for one in final) if kinds else False


# Histories that are coded where they bear on the care of the encounter (III.A).
_FAMILY = ("Z80", "Z81", "Z82", "Z83", "Z84", "Z8601")
_FAMILY_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Z803", ("C50", "D05", "Z1231", "Z853")),
    ("Z800", ("C1", "C2", "D12", "Z121", "Z85038")),
    ("Z801", ("C34", "Z122")),
    ("Z8042", ("C61", "Z125")),
    ("Z81", ("F3", "F2")),
    ("Z8601", ("C18", "C19", "C20", "D12", "K5", "K6", "K92", "Z08", "Z09", "Z121", "Z85038")),
    ("Z8249", ("I21", "I25", "R07")),
)


def _only_told(candidate: Candidate) -> bool:
    return candidate.place >= NARRATIVE_FROM and not history.lasts(candidate.code)


RULE = Rule("final-statement", "II.A; IV.D", changes)
