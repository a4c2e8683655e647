"""The encounter: who was seen, where, when, what was written down and what was coded.

The fields and their names are the JSON contract of every `ENCOUNTER.json`
(`docs/reference/schemas/encounter.schema.json`). Reading is strict: an unknown or missing field, a
wrong type and an impossible date are refused with the path of the field.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from codeward.model.claim_details import Adjudication, Certificate, ClaimDetails, Drug
from codeward.model.facts import Address, Fact, Party, Patient, Payer, Sex, Subscriber
from codeward.model.system import System, undotted

__all__ = [
    "Address",
    "Diagnosis",
    "DiagnosisRole",
    "Document",
    "Encounter",
    "Party",
    "Patient",
    "Payer",
    "PresentOnAdmission",
    "Procedure",
    "ServiceLine",
    "Setting",
    "Sex",
    "Subscriber",
]

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
Hour = Annotated[int, msgspec.Meta(ge=0, le=23)]
PresentOnAdmission = Literal["Y", "N", "U", "W"]


class Setting(StrEnum):
    """Where the encounter took place, as far as coding rules differ."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    PROFESSIONAL = "professional"


class DiagnosisRole(StrEnum):
    """What a diagnosis is to the encounter."""

    PRINCIPAL = "principal"
    SECONDARY = "secondary"
    ADMITTING = "admitting"
    REASON_FOR_VISIT = "reason_for_visit"


class Document(Fact, frozen=True, kw_only=True):
    """One piece of clinical documentation, exactly as it was received."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    text: str
    type: str | None = None
    date: dt.date | None = None
    author: str | None = None


class Diagnosis(Fact, frozen=True, kw_only=True):
    """A diagnosis code that a person assigned."""

    code: Code
    sequence: Annotated[int, msgspec.Meta(ge=1)] | None = None
    role: DiagnosisRole = DiagnosisRole.SECONDARY
    poa: PresentOnAdmission | None = None

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "code", undotted(self.code))


class Procedure(Fact, frozen=True, kw_only=True):
    """An ICD-10-PCS procedure of an inpatient stay."""

    code: Code
    date: dt.date | None = None

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "code", undotted(self.code))


class ServiceLine(Fact, frozen=True, kw_only=True):
    """A billed service. `diagnosis_pointers` count the diagnoses in their sequence, from 1.

    `description` says what a code for the not otherwise classified means; `tooth` and `surfaces`
    belong to dental services, `adjudications` to claims that another payer has decided.
    """

    system: System | None = None
    code: Code | None = None
    modifiers: tuple[str, ...] = ()
    units: Decimal = Decimal(1)
    charge: Decimal | None = None
    service_date: dt.date | None = None
    diagnosis_pointers: tuple[Annotated[int, msgspec.Meta(ge=1)], ...] = ()
    revenue_code: str | None = None
    place_of_service: str | None = None
    description: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    drug: Drug | None = None
    certificate: Certificate | None = None
    tooth: str | None = None
    surfaces: tuple[str, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()

    def __post_init__(self) -> None:
        if self.code is not None:
            msgspec.structs.force_setattr(self, "code", undotted(self.code))


class Encounter(Fact, frozen=True, kw_only=True):
    """One contact of a patient with a provider, from admission or arrival to its end.

    `patient` must be given; null says that the person is unknown, as with a bare note. Then edits
    by age and sex do not run, and neither grouping nor a claim is possible.
    """

    encounter_id: Annotated[str, msgspec.Meta(min_length=1)]
    setting: Setting
    patient: Patient | None
    payer: Payer | None = None
    service_date: dt.date | None = None
    admit_date: dt.date | None = None
    discharge_date: dt.date | None = None
    discharge_status: str | None = None
    admission_type: str | None = None
    admission_source: str | None = None
    admission_hour: Hour | None = None
    discharge_hour: Hour | None = None
    type_of_bill: str | None = None
    documents: tuple[Document, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    service_lines: tuple[ServiceLine, ...] = ()
    billing_provider: Party | None = None
    rendering_provider: Party | None = None
    attending_provider: Party | None = None
    service_facility: Party | None = None
    claim: ClaimDetails = ClaimDetails()

    def __post_init__(self) -> None:
        if self.admit_date and self.discharge_date and self.discharge_date < self.admit_date:
            raise ValueError("discharge_date lies before admit_date")
        begin = self.admit_date or self.service_date
        if begin and self.patient and self.patient.birth_date > begin:
            raise ValueError("patient.birth_date lies after the encounter began")
        _refuse_repeats("documents", "id", (document.id for document in self.documents))

    @property
    def governing_date(self) -> dt.date | None:
        """The day that picks the medical code sets: discharge for inpatients, else the service.

        None where the encounter carries no date at all. (ICD-10-CM Official Guidelines, cover
        page: effective by date of discharge or encounter; 45 CFR 162.1000.)
        """
        if self.setting is Setting.INPATIENT:
            return self.discharge_date or self.service_date or self.admit_date
        line_dates = [line.service_date for line in self.service_lines if line.service_date]
        earliest_line = min(line_dates, default=None)
        return self.service_date or earliest_line or self.admit_date or self._first_document_date

    @property
    def _first_document_date(self) -> dt.date | None:
        return min((doc.date for doc in self.documents if doc.date), default=None)

    @property
    def principal(self) -> Diagnosis | None:
        """The principal (inpatient) or first-listed diagnosis, None where nothing is coded."""
        coded = self.coded_diagnoses
        return coded[0] if coded else None

    @property
    def coded_diagnoses(self) -> tuple[Diagnosis, ...]:
        """Principal first, then secondaries in sequence; admitting and visit reasons left out."""
        kept = [dx for dx in self.diagnoses if dx.role in _CODED_ROLES]
        return tuple(sorted(kept, key=_claim_order))

    def age_on(self, day: dt.date) -> int | None:
        """The patient's age in completed years on `day`; None where the patient is unknown."""
        if self.patient is None:
            return None
        born = self.patient.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def with_codes(
        self, diagnoses: tuple[Diagnosis, ...], procedures: tuple[Procedure, ...]
    ) -> "Encounter":
        """The same encounter with other diagnoses and procedures."""
        return msgspec.structs.replace(self, diagnoses=diagnoses, procedures=procedures)


_CODED_ROLES = frozenset({DiagnosisRole.PRINCIPAL, DiagnosisRole.SECONDARY})
_LAST = 10**6


def _claim_order(diagnosis: Diagnosis) -> tuple[bool, int]:
    return (diagnosis.role is not DiagnosisRole.PRINCIPAL, diagnosis.sequence or _LAST)


def _refuse_repeats(field: str, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            raise ValueError(f"{field}[{number}].{key} repeats an earlier one")
        seen.add(value)
