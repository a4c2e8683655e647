"""The claim that an appeal is about: as it was billed, and what the payer made of it."""

from datetime import date
from decimal import Decimal

import msgspec

from codeward.model import Encounter, Party, ServiceLine
from codeward.remittance.posting import Posted


class AppealedLine(msgspec.Struct, frozen=True):
    """A billed service: `diagnoses` are the codes that it points to."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    revenue_code: str
    day: date | None
    units: Decimal
    charge: Decimal
    diagnoses: tuple[str, ...]


class AppealedClaim(msgspec.Struct, frozen=True):
    """A claim as billed and as paid.

    Attributes:
        claim_id: Our number (CLM01).
        payer_claim_number: The payer's (CLP07).
        payer: Name of the plan.
        member_id: The insured person's number there.
        patient: Last name, first name; empty where unknown.
        birth_date: Of the patient.
        provider: Name of the billing provider.
        provider_npi: Its NPI.
        first_day: Admission, or the first day of service.
        last_day: Discharge, or the last day of service.
        type_of_bill: Of an institutional claim.
        charge: What was asked for.
        paid: What was paid.
        status: CLP02.
        lines: Its service lines.
    """

    claim_id: str
    payer_claim_number: str
    payer: str
    member_id: str
    patient: str
    birth_date: date | None
    provider: str
    provider_npi: str
    first_day: date | None
    last_day: date | None
    type_of_bill: str
    charge: Decimal
    paid: Decimal
    status: str
    lines: tuple[AppealedLine, ...]


def appealed_claim(encounter: Encounter, posted: Posted) -> AppealedClaim:
    """The claim of an encounter with what the payer said of it."""
    days = [line.service_date for line in encounter.service_lines if line.service_date]
    days += [day for day in (encounter.service_date,) if day]
    patient, payer = encounter.patient, encounter.payer
    names = (patient.last_name, patient.first_name) if patient else ()
    provider = encounter.billing_provider or Party(name="")
    return AppealedClaim(
        claim_id=encounter.encounter_id,
        payer_claim_number=posted.payment.payer_claim_number,
        payer=payer.name if payer else "",
        member_id=(payer.member_id or "") if payer else "",
        patient=", ".join(name for name in names if name),
        birth_date=patient.birth_date if patient else None,
        provider=provider.name,
        provider_npi=provider.npi or "",
        first_day=encounter.admit_date or min(days, default=None),
        last_day=encounter.discharge_date or max(days, default=None),
        type_of_bill=encounter.type_of_bill or "",
        charge=posted.payment.charge,
        paid=posted.payment.paid,
        status=posted.payment.status,
        lines=tuple(
            _line(number, line, encounter)
            for number, line in enumerate(encounter.service_lines, start=1)
        ),
    )


def _line(number: int, line: ServiceLine, encounter: Encounter) -> AppealedLine:
    coded = encounter.coded_diagnoses
    return AppealedLine(
        number=number,
        code=line.code or "",
        modifiers=line.modifiers,
        revenue_code=line.revenue_code or "",
        day=line.service_date or encounter.service_date,
        units=line.units,
        charge=line.charge or Decimal(0),
        diagnoses=tuple(
            coded[place - 1].code for place in line.diagnosis_pointers if place <= len(coded)
        ),
    )
