"""Closes an encounter on a person's decisions, or says what still forbids it.

The evidence contract is held here: no code is final without an evidence span or a typed rationale.
"""

from collections.abc import Iterable, Iterator, Mapping

from codeward.model import (
    Decision,
    DecisionRecord,
    Encounter,
    FinalEncounter,
    Finding,
    ReleaseId,
    Severity,
    System,
    Verdict,
)

AUTHORITY = "Codeward evidence contract: every final code has evidence or a rationale"
_KEPT = frozenset({Verdict.ACCEPTED, Verdict.ADDED})
CodedItem = tuple[System, str]


def finalise(
    encounter: Encounter,
    decisions: tuple[Decision, ...],
    findings: Iterable[Finding],
    releases: Mapping[str, ReleaseId],
    engine: str,
) -> FinalEncounter | tuple[Finding, ...]:
    """The final encounter with its record, or the findings that forbid it.

    Args:
        encounter: With the codes as the person wants them.
        decisions: In the order in which they were made; the last one on a code holds.
        findings: What the edits found on this very encounter.
        releases: Ids of the code-set releases that the decisions rest on, by system.
        engine: Version of Codeward and of the grouper, for replay.

    Returns:
        Refusals are the `reject` findings of the edits and those of this stage: REV001 a code
        without a decision, REV002 a code that was decided against, REV003 evidence that does not
        stand in the documents, REV004 no principal diagnosis, REV005 an accepted code that is not
        on the encounter, REV006 no release id.
    """
    blocking = (
        *(found for found in findings if found.severity is Severity.REJECT),
        *_of_codes(encounter, decisions),
        *_of_evidence(encounter, decisions),
        *_of_record(encounter, releases),
    )
    if blocking:
        return blocking
    record = DecisionRecord(
        encounter_id=encounter.encounter_id,
        decisions=decisions,
        releases=dict(sorted(releases.items())),
        engine=engine,
    )
    return FinalEncounter(encounter, record)


def coded_items(encounter: Encounter) -> tuple[CodedItem, ...]:
    """Every distinct code of the encounter that needs a decision, with its system."""
    diagnoses = ((System.ICD10CM, dx.code) for dx in encounter.diagnoses)
    procedures = ((System.ICD10PCS, px.code) for px in encounter.procedures)
    services = (
        (line.system or _system_by_form(line.code), line.code)
        for line in encounter.service_lines
        if line.code is not None
    )
    return tuple(dict.fromkeys((*diagnoses, *procedures, *services)))


def _system_by_form(code: str) -> System:
    """HCPCS codes begin with a letter, CPT codes with a digit."""
    return System.HCPCS if code[0].isalpha() else System.CPT


def _of_codes(encounter: Encounter, decisions: tuple[Decision, ...]) -> Iterator[Finding]:
    last = {(decision.system, decision.code): decision for decision in decisions}
    items = coded_items(encounter)
    for system, code in items:
        decision = last.get((system, code))
        if decision is None:
            yield _finding("REV001", f"No decision was made on {code}.", code, "Decide on it.")
        elif decision.verdict not in _KEPT:
            yield _finding("REV002", f"{code} was decided against.", code, "Remove the code.")
    for (system, code), decision in last.items():
        if decision.verdict in _KEPT and (system, code) not in items:
            message = f"{code} was accepted but is not on the encounter."
            yield _finding("REV005", message, code, "Add the code or decide against it.")


def _of_evidence(encounter: Encounter, decisions: tuple[Decision, ...]) -> Iterator[Finding]:
    texts = {document.id: document.text for document in encounter.documents}
    for decision in decisions:
        for span in decision.evidence:
            if texts.get(span.document, "")[span.start : span.end] != span.text or not span.text:
                message = f"Evidence of {decision.code} does not stand in the documents."
                yield _finding("REV003", message, decision.code, "Mark the evidence anew.")


def _of_record(encounter: Encounter, releases: Mapping[str, ReleaseId]) -> Iterator[Finding]:
    if encounter.principal is None:
        yield _finding(
            "REV004", "There is no principal or first-listed diagnosis.", None, "Add it."
        )
    if System.ICD10CM.value not in releases:
        message = "The decisions rest on no ICD-10-CM release."
        yield _finding("REV006", message, None, "Install the release of the encounter's day.")


def _finding(edit: str, message: str, code: str | None, way_out: str) -> Finding:
    return Finding(edit, Severity.REJECT, code, None, message, AUTHORITY, way_out=way_out)
