"""Dementia in another disease: the disease first, the dementia as its manifestation."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_beside

_CAUSES = ("G30", "G20", "G3183", "G310", "G35", "B20")
_ENDING = 3


def changes(case: Case) -> Iterator[Change]:
    """Code dementia beside Alzheimer's, Parkinson's or Lewy body disease as dementia in disease.

    Why: I.A.13 and I.A.15: the Index lists these diseases under Dementia, with.
    What it does not do: vascular dementia (F01) stays what it is.
    """
    for cause in case.starting(*_CAUSES):
        for dementia in case.starting("F03"):
            ending = dementia.code[_ENDING:]
            code = "F02" + ("8" + ending[1:] if ending.startswith("9") else ending)
            if case.book.is_billable(code):
                yield Replace(dementia.code, code, cause.evidence)
                yield Before(cause.code, code)


_FEATURES = (
    (("agitation", "agitated", "aggressive", "aggression", "combative", "violent"), "11"),
    (("behavioral", "behavioural", "wandering", "sundowning", "disinhibition"), "18"),
    (("psychotic", "psychosis", "hallucinations", "delusions", "delusional", "paranoia"), "2"),
    (("mood", "depression", "depressed", "apathy", "anhedonia"), "3"),
    (("anxiety", "anxious"), "4"),
)
_SYMPTOMS = {
    "11": ("R451", "R456"),
    "2": ("R44", "F22", "F29"),
    "3": ("F32A", "R453"),
    "4": ("F419",),
}
_SEVERITIES = {"mild": "A", "moderate": "B", "severe": "C"}
_UNSTATED = {"F01": "5", "F02": "8", "F03": "9"}


def detail_changes(case: Case) -> Iterator[Change]:
    """Code the severity of a dementia and the disturbance that goes with it.

    What it does: the words of the sentence give severity and disturbance; dementia in Alzheimer
    disease brings that disease with it, first.
    Why: I.C.5.d: the highest severity documented; I.A.13.
    What it does not do: a disturbance that the sentence excludes with `without` is none.
    """
    for dementia in case.starting("F01", "F02", "F03"):
        category = dementia.code[:3]
        words = [word.word for word in case.line(dementia.line).words]
        excluded = {
            after
            for place, word in enumerate(words)
            if word == "without"
            for after in words[place:]
        }
        said = set(words) - excluded
        severity = next((sign for word, sign in _SEVERITIES.items() if word in said), None)
        feature = next((sign for wanted, sign in _FEATURES if said.intersection(wanted)), "0")
        code = category + (severity or _UNSTATED[category]) + feature
        if (severity or feature != "0") and case.book.is_billable(code):
            yield Replace(dementia.code, code)
            yield from _held(case, dementia, feature)
            for cause in case.starting(*_CAUSES):
                if category == "F02":
                    yield Before(cause.code, code)
        else:
            code = dementia.code
        if any(word.startswith("alzheimer") for word in words) and not case.has("G30"):
            yield add_beside(dementia, "G309", after=False)
            yield Before("G309", code)


def _held(case: Case, dementia: Candidate, feature: str) -> Iterator[Change]:
    """The symptom that the code of the dementia names already, where it stands in the sentence."""
    for symptom in case.starting(*_SYMPTOMS.get(feature, ())):
        if symptom.line == dementia.line:
            yield Drop(symptom.code)


DETAIL = Rule("dementia-detail", "I.C.5.d", detail_changes)
RULE = Rule("dementia-in-disease", "I.A.13; I.A.15", changes)
