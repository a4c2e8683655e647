"""Two invented encounters that lack nothing: one professional, one inpatient."""

from datetime import date
from decimal import Decimal

import pytest

from codeward.model import (
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Procedure,
    ServiceLine,
    Setting,
    System,
)
from tests.unit.claims.examples import DOCTOR, HOSPITAL, PATIENT, PAYER


@pytest.fixture
def visit() -> Encounter:
    return Encounter(
        encounter_id="V-1",
        setting=Setting.PROFESSIONAL,
        patient=PATIENT,
        payer=PAYER,
        service_date=date(2026, 1, 15),
        diagnoses=(
            Diagnosis(code="E11.22", role=DiagnosisRole.PRINCIPAL, sequence=1),
            Diagnosis(code="N18.32", sequence=2),
        ),
        service_lines=(
            ServiceLine(
                system=System.CPT,
                code="99214",
                modifiers=("25",),
                charge=Decimal("185.50"),
                diagnosis_pointers=(1, 2),
                place_of_service="11",
            ),
            ServiceLine(
                system=System.HCPCS,
                code="J0696",
                units=Decimal(4),
                charge=Decimal("20.00"),
                diagnosis_pointers=(1,),
                place_of_service="11",
            ),
        ),
        billing_provider=HOSPITAL,
        rendering_provider=DOCTOR,
    )


@pytest.fixture
def stay() -> Encounter:
    return Encounter(
        encounter_id="S-1",
        setting=Setting.INPATIENT,
        patient=PATIENT,
        payer=PAYER,
        admit_date=date(2026, 1, 10),
        discharge_date=date(2026, 1, 14),
        discharge_status="01",
        type_of_bill="0111",
        diagnoses=(
            Diagnosis(code="S72.001A", role=DiagnosisRole.PRINCIPAL, sequence=1, poa="Y"),
            Diagnosis(code="R07.9", role=DiagnosisRole.ADMITTING),
            Diagnosis(code="E11.9", sequence=2, poa="Y"),
            Diagnosis(code="Z79.4", sequence=3),
            Diagnosis(code="W01.0XXA", sequence=4, poa="Y"),
        ),
        procedures=(
            Procedure(code="0SR90J9", date=date(2026, 1, 11)),
            Procedure(code="30233N1", date=date(2026, 1, 12)),
        ),
        service_lines=(
            ServiceLine(revenue_code="0120", units=Decimal(4), charge=Decimal(8000)),
            ServiceLine(revenue_code="0360", charge=Decimal("26700.25")),
        ),
        billing_provider=HOSPITAL,
        attending_provider=DOCTOR,
    )
