"""Claims with more than codes: replacements, other payers, transports, equipment, drugs, teeth."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from codeward.claims import Claim, ControlNumbers, Refusal, build
from codeward.model import (
    Accident,
    Adjudication,
    Adjustment,
    Answer,
    Attachment,
    Certificate,
    ClaimDetails,
    Drug,
    Encounter,
    OtherPayer,
    Payer,
    ServiceLine,
    System,
    Transport,
)
from tests.unit.claims.examples import ADDRESS, CLINIC, CREATED, DOCTOR, SURGEON, final

CONTROL = ControlNumbers(interchange=42)
FIRST_PLAN = Payer(name="First Plan", payer_id="88801", member_id="G77", filing_indicator="CI")


def changed(encounter: Encounter, **fields: object) -> Encounter:
    return msgspec.structs.replace(encounter, **fields)


def lines(encounter: Encounter) -> list[str]:
    claim = build(final(encounter), None, CONTROL, CREATED)
    assert isinstance(claim, Claim), claim
    return claim.text.splitlines()


def refused(encounter: Encounter) -> set[str]:
    outcome = build(final(encounter), None, CONTROL, CREATED)
    assert isinstance(outcome, Refusal)
    return {one.edit for one in outcome.findings}


def test_a_replacement_names_the_claim_that_it_replaces(visit: Encounter) -> None:
    details = ClaimDetails(frequency="7", original_reference="PAYER123")
    told = lines(changed(visit, claim=details))
    assert "CLM*V-1*205.5***11:B:7*Y*A*Y*Y~" in told
    assert "REF*F8*PAYER123~" in told
    assert refused(changed(visit, claim=ClaimDetails(frequency="8"))) == {"CLM093"}


def test_a_void_of_a_stay(stay: Encounter) -> None:
    details = ClaimDetails(frequency="8", original_reference="PAYER123", note="ENTERED IN ERROR")
    told = lines(changed(stay, claim=details))
    assert "CLM*S-1*34700.25***11:A:8**A*Y*Y~" in told
    assert "NTE*ADD*ENTERED IN ERROR~" in told


def test_providers_of_a_stay(stay: Encounter) -> None:
    details = ClaimDetails(operating_provider=SURGEON, referring_provider=DOCTOR)
    told = lines(changed(stay, claim=details))
    assert "NM1*72*1*Abara*Ife****XX*2068403882~" in told
    assert "NM1*DN*1*Okonjo*Adaeze****XX*2542143047~" in told


def test_a_stay_elsewhere_under_another_hand_names_both(stay: Encounter) -> None:
    told = lines(changed(stay, rendering_provider=SURGEON, service_facility=CLINIC))
    named = told.index("NM1*82*1*Abara*Ife****XX*2068403882~")
    assert told[named + 1 : named + 4] == [
        "NM1*77*2*Clinic*****XX*2068403882~", "N3*9 Mill Race~",
        "N4*Larkmoor*VT*059990009~",
    ]  # fmt: skip
    alone = lines(changed(stay, rendering_provider=DOCTOR))
    assert not any(one.startswith("NM1*82") for one in alone)


def test_an_accident_has_its_day_and_a_car_its_state(visit: Encounter) -> None:
    accident = Accident(kind="AA", date=date(2026, 1, 14), state="VT")
    told = lines(changed(visit, claim=ClaimDetails(accident=accident)))
    assert "CLM*V-1*205.5***11:B:1*Y*A*Y*Y**AA:::VT~" in told
    assert "DTP*439*D8*20260114~" in told
    stateless = msgspec.structs.replace(accident, state=None)
    assert refused(changed(visit, claim=ClaimDetails(accident=stateless))) == {"CLM091"}


def test_references_attachments_and_providers(visit: Encounter) -> None:
    details = ClaimDetails(
        referral_number="R7",
        prior_authorization="A9",
        laboratory_number="11D2030122",
        attachments=(Attachment(report_type="OZ", transmission="EL", control_number="ATT1"),),
        referring_provider=DOCTOR,
        supervising_provider=DOCTOR,
    )
    told = lines(changed(visit, claim=details))
    assert [one for one in told if one.startswith(("PWK", "REF", "NM1*D"))] == [
        "REF*EI*890010001~",
        "PWK*OZ*EL***AC*ATT1~",
        "REF*9F*R7~",
        "REF*G1*A9~",
        "REF*X4*11D2030122~",
        "NM1*DN*1*Okonjo*Adaeze****XX*2542143047~",
        "NM1*DQ*1*Okonjo*Adaeze****XX*2542143047~",
        "REF*6R*1~",
        "REF*6R*2~",
    ]


def test_another_payer_has_decided_the_lines(visit: Encounter) -> None:
    coinsurance = Adjustment(group="PR", reason="2", amount=Decimal("37.10"))
    discount = Adjustment(group="CO", reason="45", amount=Decimal(10))
    decided = Adjudication(
        payer_id="88801",
        paid=Decimal("138.40"),
        paid_on=date(2026, 1, 18),
        adjustments=(coinsurance, discount),
    )
    in_full = Adjudication(payer_id="88801", paid=Decimal(20), paid_on=date(2026, 1, 18))
    first, second = visit.service_lines
    details = ClaimDetails(
        responsibility="S",
        secondary_reason="12",
        other_payers=(
            OtherPayer(
                payer=FIRST_PLAN,
                responsibility="P",
                paid=Decimal("158.40"),
                claim_number="ICN1",
            ),
        ),
    )
    told = lines(
        changed(
            visit,
            claim=details,
            service_lines=(
                msgspec.structs.replace(first, adjudications=(decided,)),
                msgspec.structs.replace(second, adjudications=(in_full,)),
            ),
        )
    )
    assert "SBR*S*18***12****MB~" in told
    begin = told.index("SBR*P*18*******CI~")
    assert told[begin + 1 : begin + 6] == [
        "AMT*D*158.4~",
        "OI***Y***Y~",
        "NM1*IL*1*Quist*Abelard****MI*G77~",
        "NM1*PR*2*First Plan*****PI*88801~",
        "REF*F8*ICN1~",
    ]
    begin = told.index("SVD*88801*138.4*HC:99214:25**1~")
    assert told[begin + 1 : begin + 4] == [
        "CAS*CO*45*10~",
        "CAS*PR*2*37.1~",
        "DTP*573*D8*20260118~",
    ]


def test_an_adjudication_must_name_another_payer(visit: Encounter) -> None:
    stray = Adjudication(payer_id="77701", paid=Decimal(1), paid_on=date(2026, 1, 18))
    line = msgspec.structs.replace(visit.service_lines[0], adjudications=(stray,))
    assert refused(changed(visit, service_lines=(line,))) == {"CLM092"}


def test_a_drug_has_its_national_code(visit: Encounter, stay: Encounter) -> None:
    drug = Drug(ndc="00004196401", quantity=Decimal("1.5"), unit="ML")
    line = msgspec.structs.replace(visit.service_lines[1], drug=drug)
    told = lines(changed(visit, service_lines=(line,)))
    assert told[told.index("LIN**N4*00004196401~") + 1] == "CTP****1.5*ML~"
    pharmacy = ServiceLine(revenue_code="0250", charge=Decimal("34700.25"), drug=drug)
    assert "LIN**N4*00004196401~" in lines(changed(stay, service_lines=(pharmacy,)))


def test_an_unlisted_code_says_what_was_done(visit: Encounter) -> None:
    line = msgspec.structs.replace(
        visit.service_lines[1], code="J3490", modifiers=("JZ",), description="NEW DRUG 5 MG"
    )
    told = lines(changed(visit, service_lines=(line,)))
    assert "SV1*HC:J3490:JZ::::NEW DRUG 5 MG*20*UN*4***1~" in told


def test_an_ambulance_transport(visit: Encounter) -> None:
    transport = Transport(
        reason="A", miles=Decimal(12), pickup=ADDRESS, dropoff=ADDRESS, dropoff_name="Hospital",
        patient_pounds=Decimal(180), purpose="COULD NOT SIT",
    )  # fmt: skip
    line = ServiceLine(
        system=System.HCPCS, code="A0427", modifiers=("RH",), charge=Decimal(500),
        diagnosis_pointers=(1,), place_of_service="41",
    )  # fmt: skip
    told = lines(changed(visit, claim=ClaimDetails(transport=transport), service_lines=(line,)))
    assert "CR1*LB*180**A*DH*12****COULD NOT SIT~" in told
    assert told[told.index("NM1*45*2*Hospital~") + 1] == "N3*9 Mill Race~"
    light = msgspec.structs.replace(transport, patient_pounds=None)
    told = lines(changed(visit, claim=ClaimDetails(transport=light), service_lines=(line,)))
    assert "CR1****A*DH*12****COULD NOT SIT~" in told


def test_equipment_with_its_certificate(visit: Encounter) -> None:
    certificate = Certificate(
        kind="R", months=Decimal(99), begun=date(2026, 1, 1), certified=date(2025, 12, 20),
        form="484.03",
        answers=(
            Answer(question="4", yes=True),
            Answer(question="1A", text="056"),
            Answer(question="1C", day=date(2025, 12, 1)),
            Answer(question="5", percent=Decimal(2)),
        ),
    )  # fmt: skip
    line = ServiceLine(
        system=System.HCPCS, code="E1390", modifiers=("RR",), charge=Decimal("461.10"),
        diagnosis_pointers=(1,), place_of_service="12", certificate=certificate,
    )  # fmt: skip
    told = lines(changed(visit, service_lines=(line,)))
    begin = told.index("PWK*CT*AD~")
    assert told[begin : begin + 11] == [
        "PWK*CT*AD~", "CR3*R*MO*99~", "DTP*472*D8*20260115~", "DTP*463*D8*20260101~",
        "DTP*461*D8*20251220~", "REF*6R*1~", "LQ*UT*484.03~", "FRM*4*Y~", "FRM*1A**056~",
        "FRM*1C***20251201~", "FRM*5****2~",
    ]  # fmt: skip


def test_a_dental_claim(visit: Encounter) -> None:
    lines_ = (
        ServiceLine(
            code="D0001", charge=Decimal(150), place_of_service="11", tooth="12",
            surfaces=("L", "O"),
        ),
        ServiceLine(
            code="D0002", charge=Decimal(50), place_of_service="12",
            service_date=date(2026, 1, 16), diagnosis_pointers=(1,),
        ),
    )  # fmt: skip
    details = ClaimDetails(
        referring_provider=DOCTOR, assistant_surgeon=DOCTOR, supervising_provider=SURGEON
    )
    encounter = changed(visit, service_lines=lines_, claim=details, service_facility=CLINIC)
    told = lines(encounter)
    assert told[2] == "ST*837*0001*005010X224A2~"
    assert "SV3*AD:D0001*150****1~" in told
    assert "TOO*JP*12*L:O~" in told
    assert "SV3*AD:D0002*50*12***1*****1~" in told
    assert "DTP*472*D8*20260116~" in told
    assert "NM1*DD*1*Okonjo*Adaeze****XX*2542143047~" in told
    assert "NM1*DQ*1*Abara*Ife****XX*2068403882~" in told
    assert not any(one.startswith("HI") for one in lines(changed(visit, service_lines=lines_[:1], diagnoses=())))  # fmt: skip


class TestTrace:
    def test_every_value_of_the_encounter_says_where_it_comes_from(self, visit: Encounter) -> None:
        claim = build(final(visit), None, CONTROL, CREATED)
        assert isinstance(claim, Claim)
        told = {(one.segment_id, one.element, one.component): one.source for one in claim.trace}
        assert told["CLM", 1, None] == "encounter_id"
        assert told["HI", 2, 2] == "diagnoses[1].code"
        assert told["SV1", 1, 2] == "service_lines[1].code"
        assert "payer.payer_id" in {one.source for one in claim.trace}
        assert told["SBR", 9, None] == "payer.filing_indicator"

    def test_no_value_stands_in_the_trace(self, stay: Encounter) -> None:
        claim = build(final(stay), None, CONTROL, CREATED)
        assert isinstance(claim, Claim)
        text = msgspec.json.encode(claim.trace).decode()
        assert "Quist" not in text
        assert "S72001A" not in text

    @pytest.mark.parametrize("kind", ["visit", "stay"])
    def test_what_the_claim_tells_of_the_person_is_traced(
        self, kind: str, request: pytest.FixtureRequest
    ) -> None:
        claim = build(final(request.getfixturevalue(kind)), None, CONTROL, CREATED)
        assert isinstance(claim, Claim)
        sources = {one.source for one in claim.trace}
        assert {"patient.last_name", "patient.birth_date", "patient.address.city"} <= sources
