"""Brings what was learned into a case: phrases that coders' decisions stand behind.

A learned phrase is evidence like any other: it has its place in the text, and what is negated,
hypothetical or said of the family counts for nothing. The rules of the guidelines work on it after.
"""

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.candidates import place_of
from codeward.coding.case import Candidate, Case
from codeward.coding.learning import Learned, Scored
from codeward.coding.learning.tokens import Place, Text, text_of
from codeward.model import EvidenceSpan, PathStep, System

STEP = "learned"


def with_learned(case: Case, learned: Learned, code_set: CodeSet) -> Case:
    """The case with learned phrases as candidates, and with calibrated confidence.

    A code that the engine found already keeps its evidence and takes the learned probability as
    its confidence; another is added where its phrase is affirmed.
    """
    text = text_of(case.reading, code_set, case.book)
    scored = {one.code: one for one in learned.scored(System.ICD10CM, text.lines, text.terms)}
    known = {one.code for one in case.candidates}
    calibrated = tuple(
        _calibrated(one, scored[one.code]) if one.code in scored else one for one in case.candidates
    )
    added = (
        _candidate(one, text, case)
        for code, one in scored.items()
        if code not in known and case.book.is_billable(code)
    )
    return msgspec.structs.replace(
        case, candidates=(*calibrated, *(one for one in added if one is not None))
    )


def _calibrated(candidate: Candidate, scored: Scored) -> Candidate:
    return msgspec.structs.replace(
        candidate, confidence=scored.probability, path=(*candidate.path, _step(scored))
    )


def _candidate(scored: Scored, text: Text, case: Case) -> Candidate | None:
    """A candidate where the phrase that speaks loudest is affirmed; None where it is not."""
    place = scored.places[0]
    line = case.reading.lines[place.line]
    if not line.meant(place.first, place.last).is_affirmed:
        return None
    span = _span(place, text, case)
    return Candidate(
        code=scored.code,
        evidence=(span,),
        path=(PathStep("phrase", span.text), _step(scored)),
        place=place_of(line, place.first),
        line=line.number,
        section=line.sentence.section,
        confidence=scored.probability,
    )


def _span(place: Place, text: Text, case: Case) -> EvidenceSpan:
    start, end = text.starts[place.line][place.first], text.ends[place.line][place.last - 1]
    document = text.documents[place.line]
    return EvidenceSpan(document, start, end, case.texts[document][start:end])


def _step(scored: Scored) -> PathStep:
    seen = f"seen in {scored.seen} charts, given in {scored.precision:.0%} of them"
    return PathStep(STEP, f"{seen}; probability {scored.probability:.2f}")
