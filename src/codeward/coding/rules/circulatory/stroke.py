"""Stroke: what it left behind is coded by deficit and side, a stroke without deficit as history."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_beside

# Deficit by its present code, the sequela code, and whether the present code is added for detail.
_DEFICITS = (
    ("R4701", "I69320", False),
    ("R471", "I69322", False),
    ("R470", "I69328", False),
    ("R131", "I69391", True),
    ("R2981", "I69392", False),
    ("R270", "I69393", False),
    ("R41", "I6931", False),
    ("G81", "I6935", False),
    ("G832", "I6933", False),
    ("G831", "I6934", False),
)
_RIGHT_DOMINANT, _LEFT_DOMINANT, _RIGHT_OTHER, _LEFT_OTHER, _UNKNOWN = "1", "2", "3", "4", "9"
_LEFTOVER = frozenset(
    (
        "infarct",
        "residual",
        "residuals",
        "sequela",
        "sequelae",
        "late",
        "old",
        "prior",
        "previous",
        "following",
        "history",
        "hx",
        "remote",
        "past",
    )
)


def changes(case: Case) -> Iterator[Change]:
    """Code a deficit left by an earlier stroke with I69.

    What it does: hemiplegia by side and dominance (the right side is dominant where nothing is
    said), speech, swallowing with its phase, face and gait.
    Why: I.C.9.d.1 and I.C.6.a.
    What it does not do: an acute stroke keeps I63 with the deficit beside it.
    """
    for stroke in case.starting("I63", "Z8673", "I61", "I6930", "I6990"):
        if not _is_over(case, stroke):
            continue
        for deficit in case.candidates:
            code = _sequela(case, deficit, stroke)
            if code is None:
                continue
            entry_keeps = next(
                keeps for prefix, _, keeps in _DEFICITS if deficit.code.startswith(prefix)
            )
            if entry_keeps:
                yield add_beside(deficit, code, after=False)
                yield Before(code, deficit.code)
            else:
                yield Replace(deficit.code, code, stroke.evidence)
            yield Drop(stroke.code)


def _is_over(case: Case, stroke: Candidate) -> bool:
    words = {word.word for word in case.line(stroke.line).words}
    return (
        stroke.code in ("Z8673", "I6930", "I6990")
        or bool(words & _LEFTOVER)
        or case.mentioned("sequela", line=stroke.line) is not None
    )


def _sequela(case: Case, deficit: Candidate, stroke: Candidate) -> str | None:
    if deficit.line != stroke.line:
        return None
    for prefix, code, _ in _DEFICITS:
        if deficit.code.startswith(prefix):
            if code in ("I6935", "I6933", "I6934"):
                return code + _side(case, deficit)
            return code + "9" if code == "I6931" else code
    return None


def _side(case: Case, deficit: Candidate) -> str:
    words = [word.word for word in case.line(deficit.line).words]
    left, right = "left" in words, "right" in words
    if left == right and not case.said("dominant_right", "dominant_left", line=deficit.line):
        return _UNKNOWN
    nondominant = case.said("nondominant", line=deficit.line) is not None
    dominant = case.said("dominant", line=deficit.line) is not None and not nondominant
    is_left = words.index("left") < words.index("right") if left and right else left
    if is_left:
        return _LEFT_DOMINANT if dominant or case.said("dominant_left") else _LEFT_OTHER
    return _RIGHT_OTHER if nondominant or case.said("dominant_left") else _RIGHT_DOMINANT


def double_changes(case: Case) -> Iterator[Change]:
    """Code no history of stroke beside the sequela of a stroke.

    Why: Excludes1 at Z86.73: sequelae of cerebrovascular disease.
    What it does not do: an earlier stroke beside a new one may be coded.
    """
    if case.has("I69"):
        yield Drop("Z8673")
        yield Drop("I639")


def history_changes(case: Case) -> Iterator[Change]:
    """Code a stroke, or a transient attack of the past, that left no deficit as history.

    Why: I.C.9.d.3.
    What it does not do: history beside a current stroke stays; they may be two events.
    """
    for stroke in case.starting("I63", "G459"):
        mention = case.mentioned("no_residual", line=stroke.line)
        if mention is not None:
            yield Replace(stroke.code, "Z8673", (mention.span,))


SEQUELA = Rule("sequela-stroke", "I.C.9.d", changes)
DOUBLE = Rule("sequela-not-history", "I.C.9.d.3", double_changes)
HISTORY = Rule("stroke-history", "I.C.9.d.3", history_changes)
