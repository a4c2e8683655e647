"""Invented parties that the claim tests share."""

from datetime import UTC, date, datetime

from codeward.model import (
    Address,
    DecisionRecord,
    Encounter,
    FinalEncounter,
    Party,
    Patient,
    Payer,
    Sex,
)

CREATED = datetime(2026, 1, 20, 9, 30, tzinfo=UTC)
ADDRESS = Address(line1="9 Mill Race", city="Larkmoor", state="VT", postal_code="05999-0009")
HOSPITAL = Party(
    name="Larkmoor Regional Hospital",
    npi="2341672113",
    tax_id="890010001",
    taxonomy="282N00000X",
    phone="802-555-0100",
    address=ADDRESS,
)
DOCTOR = Party(name="Okonjo", first_name="Adaeze", npi="2542143047", taxonomy="207Q00000X")
CLINIC = Party(name="Clinic", npi="2068403882", address=ADDRESS)
SURGEON = Party(name="Abara", first_name="Ife", npi="2068403882", taxonomy="208600000X")
PATIENT = Patient(
    birth_date=date(1955, 1, 30),
    sex=Sex.MALE,
    last_name="Quist",
    first_name="Abelard",
    address=ADDRESS,
)
PAYER = Payer(name="Invented Plan", payer_id="99901", member_id="INV1", filing_indicator="MB")


def final(encounter: Encounter) -> FinalEncounter:
    return FinalEncounter(encounter, DecisionRecord(encounter.encounter_id, (), {}, "test"))
