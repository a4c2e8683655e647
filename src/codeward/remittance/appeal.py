"""The appeal packet: everything that speaks for a refused claim, gathered and held against itself.

Only what the appeal rests on goes in: quotes with their place, never whole documents (minimum
necessary, 45 CFR 164.502(b)). What is not verbatim, or belongs to another claim, is refused.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec

from codeward.model import (
    CodewardError,
    Decision,
    DecisionRecord,
    Encounter,
    EvidenceSpan,
    Finding,
    Grouping,
    ReleaseId,
    Suggestion,
    System,
)
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.model.query import QueryDraft
from codeward.model.suggestion import PathStep
from codeward.remittance.appealed_claim import AppealedClaim, appealed_claim
from codeward.remittance.denials import FILING_DAYS, Denial
from codeward.remittance.posting import Outcome, Posted


class AppealError(CodewardError):
    """A packet that must not be made; no value of a claim is in the text."""


class AnsweredQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query that was sent to a provider, and what came back.

    Attributes:
        query: As it was sent.
        sent: When.
        by: Who sent it.
        answer: What the provider answered; empty while it is open.
        answered: When; None while it is open.
        provider: Who answered.
    """

    query: QueryDraft
    sent: datetime
    by: str
    answer: str = ""
    answered: datetime | None = None
    provider: str = ""


class AppealedCode(msgspec.Struct, frozen=True):
    """A code of the claim, and why it is there.

    Attributes:
        system: Code system.
        code: Undotted code.
        title: Official title, empty where the installation has none.
        role: `principal`, `secondary`, `procedure` or `service line N`.
        poa: Present on admission, None where none is reported.
        denied: Whether the payer refused this code or its line.
        decision: Who put it there, when and why; None where no record of it was given.
        evidence: What the documentation says for it, of the decision and of the engine.
        path: The way from the text to the code; empty where no way was found.
        guideline: Section of the Official Guidelines, None where none decided.
    """

    system: System
    code: str
    title: str
    role: str
    poa: str | None
    denied: bool
    decision: Decision | None
    evidence: tuple[EvidenceSpan, ...]
    path: tuple[PathStep, ...]
    guideline: str | None


class Signature(msgspec.Struct, frozen=True):
    """A person who answers for codes of the claim: how many, from when to when."""

    by: str
    codes: int
    first: datetime
    last: datetime


class AppealCase(msgspec.Struct, frozen=True, kw_only=True):
    """What a packet is made from.

    Attributes:
        encounter: The encounter of the claim, with its documents.
        record: Who decided its codes.
        record_bytes: The record as it is stored, for its hash.
        posted: What the payer did to the claim.
        denials: What was refused of it.
        suggestions: What the documentation supports, as the engine reads it.
        findings: What the edits say of the claim.
        visit: Level of a visit, None where there is none.
        grouping: MS-DRG of a stay, None where there is none.
        releases: Releases under which suggestions, findings and grouping were made.
        queries: Queries about the encounter.
        titles: Official titles by code.
        labels: Labels on the claim; any forbids the packet.
        by: Who prepares the packet.
        on: The day of the packet.
    """

    encounter: Encounter
    record: DecisionRecord
    record_bytes: bytes
    posted: Posted
    denials: tuple[Denial, ...]
    suggestions: tuple[Suggestion, ...] = ()
    findings: tuple[Finding, ...] = ()
    visit: EvaluationAndManagement | None = None
    grouping: Grouping | None = None
    releases: Mapping[str, ReleaseId] = {}
    queries: tuple[AnsweredQuery, ...] = ()
    titles: Mapping[str, str] = {}
    labels: tuple[str, ...] = ()
    by: str
    on: date


class AppealPacket(msgspec.Struct, frozen=True):
    """What goes to the payer, as JSON and as PDF.

    Attributes:
        claim: The claim as it was billed and as it was paid.
        denials: What was refused, why, back to decision and edits, with the days to act by.
        days_left: Days until the first deadline of an appeal; below 0 where it has passed.
        codes: Each code with its decision, evidence and guideline; refused ones first.
        guidelines: Sections of the Official Guidelines that the codes rest on.
        visit: Level of a visit and what counts for it.
        grouping: The DRG and what each code did to it.
        queries: Queries to providers and their answers.
        signatures: Who decided the codes.
        record_sha256: Hash of the decision record.
        engine: Engine and grouper under which the codes were decided.
        releases: Releases of code sets under which the codes were decided.
        replayed: Whether evidence and grouping were made under these same releases.
        prepared_by: Who prepared the packet.
        prepared_on: The day of the packet.
    """

    claim: AppealedClaim
    denials: tuple[Denial, ...]
    days_left: int
    codes: tuple[AppealedCode, ...]
    guidelines: tuple[str, ...]
    visit: EvaluationAndManagement | None
    grouping: Grouping | None
    queries: tuple[AnsweredQuery, ...]
    signatures: tuple[Signature, ...]
    record_sha256: str
    engine: str
    releases: Mapping[str, ReleaseId]
    replayed: bool
    prepared_by: str
    prepared_on: date

    @property
    def disputed(self) -> Decimal:
        """The refused money."""
        return sum((cause.amount for one in self.denials for cause in one.causes), Decimal(0))


def appeal_packet(case: AppealCase) -> AppealPacket:
    """The packet of one claim.

    Raises:
        AppealError: nothing was refused, the record or a payment belongs to another encounter, a
            quote is not in its document, or a label forbids to tell the plan.
    """
    _refuse_what_is_not_ours(case)
    codes = tuple(_codes(case))
    _refuse_what_is_not_verbatim(case, codes)
    guidelines = dict.fromkeys(one.guideline for one in codes if one.guideline)
    claim = appealed_claim(case.encounter, case.posted)
    return AppealPacket(
        claim=claim,
        denials=tuple(_dated(one, claim.first_day) for one in case.denials),
        days_left=min((one.appeal_by - case.on).days for one in case.denials),
        codes=tuple(sorted(codes, key=lambda one: not one.denied)),
        guidelines=tuple(guidelines),
        visit=case.visit,
        grouping=case.grouping,
        queries=case.queries,
        signatures=tuple(_signatures(case.record.decisions)),
        record_sha256=hashlib.sha256(case.record_bytes).hexdigest(),
        engine=case.record.engine,
        releases=case.record.releases,
        replayed=dict(case.releases) == dict(case.record.releases),
        prepared_by=case.by,
        prepared_on=case.on,
    )


def _dated(denial: Denial, first_day: date | None) -> Denial:
    """A remittance need not date the lines of a stay; the encounter does."""
    if denial.refile_by is not None or first_day is None:
        return denial
    return msgspec.structs.replace(denial, refile_by=first_day + timedelta(days=FILING_DAYS))


def _refuse_what_is_not_ours(case: AppealCase) -> None:
    number = case.encounter.encounter_id
    if case.labels:
        raise AppealError(
            f"the claim is labelled {', '.join(sorted(case.labels))}: nothing of it may be told to "
            "the plan (45 CFR 164.522(a)(1)(vi), 164.508(a)(2)); there is no override"
        )
    if case.record.encounter_id != number or case.posted.claim_id != number:
        raise AppealError("the encounter, the decision record and the payment are not of one claim")
    if not case.denials:
        raise AppealError("the payer refused nothing of this claim; there is nothing to appeal")
    if any(one.claim_id != number for one in case.denials):
        raise AppealError("a denial of another claim does not belong into this packet")


def _refuse_what_is_not_verbatim(case: AppealCase, codes: Iterable[AppealedCode]) -> None:
    texts = {one.id: one.text for one in case.encounter.documents}
    spans = [span for one in codes for span in one.evidence]
    spans += [span for one in case.queries for span in one.query.indicators]
    for span in spans:
        if texts.get(span.document, "")[span.start : span.end] != span.text or not span.text:
            raise AppealError(
                "a quote is not in its document at the place that it names; the encounter file is "
                "not the one that was coded"
            )


def _codes(case: AppealCase) -> Iterator[AppealedCode]:
    encounter = case.encounter
    lines = {one.line for one in case.denials if one.line is not None}
    denied = case.posted.outcome is Outcome.DENIED
    whole = denied or any(one.line is None for one in case.denials)
    pointed = {
        place
        for number in lines
        if number <= len(encounter.service_lines)
        for place in encounter.service_lines[number - 1].diagnosis_pointers
    }
    for place, diagnosis in enumerate(encounter.coded_diagnoses, start=1):
        role = (diagnosis.role.value, diagnosis.poa)
        refused = whole or place in pointed
        yield _code(case, (System.ICD10CM, diagnosis.code), role, denied=refused)
    for procedure in encounter.procedures:
        yield _code(case, (System.ICD10PCS, procedure.code), ("procedure", None), denied=whole)
    for number, line in enumerate(encounter.service_lines, start=1):
        if line.code and line.system:
            role = (f"service line {number}", None)
            yield _code(case, (line.system, line.code), role, denied=whole or number in lines)


def _code(
    case: AppealCase, key: tuple[System, str], role: tuple[str, str | None], *, denied: bool
) -> AppealedCode:
    decision = next((one for one in case.record.decisions if (one.system, one.code) == key), None)
    support = next((one for one in case.suggestions if (one.system, one.code) == key), None)
    quoted = dict.fromkeys((*(decision.evidence if decision else ()),
                            *(support.evidence if support else ()),
                            *_of_visit(case.visit, key[1])))  # fmt: skip
    title = case.titles.get(key[1], "") or (support.title if support else "")
    return AppealedCode(
        system=key[0],
        code=key[1],
        title=title,
        role=role[0],
        poa=role[1],
        denied=denied,
        decision=decision,
        evidence=tuple(quoted),
        path=support.path if support else (),
        guideline=support.guideline if support else None,
    )


def _of_visit(visit: EvaluationAndManagement | None, code: str) -> Iterator[EvidenceSpan]:
    """What counts for the level of a visit is the evidence of its code."""
    if visit is None or visit.billed != code:
        return
    for element in visit.elements:
        for reason in element.reasons:
            yield from reason.evidence
    yield from visit.time_evidence


def _signatures(decisions: Iterable[Decision]) -> Iterator[Signature]:
    by_person: dict[str, list[datetime]] = {}
    for one in decisions:
        by_person.setdefault(one.by, []).append(one.at)
    for person, times in sorted(by_person.items()):
        yield Signature(person, len(times), min(times), max(times))
