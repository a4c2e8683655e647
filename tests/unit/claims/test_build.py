"""An encounter that lacks nothing becomes an 837; what it lacks is said and nothing is written."""

from decimal import Decimal

import msgspec
import pytest

from codeward.claims import Claim, ControlNumbers, Refusal, Site, build
from codeward.formats.x12 import Segment, read_segments
from codeward.model import (
    Address,
    DiagnosisRole,
    Encounter,
    Party,
    ServiceLine,
    Setting,
    Subscriber,
)
from tests.unit.claims.examples import ADDRESS, CLINIC, CREATED, HOSPITAL, PATIENT, PAYER, final

CONTROL = ControlNumbers(interchange=42, group=7, transaction=3)


def written(encounter: Encounter, site: Site | None = None) -> Claim:
    claim = build(final(encounter), site, CONTROL, CREATED)
    assert isinstance(claim, Claim)
    return claim


def segments(claim: Claim, *identifiers: str) -> list[Segment]:
    read = [one.segment for one in read_segments(claim.text)]
    return [one for one in read if one.id in identifiers]


def lines(claim: Claim) -> list[str]:
    return claim.text.splitlines()


def refused(encounter: Encounter, site: Site | None = None) -> set[str]:
    outcome = build(final(encounter), site, CONTROL, CREATED)
    assert isinstance(outcome, Refusal)
    return {finding.edit for finding in outcome.findings}


def changed(encounter: Encounter, **fields: object) -> Encounter:
    return msgspec.structs.replace(encounter, **fields)


class TestProfessional:
    def test_the_envelope_carries_the_given_numbers_and_time(self, visit: Encounter) -> None:
        claim = written(visit)
        isa, gs = lines(claim)[:2]
        assert len(isa) == 106
        assert isa.endswith("*260120*0930*^*00501*000000042*0*T*:~")
        assert gs == "GS*HC*2341672113*99901*20260120*0930*7*X*005010X222A1~"
        assert lines(claim)[2] == "ST*837*0003*005010X222A1~"
        assert lines(claim)[-2:] == ["GE*1*7~", "IEA*1*000000042~"]

    def test_the_set_counts_its_own_segments(self, visit: Encounter) -> None:
        told = lines(written(visit))
        begin = next(number for number, one in enumerate(told) if one.startswith("ST*"))
        end = next(number for number, one in enumerate(told) if one.startswith("SE*"))
        assert told[end] == f"SE*{end - begin + 1}*0003~"

    def test_the_total_is_the_sum_of_the_lines(self, visit: Encounter) -> None:
        claim = written(visit)
        assert claim.total == Decimal("205.50")
        assert segments(claim, "CLM")[0].element(2) == "205.5"

    def test_diagnoses_lines_and_pointers_stand_as_coded(self, visit: Encounter) -> None:
        told = lines(written(visit))
        assert "HI*ABK:E1122*ABF:N1832~" in told
        assert "SV1*HC:99214:25*185.5*UN*1***1:2~" in told
        assert "SV1*HC:J0696*20*UN*4***1~" in told
        assert told.count("DTP*472*D8*20260115~") == 2

    def test_the_patient_who_is_insured_stands_in_the_subscriber_loop(
        self, visit: Encounter
    ) -> None:
        told = lines(written(visit))
        assert "HL*2*1*22*0~" in told
        assert "SBR*P*18*******MB~" in told
        assert "NM1*IL*1*Quist*Abelard****MI*INV1~" in told
        assert "N4*Larkmoor*VT*059990009~" in told
        assert "DMG*D8*19550130*M~" in told

    def test_a_dependent_has_a_loop_of_his_own(self, visit: Encounter) -> None:
        parent = Subscriber(last_name="Quist", first_name="Una", address=ADDRESS, relationship="19")
        payer = msgspec.structs.replace(PAYER, subscriber=parent)
        told = lines(written(changed(visit, payer=payer)))
        assert "HL*2*1*22*1~" in told
        assert "SBR*P********MB~" in told
        assert "NM1*IL*1*Quist*Una****MI*INV1~" in told
        assert told[told.index("HL*3*2*23*0~") + 1] == "PAT*19~"
        assert "NM1*QC*1*Quist*Abelard~" in told

    def test_the_rendering_provider_is_named_when_he_does_not_bill(self, visit: Encounter) -> None:
        assert "NM1*82*1*Okonjo*Adaeze****XX*2542143047~" in lines(written(visit))
        alone = changed(visit, rendering_provider=HOSPITAL, service_facility=HOSPITAL)
        assert {one.element(1) for one in segments(written(alone), "NM1")} == {
            "41", "40", "85", "IL", "PR",
        }  # fmt: skip

    def test_another_place_is_named_as_facility(self, visit: Encounter) -> None:
        told = lines(written(changed(visit, service_facility=CLINIC)))
        assert "NM1*77*2*Clinic*****XX*2068403882~" in told

    def test_a_line_elsewhere_carries_its_own_place(self, visit: Encounter) -> None:
        first, second = visit.service_lines
        moved = msgspec.structs.replace(second, place_of_service="12")
        told = lines(written(changed(visit, service_lines=(first, moved))))
        assert "SV1*HC:J0696*20*UN*4*12**1~" in told

    def test_anesthesia_is_counted_in_minutes(self, visit: Encounter) -> None:
        line = msgspec.structs.replace(visit.service_lines[0], code="00810", units=Decimal(55))
        told = lines(written(changed(visit, service_lines=(line,))))
        assert "SV1*HC:00810:25*185.5*MJ*55***1:2~" in told


class TestInstitutional:
    def test_the_guide_and_the_bill_type(self, stay: Encounter) -> None:
        told = lines(written(stay))
        assert told[2] == "ST*837*0003*005010X223A2~"
        assert "CLM*S-1*34700.25***11:A:1**A*Y*Y~" in told

    def test_the_stay_is_dated(self, stay: Encounter) -> None:
        told = lines(written(stay))
        assert "DTP*434*RD8*20260110-20260114~" in told
        assert "DTP*435*D8*20260110~" in told
        assert "CL1*9*9*01~" in told

    def test_known_hours_type_and_origin_are_written(self, stay: Encounter) -> None:
        known = changed(
            stay, admission_hour=7, discharge_hour=16, admission_type="1", admission_source="1"
        )
        told = lines(written(known))
        assert "DTP*435*DT*202601100700~" in told
        assert "DTP*096*TM*1600~" in told
        assert "CL1*1*1*01~" in told

    def test_codes_stand_by_role_with_present_on_admission(self, stay: Encounter) -> None:
        told = [one for one in lines(written(stay)) if one.startswith("HI*")]
        assert told == [
            "HI*ABK:S72001A:::::::Y~",
            "HI*ABJ:R079~",
            "HI*ABN:W010XXA:::::::Y~",
            "HI*ABF:E119:::::::Y*ABF:Z794~",
            "HI*BBR:0SR90J9:D8:20260111~",
            "HI*BBQ:30233N1:D8:20260112~",
        ]

    def test_more_than_twelve_secondaries_take_a_second_segment(self, stay: Encounter) -> None:
        principal = stay.diagnoses[0]
        others = tuple(
            msgspec.structs.replace(stay.diagnoses[2], code=f"E11{number}", sequence=number)
            for number in range(2, 16)
        )
        told = lines(written(changed(stay, diagnoses=(principal, *others))))
        counts = [one.count("ABF") for one in told if "ABF" in one]
        assert counts == [12, 2]

    def test_rooms_are_counted_in_days(self, stay: Encounter) -> None:
        told = lines(written(stay))
        assert "SV2*0120**8000*DA*4~" in told
        assert "SV2*0360**26700.25*UN*1~" in told
        assert not any(one.startswith("DTP*472") for one in told)

    def test_outpatients_have_dated_lines_and_a_reason_for_the_visit(self, stay: Encounter) -> None:
        reason = msgspec.structs.replace(stay.diagnoses[1], role=DiagnosisRole.REASON_FOR_VISIT)
        line = ServiceLine(code="99283", revenue_code="0450", charge=Decimal(900))
        told = lines(
            written(
                changed(
                    stay,
                    setting=Setting.OUTPATIENT,
                    type_of_bill="0131",
                    diagnoses=(stay.diagnoses[0], reason),
                    procedures=(),
                    service_lines=(line,),
                )
            )
        )
        assert "HI*ABK:S72001A~" in told
        assert "HI*APR:R079~" in told
        assert "SV2*0450*HC:99283*900*UN*1~" in told
        assert "DTP*472*D8*20260110~" in told


class TestSite:
    SITE = Site(
        submitter_name="Billing Service",
        submitter_id="SUB01",
        contact_name="Desk",
        contact_phone="8025550100",
        receiver_name="Clearing House",
        receiver_id="CLR01",
        usage="P",
        billing_provider=HOSPITAL,
    )

    def test_a_site_submits_for_the_provider(self, visit: Encounter) -> None:
        claim = written(changed(visit, billing_provider=None), self.SITE)
        isa = lines(claim)[0]
        assert "*ZZ*SUB01          *ZZ*CLR01          *" in isa
        assert isa.endswith("*P*:~")
        assert "NM1*41*2*Billing Service*****46*SUB01~" in lines(claim)
        assert "NM1*85*2*Larkmoor Regional Hospital*****XX*2341672113~" in lines(claim)

    def test_an_identifier_must_fit_the_envelope(self, visit: Encounter) -> None:
        site = msgspec.structs.replace(self.SITE, receiver_id="X" * 16)
        assert refused(visit, site) == {"CLM051"}


NOWHERE = Address(line1="PO Box 7", city="Larkmoor", state="VT", postal_code="05999")


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({"encounter_id": "X" * 21}, "CLM001"),
        ({"service_date": None}, "CLM002"),
        ({"patient": None}, "CLM010"),
        ({"patient": msgspec.structs.replace(PATIENT, last_name=None)}, "CLM011"),
        ({"patient": msgspec.structs.replace(PATIENT, address=None)}, "CLM012"),
        ({"payer": None}, "CLM020"),
        ({"payer": msgspec.structs.replace(PAYER, member_id=None)}, "CLM021"),
        ({"payer": msgspec.structs.replace(PAYER, subscriber=Subscriber(last_name="Q"))}, "CLM022"),
        ({"billing_provider": None}, "CLM030"),
        ({"billing_provider": msgspec.structs.replace(HOSPITAL, npi="2341672114")}, "CLM031"),
        ({"billing_provider": msgspec.structs.replace(HOSPITAL, tax_id="89-1")}, "CLM032"),
        ({"billing_provider": msgspec.structs.replace(HOSPITAL, address=None)}, "CLM033"),
        ({"rendering_provider": Party(name="Nobody")}, "CLM040"),
        ({"service_facility": msgspec.structs.replace(CLINIC, address=None)}, "CLM041"),
        ({"billing_provider": msgspec.structs.replace(HOSPITAL, phone=None)}, "CLM050"),
        ({"payer": msgspec.structs.replace(PAYER, payer_id="9" * 16)}, "CLM051"),
        ({"service_lines": ()}, "CLM070"),
    ],
)
def test_what_is_missing_is_said(visit: Encounter, fields: dict[str, object], edit: str) -> None:
    assert refused(changed(visit, **fields)) == {edit}


def test_a_box_and_a_short_zip_are_no_billing_address(visit: Encounter) -> None:
    billing = msgspec.structs.replace(HOSPITAL, address=NOWHERE)
    assert refused(changed(visit, billing_provider=billing)) == {"CLM034", "CLM035"}


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({"charge": None}, "CLM071"),
        ({"charge": Decimal(-1)}, "CLM071"),
        ({"code": None}, "CLM073"),
        ({"place_of_service": None}, "CLM074"),
        ({"diagnosis_pointers": ()}, "CLM075"),
        ({"diagnosis_pointers": (1, 3)}, "CLM075"),
        ({"diagnosis_pointers": (1, 2, 1, 2, 1)}, "CLM075"),
    ],
)
def test_a_faulty_line_is_named_by_its_number(
    visit: Encounter, fields: dict[str, object], edit: str
) -> None:
    first, second = visit.service_lines
    faulty = msgspec.structs.replace(second, **fields)
    outcome = build(final(changed(visit, service_lines=(first, faulty))), None, CONTROL, CREATED)
    assert isinstance(outcome, Refusal)
    assert [(one.edit, one.line) for one in outcome.findings] == [(edit, 2)]


def test_a_professional_claim_holds_twelve_diagnoses(visit: Encounter) -> None:
    more = tuple(
        msgspec.structs.replace(visit.diagnoses[1], code=f"N18{number}", sequence=number)
        for number in range(2, 14)
    )
    assert refused(changed(visit, diagnoses=(visit.diagnoses[0], *more))) == {"CLM061"}


def test_without_a_diagnosis_there_is_no_claim(visit: Encounter) -> None:
    assert refused(changed(visit, diagnoses=())) == {"CLM060", "CLM075"}


@pytest.mark.parametrize(
    ("fields", "edit"),
    [
        ({"type_of_bill": None}, "CLM080"),
        ({"type_of_bill": "inpatient"}, "CLM080"),
        ({"attending_provider": None}, "CLM081"),
        ({"discharge_status": None}, "CLM082"),
        ({"admit_date": None}, "CLM083"),
        ({"service_lines": (ServiceLine(charge=Decimal(1)),)}, "CLM072"),
    ],
)
def test_what_an_institutional_claim_lacks_is_said(
    stay: Encounter, fields: dict[str, object], edit: str
) -> None:
    assert refused(changed(stay, **fields)) == {edit}


@pytest.mark.parametrize("hostile", ["Qu*ist", "Qui~st", "Q:uist", "Q^uist", "Quist\n", "Quíst"])
def test_a_name_cannot_break_out_of_its_element(visit: Encounter, hostile: str) -> None:
    patient = msgspec.structs.replace(PATIENT, last_name=hostile)
    outcome = build(final(changed(visit, patient=patient)), None, CONTROL, CREATED)
    assert isinstance(outcome, Refusal)
    (finding,) = outcome.findings
    assert finding.edit == "CLM090"
    assert finding.message.startswith("NM103 holds")
    assert "uist" not in finding.message


def test_the_group_has_the_number_of_the_interchange_unless_another_is_given() -> None:
    assert ControlNumbers(42).group == 42
    assert CONTROL.group == 7


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_control_numbers_have_one_to_nine_digits(number: int) -> None:
    with pytest.raises(ValueError, match="one to nine digits"):
        ControlNumbers(number)


def test_the_same_input_gives_the_same_bytes(visit: Encounter) -> None:
    assert written(visit).text == written(visit).text
