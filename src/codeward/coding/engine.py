"""Suggestions: what was read, the codes it supports, the rules, the order, the queries."""

from functools import lru_cache

import msgspec

from codeward.codesets import CodeSet, Releases
from codeward.codesets.lexicon import Lexicon
from codeward.coding import evaluation_and_management
from codeward.coding.book import Book, Pages
from codeward.coding.candidates import candidates
from codeward.coding.case import Candidate, Case
from codeward.coding.endings import completed
from codeward.coding.hcpcs import hcpcs
from codeward.coding.mentions import read_mentions
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

LEXICON = "lexicon"
"""Name of the artefact of an ICD-10-CM release that holds its lexicon."""

_OPEN_RELEASES = 8


class Suggestions(msgspec.Struct, frozen=True):
    """What the engine proposes for an encounter and what it would ask the provider."""

    suggestions: tuple[Suggestion, ...]
    queries: tuple[QueryDraft, ...]
    findings: tuple[Finding, ...] = ()
    evaluation_and_management: EvaluationAndManagement | None = None


def suggest(chart: Chart, encounter: Encounter, on: Releases) -> Suggestions:
    """Suggest codes for a chart, each with its evidence and its path.

    Deterministic: the same chart under the same releases gives the same suggestions.

    Raises:
        NoReleaseError: no ICD-10-CM release covers the day.
    """
    code_set = on.icd10cm
    book = _book(code_set)
    reading = read_mentions(chart, _lexicon(code_set))
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


def _book(code_set: CodeSet) -> Book:
    return Book(code_set, _pages(code_set.id.sha256))


@lru_cache(maxsize=_OPEN_RELEASES)
def _pages(_sha256: str) -> Pages:
    """The pages read so far of the release with that hash; equal hashes hold equal pages."""
    return Pages()


def _lexicon(code_set: CodeSet) -> Lexicon | None:
    artefact = code_set.blob(LEXICON)
    return _opened(code_set.id.sha256, artefact) if artefact is not None else None


_lexicons: dict[str, Lexicon] = {}


def _opened(sha256: str, artefact: bytes) -> Lexicon:
    """The lexicon of a release, opened once."""
    if sha256 not in _lexicons:
        if len(_lexicons) >= _OPEN_RELEASES:
            _lexicons.clear()
        _lexicons[sha256] = Lexicon(artefact)
    return _lexicons[sha256]
