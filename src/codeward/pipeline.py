"""The whole way of an encounter on one page: from what was written down to the claim.

    documents -> sections -> suggestions with evidence -> edits and DRG     (code_encounter)
    decisions of a person, each with evidence or a rationale -> final       (finalise)
    final encounter -> 837 claim, or a refusal that says why                (claim_for)
    refused claim -> packet with decisions, evidence and grouping           (appeal_for)

Every function takes what it needs and returns what it made: no clock, no files, no network.
`on` holds the releases in force on the encounter's day; their ids go into every result, so that
the same chart under the same ids gives the same bytes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from codeward import claims, coding, edits, grouping, intake, remittance, review
from codeward.claims import Claim, ControlNumbers, Refusal, Site
from codeward.codesets import Releases
from codeward.coding.learning import Learned
from codeward.coding.learning.learned import LEARNED
from codeward.coding.second_opinion import OfferedCode, Opinion, checked, with_opinion
from codeward.model import (
    Decision,
    Diagnosis,
    DiagnosisRole,
    Encounter,
    EvidenceSpan,
    FinalEncounter,
    Finding,
    Grouping,
    Procedure,
    ReleaseId,
    Setting,
    Suggestion,
    System,
)
from codeward.model.chart import Chart
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.model.query import QueryDraft
from codeward.ports import CodeChooser, InpatientEngine
from codeward.remittance import AppealCase, AppealPacket


class CodedEncounter(msgspec.Struct, frozen=True):
    """Everything that Codeward knows about an encounter before a person has decided anything."""

    encounter: Encounter
    chart: Chart
    suggestions: tuple[Suggestion, ...]
    queries: tuple[QueryDraft, ...]
    findings: tuple[Finding, ...]
    grouping: Grouping | None
    releases: dict[str, ReleaseId]
    evaluation_and_management: EvaluationAndManagement | None = None


def code_encounter(
    encounter: Encounter,
    on: Releases,
    engine: InpatientEngine,
    learned: Learned | None = None,
) -> CodedEncounter:
    """Read the documentation, suggest codes, and check and group what the suggestions would make.

    Raises:
        NoReleaseError: no installed release covers the encounter's day.
    """
    chart = intake.read(encounter.documents)  # sections, sentences, copied-forward text
    suggested = coding.suggest(chart, encounter, on, learned)  # each code with its evidence
    proposed = as_if_accepted(encounter, suggested.suggestions)
    evidence = {one.code: one.evidence for one in suggested.suggestions}
    findings, drg = check_and_group(proposed, on, engine, evidence)
    return CodedEncounter(
        encounter=encounter,
        chart=chart,
        suggestions=suggested.suggestions,
        queries=suggested.queries,
        findings=(*findings, *suggested.findings),
        grouping=drg,
        releases=dict(on.ids_for(_days(encounter, on)))
        | ({LEARNED: learned.id} if learned else {}),
        evaluation_and_management=suggested.evaluation_and_management,
    )


def with_second_opinion(
    coded: CodedEncounter, chooser: CodeChooser
) -> tuple[CodedEncounter, Opinion]:
    """What a language model says of the suggestions: only offered codes, only verbatim quotes.

    Raises:
        CodewardError: the model cannot be reached or does not answer in the agreed form.
    """
    offered = tuple(OfferedCode(one.code, one.title) for one in coded.suggestions)
    texts = {document.id: document.text for document in coded.encounter.documents}
    choices = chooser.choose(texts, offered) if offered else ()
    opinion = checked(chooser.name, choices, offered, texts)
    suggestions = with_opinion(coded.suggestions, opinion, offered)
    return msgspec.structs.replace(coded, suggestions=suggestions), opinion


def check_and_group(
    encounter: Encounter,
    on: Releases,
    engine: InpatientEngine,
    evidence: Mapping[str, tuple[EvidenceSpan, ...]] | None = None,
) -> tuple[tuple[Finding, ...], Grouping | None]:
    """What would block or weaken the claim of a coded encounter, and its MS-DRG if it has one."""
    findings = edits.check(encounter, on, evidence, engine)
    if encounter.setting is not Setting.INPATIENT:
        return findings, None
    outcome = grouping.outcome(encounter, on, engine)
    if isinstance(outcome, Grouping):
        return findings, outcome
    return (*findings, *outcome), None


def as_if_accepted(encounter: Encounter, suggestions: Iterable[Suggestion]) -> Encounter:
    """The encounter as it would stand with every suggestion accepted.

    Codes that a person has already assigned stay as they are: a suggestion never replaces a
    decision.
    """
    if encounter.diagnoses or encounter.procedures:
        return encounter
    ordered = sorted(suggestions, key=lambda suggestion: suggestion.sequence)
    diagnoses = tuple(
        Diagnosis(
            code=suggestion.code,
            sequence=place,
            role=DiagnosisRole.PRINCIPAL if place == 1 else DiagnosisRole.SECONDARY,
            poa=suggestion.poa,
        )
        for place, suggestion in enumerate(
            (one for one in ordered if one.system is System.ICD10CM), start=1
        )
    )
    procedures = tuple(
        Procedure(code=suggestion.code)
        for suggestion in ordered
        if suggestion.system is System.ICD10PCS
    )
    return encounter.with_codes(diagnoses, procedures)


def _days(encounter: Encounter, on: Releases) -> tuple[date, ...]:
    """Every day on which an edit looks something up."""
    lines = (line.service_date for line in encounter.service_lines)
    return (on.day, *(day for day in lines if day is not None))


def finalise(
    encounter: Encounter, decisions: tuple[Decision, ...], on: Releases, engine: str
) -> FinalEncounter | tuple[Finding, ...]:
    """Close an encounter on a person's decisions, or say what still forbids it."""
    findings = edits.check(encounter, on)
    ids = on.ids_for(_days(encounter, on))
    return review.finalise(encounter, decisions, findings, ids, engine)


def claim_for(
    final: FinalEncounter, site: Site | None, control: ControlNumbers, at: datetime
) -> Claim | Refusal:
    """Write the 837 of a finished encounter, or refuse with the findings that forbid it."""
    return claims.build(final, site, control, at)


def appeal_for(case: AppealCase, on: Releases, engine: InpatientEngine) -> AppealPacket:
    """What speaks for a refused claim: its decisions, and what the documentation says for each.

    Raises:
        AppealError: the packet must not be made.
    """
    number = case.encounter.encounter_id
    coded = code_encounter(case.encounter, on, engine)
    whole = msgspec.structs.replace(
        case,
        denials=remittance.with_edits(case.denials, {number: coded.findings}),
        suggestions=coded.suggestions,
        findings=coded.findings,
        visit=coded.evaluation_and_management,
        grouping=coded.grouping,
        releases=coded.releases,
        titles=_titles(case.encounter, on),
    )
    return remittance.appeal_packet(whole)


def _titles(encounter: Encounter, on: Releases) -> dict[str, str]:
    """The official titles of the codes of an encounter, as far as a release has them."""
    found = {}
    for system, code in review.coded_items(encounter):
        code_set = on.code_set(system)
        entry = code_set.entry(code) if code_set else None
        if entry is not None and entry.title:
            found[code] = entry.title
    return found
