"""An encounter with a note, the decisions on it, and a release id."""

from datetime import UTC, date, datetime

import pytest

from codeward.model import (
    Decision,
    Diagnosis,
    DiagnosisRole,
    Document,
    Encounter,
    EvidenceSpan,
    Patient,
    Procedure,
    Rationale,
    ReleaseId,
    ServiceLine,
    Setting,
    Sex,
    System,
    Verdict,
)

NOTE = "Pat. with acute on chronic HF. Hypertension."
AT = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)


@pytest.fixture
def encounter() -> Encounter:
    return Encounter(
        encounter_id="e1",
        setting=Setting.INPATIENT,
        patient=Patient(birth_date=date(1950, 3, 2), sex=Sex.FEMALE),
        discharge_date=date(2026, 5, 6),
        documents=(Document(id="note", text=NOTE),),
        diagnoses=(
            Diagnosis(code="I110", sequence=1, role=DiagnosisRole.PRINCIPAL),
            Diagnosis(code="I5023", sequence=2),
        ),
        procedures=(Procedure(code="5A1955Z"),),
        service_lines=(
            ServiceLine(system=System.HCPCS, code="G0463"),
            ServiceLine(revenue_code="0450"),
        ),
    )


@pytest.fixture
def decide():
    def make(
        code: str,
        verdict: Verdict = Verdict.ACCEPTED,
        system: System = System.ICD10CM,
        evidence: tuple[EvidenceSpan, ...] = (),
    ) -> Decision:
        rationale = None if evidence else Rationale("documented by the attending")
        return Decision(system, code, verdict, "coder-7", AT, evidence, rationale)

    return make


@pytest.fixture
def decisions(decide) -> tuple[Decision, ...]:
    return (
        decide("I110", evidence=(EvidenceSpan("note", 31, 43, "Hypertension"),)),
        decide("I5023", evidence=(EvidenceSpan("note", 10, 29, "acute on chronic HF"),)),
        decide("5A1955Z", system=System.ICD10PCS),
        decide("G0463", Verdict.ADDED, System.HCPCS),
    )


@pytest.fixture
def release_ids() -> dict[str, ReleaseId]:
    release = ReleaseId("icd10cm-2026-04", "ab" * 32, date(2026, 4, 1), date(2026, 9, 30))
    return {"ICD-10-PCS": release, "ICD-10-CM": release}
