"""What a rule is: a numbered guideline section and a pure generator of changes to a case."""

from collections.abc import Callable, Iterator

import msgspec

from codeward.coding.case import Candidate, Case
from codeward.model import EvidenceSpan, PathStep

BY_RULE = 0.85


class Add(msgspec.Struct, frozen=True):
    """Put a code into the case, because of the evidence.

    `after` places it right after that code in the order of the text; otherwise the evidence does.
    """

    code: str
    evidence: tuple[EvidenceSpan, ...]
    line: int
    place: float
    confidence: float = BY_RULE
    needs: tuple[str, ...] = ()


class Drop(msgspec.Struct, frozen=True):
    """Take a code out of the case."""

    code: str


class Replace(msgspec.Struct, frozen=True):
    """Put another code in the place of one, keeping its evidence and adding more."""

    code: str
    by: str
    evidence: tuple[EvidenceSpan, ...] = ()
    needs: tuple[str, ...] = ()
    settled: bool = True


class Before(msgspec.Struct, frozen=True):
    """Sequence `first` before `then` wherever both are coded."""

    first: str
    then: str


class Lead(msgspec.Struct, frozen=True):
    """Sequence the code first."""

    code: str


class Ask(msgspec.Struct, frozen=True):
    """Ask the provider: the topic of a query and the place that raises it."""

    topic: str
    evidence: EvidenceSpan


Change = Add | Drop | Replace | Before | Lead | Ask


class Rule(msgspec.Struct, frozen=True):
    """One guideline rule.

    Attributes:
        name: Named for what it demands, as the file is, such as `htn-ckd`.
        guideline: Section of the ICD-10-CM Official Guidelines.
        changes: Pure generator of changes; its docstring says What, Why and What it does not do.
    """

    name: str
    guideline: str
    changes: Callable[[Case], Iterator[Change]]


def apply(rule: Rule, case: Case) -> Case:
    """The case after the rule's changes, each of them noted in the path of its code."""
    for change in tuple(rule.changes(case)):
        case = _changed(case, change, rule)
    return case


def _changed(case: Case, change: Change, rule: Rule) -> Case:
    replace = msgspec.structs.replace
    match change:
        case Add():
            return _with(case, _added(case, change, rule))
        case Drop():
            kept = tuple(one for one in case.candidates if one.code != change.code)
            return replace(case, candidates=kept)
        case Replace():
            return _replaced(case, change, rule)
        case Before():
            return replace(case, orders=(*case.orders, (change.first, change.then)))
        case Lead():
            return replace(case, leads=(*case.leads, change.code))
        case Ask():
            return replace(case, topics=(*case.topics, (change.topic, change.evidence)))


def _added(case: Case, change: Add, rule: Rule) -> Candidate:
    return Candidate(
        code=change.code,
        evidence=change.evidence,
        path=(*(PathStep("phrase", span.text) for span in change.evidence), step(rule)),
        place=change.place,
        line=change.line,
        section=case.line(change.line).sentence.section,
        guideline=rule.guideline,
        needs=change.needs,
        confidence=change.confidence,
    )


def _replaced(case: Case, change: Replace, rule: Rule) -> Case:
    olds = [one for one in case.candidates if one.code == change.code]
    if not olds:
        return case
    old = olds[0]
    new = msgspec.structs.replace(
        old,
        code=change.by,
        evidence=tuple(dict.fromkeys((*old.evidence, *change.evidence))),
        path=(*old.path, step(rule)),
        guideline=rule.guideline,
        needs=change.needs,
        confidence=max(old.confidence, BY_RULE),
    )
    kept = tuple(one for one in case.candidates if one.code != change.code)
    return _with(msgspec.structs.replace(case, candidates=kept), new)


def _with(case: Case, new: Candidate) -> Case:
    """The case with the candidate in; the same code is never in twice, the evidence adds up."""
    same = [one for one in case.candidates if one.code == new.code]
    others = tuple(one for one in case.candidates if one.code != new.code)
    for old in same:
        first, second = (old, new) if old.place <= new.place else (new, old)
        new = msgspec.structs.replace(
            first,
            evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
            path=tuple(dict.fromkeys((*first.path, *second.path))),
            guideline=second.guideline or first.guideline,
            confidence=max(first.confidence, second.confidence),
        )
    placed = sorted((*others, new), key=lambda one: (one.place, one.code))
    return msgspec.structs.replace(case, candidates=tuple(placed))


def step(rule: Rule) -> PathStep:
    """The step of the path that names a rule."""
    return PathStep("guideline", f"{rule.guideline} ({rule.name})")
