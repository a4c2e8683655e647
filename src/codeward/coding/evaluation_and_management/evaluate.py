"""The level of one visit: two of three elements, or the total time, against the billed code."""

from typing import Final

from codeward.coding.case import Case
from codeward.coding.evaluation_and_management.data import data
from codeward.coding.evaluation_and_management.families import (
    Family,
    assumed_family,
    billed_code,
    family_of,
    stated_family,
)
from codeward.coding.evaluation_and_management.problems import problems
from codeward.coding.evaluation_and_management.risk import risk
from codeward.coding.evaluation_and_management.stated_level import stated_level
from codeward.coding.evaluation_and_management.total_time import (
    code_for,
    prolonged,
    total_minutes,
)
from codeward.model import (
    Encounter,
    EvidenceSpan,
    Finding,
    PathStep,
    Severity,
    Suggestion,
    System,
)
from codeward.model.evaluation_and_management import (
    Complexity,
    Element,
    EvaluationAndManagement,
)

_AUTHORITY: Final = "AMA, CPT E/M guidelines 2021 and 2023"
_STATED, _DERIVED = 0.85, 0.65


def evaluate(case: Case, encounter: Encounter) -> EvaluationAndManagement | None:
    """The supported level of the visit; None where the chart is no such visit.

    The kind of visit comes from the billed code, else from the text, else a professional visit
    counts as one of an established patient, and the result says so.
    Source: AMA, CPT E/M guidelines 2021 (office) and 2023 (hospital, emergency department).
    """
    billed = billed_code(encounter)
    said = stated_family(case) if billed is None else None
    family = (family_of(billed) if billed else None) or (said[0] if said else None)
    needs: tuple[str, ...] = ()
    if family is None:
        family = assumed_family(encounter)
        needs = ("new or established patient",)
    if family is None:
        return None
    elements = (problems(case), data(case), risk(case))
    level = decision_making(elements)
    time = total_minutes(case) if family.minutes else None
    nothing = level is Complexity.NONE and time is None and stated_level(case) is None
    if nothing and not billed:
        return None
    return _result(family, elements, level, time, billed, needs)


def decision_making(elements: tuple[Element, ...]) -> Complexity:
    """The level that two of the three elements meet or exceed.

    With problems documented, data and risk are at least minimal.
    """
    levels = [one.level for one in elements]
    if levels[0] is Complexity.NONE:
        return sorted(levels)[1]
    return sorted(max(one, Complexity.STRAIGHTFORWARD) for one in levels)[1]


def _result(
    family: Family,
    elements: tuple[Element, ...],
    level: Complexity,
    time: tuple[int, EvidenceSpan] | None,
    billed: str | None,
    needs: tuple[str, ...],
) -> EvaluationAndManagement:
    by_level = family.codes.get(level)
    by_time = code_for(time[0], family) if time else None
    supported = max((code for code in (by_level, by_time) if code), default=None)
    basis = "time" if supported and supported == by_time != by_level else "medical decision making"
    return EvaluationAndManagement(
        family=family.name,
        elements=elements,
        decision_making=level,
        decision_making_code=by_level,
        minutes=time[0] if time else None,
        time_evidence=(time[1],) if time else (),
        time_code=by_time,
        supported=supported,
        basis=basis if supported else "",
        billed=billed,
        comparison=_comparison(billed, supported),
        needs=needs,
        prolonged=prolonged(time[0], family) if time else "",
    )


def _comparison(billed: str | None, supported: str | None) -> str:
    if billed is None:
        return ""
    if billed == supported:
        return "agrees"
    return "under" if supported and billed < supported else "over"


def findings(result: EvaluationAndManagement | None) -> tuple[Finding, ...]:
    """A finding where the billed level differs from the supported one, in either direction."""
    if result is None or result.comparison not in ("over", "under"):
        return ()
    where = "above" if result.comparison == "over" else "below"
    supported = f"supports {result.supported}" if result.supported else "supports no level"
    return (
        Finding(
            edit="EM001" if result.comparison == "over" else "EM002",
            severity=Severity.WARN,
            code=result.billed,
            line=None,
            message=(
                f"{result.billed} is billed {where} what the documentation {supported} by "
                f"{result.basis or 'medical decision making or time'}."
            ),
            authority=_AUTHORITY,
            evidence=_evidence(result),
            way_out="Compare the elements with the note; change the level or complete the note.",
        ),
    )


def suggestions(case: Case, result: EvaluationAndManagement | None) -> tuple[Suggestion, ...]:
    """The supported code as a suggestion, where the text itself names the kind of visit."""
    if result is None:
        return ()
    said, level = stated_family(case), stated_level(case)
    if said is None:
        return ()
    code, basis = result.supported, result.basis
    if level is not None and (code is None or result.basis != "time"):
        code, basis = said[0].codes[level[0]], "stated decision making"
    evidence = (*_evidence(result), *((level[1],) if level else ()))
    if code is None or not evidence:
        return ()
    explicit = level is not None or basis == "time" or _counted(result) > 1
    if not explicit:
        return ()
    return (
        Suggestion(
            system=System.CPT,
            code=code,
            title=f"{result.family}: {basis}",
            sequence=1,
            confidence=_STATED if basis == "time" else _DERIVED,
            evidence=(*evidence, said[1]),
            path=_path(result, basis),
            guideline=_AUTHORITY,
            needs=result.needs,
        ),
    )


def _counted(result: EvaluationAndManagement) -> int:
    return sum(one.level > Complexity.NONE for one in result.elements)


def _evidence(result: EvaluationAndManagement) -> tuple[EvidenceSpan, ...]:
    spans = [span for one in result.elements for why in one.reasons for span in why.evidence]
    return tuple(dict.fromkeys((*result.time_evidence, *spans)))


def _path(result: EvaluationAndManagement, basis: str) -> tuple[PathStep, ...]:
    time = f"{result.minutes} minutes -> {result.time_code}" if result.minutes else "none stated"
    return (
        PathStep("visit", result.family),
        *(PathStep(one.name, one.level.name.lower()) for one in result.elements),
        PathStep("time", time),
        PathStep("level", f"{result.supported} by {basis}"),
    )
