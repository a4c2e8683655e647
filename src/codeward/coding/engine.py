"""Suggestions: what was read, the codes it supports, the rules, the order, the queries."""

import msgspec

from codeward.codesets import CodeSet, Releases
from codeward.coding import evaluation_and_management
from codeward.coding.book import Book
from codeward.coding.candidates import candidates
from codeward.coding.case import Candidate, Case
from codeward.coding.endings import completed
from codeward.coding.hcpcs import hcpcs
from codeward.coding.learned_phrases import with_learned
from codeward.coding.learning import Learned
from codeward.coding.mentions import read_mentions
from codeward.coding.opened import book_of, lexicon_of
from codeward.coding.present_on_admission import Timing, timing, timing_query
from codeward.coding.procedures import procedures
from codeward.coding.queries import drafts
from codeward.coding.rules.catalog import RULES
from codeward.coding.rules.rule import apply
from codeward.coding.sequence import sequenced
from codeward.model import Encounter, Finding, Setting, Suggestion, System
from codeward.model.chart import Chart
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.model.query import QueryDraft


class Suggestions(msgspec.Struct, frozen=True):
    """What the engine proposes for an encounter and what it would ask the provider."""

    suggestions: tuple[Suggestion, ...]
    queries: tuple[QueryDraft, ...]
    findings: tuple[Finding, ...] = ()
    evaluation_and_management: EvaluationAndManagement | None = None


def suggest(
    chart: Chart, encounter: Encounter, on: Releases, learned: Learned | None = None
) -> Suggestions:
    """Suggest codes for a chart, each with its evidence and its path.

    Deterministic: the same chart under the same releases gives the same suggestions.

    Args:
        chart: The documents with their structure.
        encounter: Setting, dates and person.
        on: The releases in force.
        learned: What was learned from decisions: it adds phrases and calibrates confidence.

    Raises:
        NoReleaseError: no ICD-10-CM release covers the day.
    """
    code_set = on.icd10cm
    book = book_of(code_set)
    reading = read_mentions(chart, lexicon_of(code_set))
    sex = encounter.patient.sex if encounter.patient else None
    texts = {document.id: document.text for document in chart.documents}
    case = Case(
        candidates=candidates(reading, book, texts, sex),
        reading=reading,
        setting=encounter.setting,
        age=encounter.age_on(on.day),
        sex=sex,
        book=book,
        texts=texts,
    )
    if learned is not None:
        case = with_learned(case, learned, code_set)
    for rule in RULES:
        case = apply(rule, case)
    finished = tuple(_finished(one, case) for one in sequenced(case))
    billable = tuple(one for one in finished if book.is_billable(one.code))
    times = [
        timing(one, case, encounter, on, principal=number == 0)
        for number, one in enumerate(billable)
    ]
    diagnoses = tuple(
        _suggestion(one, number, book, when)
        for number, (one, when) in enumerate(zip(billable, times, strict=True), start=1)
    )
    unclear = [timing_query(one) for one, when in zip(billable, times, strict=True) if when.open]
    visit = evaluation_and_management.evaluate(case, encounter)
    return Suggestions(
        suggestions=(
            *diagnoses,
            *_procedures(case, on),
            *hcpcs(case, _hcpcs_release(on)),
            *evaluation_and_management.suggestions(case, visit),
        ),
        queries=(*drafts(case, finished), *unclear),
        findings=evaluation_and_management.findings(visit),
        evaluation_and_management=visit,
    )


def _procedures(case: Case, on: Releases) -> tuple[Suggestion, ...]:
    """ICD-10-PCS is for inpatient stays only (45 CFR 162.1002)."""
    if case.setting is not Setting.INPATIENT or not on.covers(System.ICD10PCS):
        return ()
    return procedures(case, on.icd10pcs)


def _hcpcs_release(on: Releases) -> CodeSet | None:
    """The operator's HCPCS release, if one is installed and in force."""
    return on.hcpcs if on.covers(System.HCPCS) else None


def _finished(candidate: Candidate, case: Case) -> Candidate:
    code, missing = completed(candidate, case)
    needs = (*candidate.needs, missing) if missing else candidate.needs
    return msgspec.structs.replace(candidate, code=code, needs=tuple(dict.fromkeys(needs)))


def _suggestion(candidate: Candidate, sequence: int, book: Book, when: Timing) -> Suggestion:
    return Suggestion(
        system=System.ICD10CM,
        code=candidate.code,
        title=book.title(candidate.code),
        sequence=sequence,
        confidence=candidate.confidence,
        evidence=candidate.evidence,
        path=candidate.path,
        guideline=candidate.guideline,
        needs=candidate.needs,
        poa=when.indicator,
        poa_reason=when.reason,
    )
