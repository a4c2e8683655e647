"""The shared vocabulary: frozen data that every stage speaks and none owns."""

from codeward.model.agreement import Agreement
from codeward.model.claim_details import (
    Accident,
    Adjudication,
    Adjustment,
    Answer,
    Attachment,
    Certificate,
    ClaimDetails,
    Drug,
    OtherPayer,
    Transport,
)
from codeward.model.decision import Decision, DecisionRecord, FinalEncounter, Rationale, Verdict
from codeward.model.encounter import (
    Address,
    Diagnosis,
    DiagnosisRole,
    Document,
    Encounter,
    Party,
    Patient,
    Payer,
    PresentOnAdmission,
    Procedure,
    ServiceLine,
    Setting,
    Sex,
    Subscriber,
)
from codeward.model.errors import (
    CodewardError,
    EncounterError,
    NoReleaseError,
    StaleReleaseError,
    UnknownCodeError,
)
from codeward.model.evidence import EvidenceSpan
from codeward.model.finding import Finding, Severity
from codeward.model.grouping import CodeEffect, Grouping
from codeward.model.release import ReleaseId
from codeward.model.span import Span
from codeward.model.suggestion import PathStep, Suggestion
from codeward.model.system import System, display_code, undotted

__all__ = [
    "Accident",
    "Address",
    "Adjudication",
    "Adjustment",
    "Agreement",
    "Answer",
    "Attachment",
    "Certificate",
    "ClaimDetails",
    "CodeEffect",
    "CodewardError",
    "Decision",
    "DecisionRecord",
    "Diagnosis",
    "DiagnosisRole",
    "Document",
    "Drug",
    "Encounter",
    "EncounterError",
    "EvidenceSpan",
    "FinalEncounter",
    "Finding",
    "Grouping",
    "NoReleaseError",
    "OtherPayer",
    "Party",
    "PathStep",
    "Patient",
    "Payer",
    "PresentOnAdmission",
    "Procedure",
    "Rationale",
    "ReleaseId",
    "ServiceLine",
    "Setting",
    "Severity",
    "Sex",
    "Span",
    "StaleReleaseError",
    "Subscriber",
    "Suggestion",
    "System",
    "Transport",
    "UnknownCodeError",
    "Verdict",
    "display_code",
    "undotted",
]
