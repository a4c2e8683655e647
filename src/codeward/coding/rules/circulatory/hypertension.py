"""Hypertension: presumed with heart failure and chronic kidney disease; readings and crises."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule

_HEART = ("I50", "I514", "I515", "I517", "I5189", "I519")
_KIDNEY = ("N18",)
_LATE = ("N185", "N186")
_CARDIAC_STEMS = frozenset(("hypertens", "htn"))
_OWN_CAUSES = ("hypertens", "htn", "diabet", "dm")


def changes(case: Case) -> Iterator[Change]:
    """Combine hypertension with heart disease, chronic kidney disease, or both.

    What it does: I10 becomes I11, I12 or I13; heart failure type and stage of the kidney disease
    follow as further codes.
    Why: I.C.9.a.1 to I.C.9.a.3: the classification presumes the relationship.
    What it does not do: acute kidney failure is no chronic kidney disease, and a stated other
    cause breaks the presumption.
    """
    for plain in case.starting("I10", "I11", "I12"):
        heart = [one for one in case.starting(*_HEART) if not _other_cause(case, one)]
        kidney = [one for one in case.starting(*_KIDNEY) if not _other_cause(case, one)]
        code = _combined(heart, kidney)
        if code is None or code == plain.code:
            continue
        spans = tuple(span for one in (*heart, *kidney) for span in one.evidence)
        yield Replace(plain.code, code, spans)
        for part in (*heart, *kidney):
            yield Before(code, part.code)
        yield from (Before(h.code, k.code) for h in heart for k in kidney)
        # Hypertensive heart disease includes these; only the failure is coded beside it.
        yield from (Drop(one.code) for one in heart if not one.code.startswith("I50"))


def _combined(heart: list[Candidate], kidney: list[Candidate]) -> str | None:
    failing = any(one.code.startswith("I50") for one in heart)
    late = any(one.code.startswith(_LATE) for one in kidney)
    if heart and kidney:
        if failing:
            return "I132" if late else "I130"
        return "I1311" if late else "I1310"
    if kidney:
        return "I120" if late else "I129"
    if heart:
        return "I110" if failing else "I119"
    return None


def _other_cause(case: Case, condition: Candidate) -> bool:
    """Whether the line says that something other than hypertension (or diabetes) is the cause."""
    unrelated = case.mentioned("unrelated", line=condition.line)
    if unrelated is not None:
        words = case.line(condition.line).words[unrelated.last : unrelated.last + 4]
        if any(word.word.startswith(_OWN_CAUSES) for word in words):
            return True
    words = case.line(condition.line).words
    last = max(
        (n for n, word in enumerate(words) if word.end <= condition.evidence[0].end), default=0
    )
    tail = [word.word for word in words[last + 1 : last + 5]]
    if tail[:2] == ["due", "to"] or tail[:2] == ["secondary", "to"] or tail[:2] == ["caused", "by"]:
        named = tail[2:]
        return bool(named) and not any(word.startswith((*_OWN_CAUSES, "both")) for word in named)
    return False


def reading_changes(case: Case) -> Iterator[Change]:
    """Keep an elevated reading apart from the disease.

    What it does: the finding gives way where hypertension is diagnosed.
    Why: I.C.9.a.7: an elevated reading without a diagnosis is R03.0.
    What it does not do: it never turns a reading into a diagnosis.
    """
    if case.has("I10", "I11", "I12", "I13", "I15", "I16", "O1"):
        yield Drop("R030")


def crisis_changes(case: Case) -> Iterator[Change]:
    """Sequence a hypertensive crisis before the hypertensive disease that is coded also.

    Why: I.C.9.a.10.
    What it does not do: it adds no hypertension that the text does not state.
    """
    for crisis in case.starting("I16"):
        for disease in case.starting("I10", "I11", "I12", "I13", "I15"):
            yield Before(crisis.code, disease.code)


RULE = Rule("htn-heart-ckd", "I.C.9.a", changes)
READING = Rule("elevated-bp", "I.C.9.a.7", reading_changes)
CRISIS = Rule("htn-crisis", "I.C.9.a.10", crisis_changes)
