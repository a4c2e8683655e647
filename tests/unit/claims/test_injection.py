"""No text of an encounter or a site can end an element, a segment or an interchange."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from codeward.claims import Claim, ControlNumbers, Refusal, Site, build
from codeward.model import (
    Accident,
    Adjudication,
    Adjustment,
    Answer,
    Attachment,
    Certificate,
    ClaimDetails,
    Document,
    Drug,
    Encounter,
    OtherPayer,
    Party,
    Patient,
    Payer,
    ServiceLine,
    Subscriber,
    System,
    Transport,
)
from tests.unit.claims.examples import CREATED, SURGEON, final

Path = tuple[str | int, ...]

CONTROL = ControlNumbers(interchange=42)
FOREIGN = ("*", ":", "^", "~", "~CLM*X*1***11:B:1*Y*A*Y*Y~", "\n", "\r", "\x00", "\x1d", "\u00e9")
SITE = Site(
    submitter_name="Larkmoor Billing", submitter_id="SUB1", contact_name="Ada Desk",
    contact_phone="802-555-0101", receiver_name="Clearing House", receiver_id="CH1",
)  # fmt: skip


def full_parties(encounter: Encounter) -> Encounter:
    """Every field of every person and organisation is filled."""
    address = msgspec.structs.replace(encounter.patient.address, line2="Suite 4", country="US")
    party = Party(
        name="Okonjo", first_name="Adaeze", npi="2542143047", taxonomy="207Q00000X",
        tax_id="890010002", phone="802-555-0177", address=address,
    )  # fmt: skip
    facility = msgspec.structs.replace(encounter.billing_provider, npi="2068403882", name="Annex")
    insured = Subscriber(
        last_name="Quist", first_name="Una", birth_date=date(1980, 2, 1), address=address,
    )  # fmt: skip
    return msgspec.structs.replace(
        encounter,
        patient=Patient(
            birth_date=date(1985, 1, 30), sex="M", last_name="Quist", first_name="Abelard",
            middle_name="Ivo", medical_record_number="MRN7", address=address,
        ),
        payer=Payer(
            name="Invented Plan", payer_id="99901", member_id="INV1", group_number="G1",
            filing_indicator="CI", subscriber=insured,
        ),
        documents=(Document(id="d1", text="seen", type="note", author="Okonjo"),),
        rendering_provider=party,
        service_facility=facility,
    )  # fmt: skip


def professional(visit: Encounter) -> Encounter:
    """References, attachments, an accident, another payer and a drug."""
    paid = Adjudication(
        payer_id="88801", paid=Decimal("185.50"), paid_on=date(2026, 1, 18),
        adjustments=(Adjustment(group="OA", reason="94", amount=Decimal(0)),),
    )  # fmt: skip
    drug = Drug(ndc="00004196401", quantity=Decimal("1.5"), unit="ML")
    first, second = visit.service_lines
    encounter = full_parties(visit)
    return msgspec.structs.replace(
        encounter,
        service_lines=(
            msgspec.structs.replace(first, adjudications=(paid,)),
            msgspec.structs.replace(second, code="J3490", drug=drug, description="NEW DRUG"),
        ),
        claim=ClaimDetails(
            frequency="7", original_reference="PAYER1", responsibility="S", secondary_reason="12",
            prior_authorization="A9", referral_number="R7", laboratory_number="11D2030122",
            note="SEEN TWICE", accident=Accident(kind="AA", date=date(2026, 1, 14), state="VT"),
            attachments=(Attachment(report_type="OZ", transmission="EL", control_number="ATT1"),),
            referring_provider=encounter.rendering_provider,
            supervising_provider=encounter.rendering_provider,
            other_payers=(
                OtherPayer(
                    payer=Payer(name="First Plan", payer_id="88801", member_id="G77",
                                group_number="G2", filing_indicator="CI"),
                    responsibility="P", claim_number="ICN1",
                ),
            ),
        ),
    )  # fmt: skip


def ambulance(visit: Encounter) -> Encounter:
    encounter = full_parties(visit)
    address = encounter.patient.address
    line = ServiceLine(
        system=System.HCPCS, code="A0427", modifiers=("RH",), charge=Decimal(500),
        diagnosis_pointers=(1,), place_of_service="41",
    )  # fmt: skip
    transport = Transport(
        reason="A", miles=Decimal(12), pickup=address, dropoff=address, dropoff_name="Hospital",
        patient_pounds=Decimal(180), purpose="COULD NOT SIT",
    )  # fmt: skip
    details = ClaimDetails(transport=transport)
    return msgspec.structs.replace(encounter, service_lines=(line,), claim=details)


def equipment(visit: Encounter) -> Encounter:
    certificate = Certificate(
        kind="R", months=Decimal(99), begun=date(2026, 1, 1), form="484.03",
        answers=(Answer(question="4", yes=True), Answer(question="1A", text="056")),
    )  # fmt: skip
    line = ServiceLine(
        system=System.HCPCS, code="E1390", modifiers=("RR",), charge=Decimal("461.10"),
        diagnosis_pointers=(1,), place_of_service="12", certificate=certificate,
    )  # fmt: skip
    return msgspec.structs.replace(full_parties(visit), service_lines=(line,))


def dental(visit: Encounter) -> Encounter:
    encounter = full_parties(visit)
    line = ServiceLine(
        code="D0001", charge=Decimal(150), place_of_service="11", tooth="12", surfaces=("L", "O")
    )
    details = ClaimDetails(
        referring_provider=encounter.rendering_provider, assistant_surgeon=SURGEON
    )
    return msgspec.structs.replace(encounter, service_lines=(line,), claim=details)


def institutional(stay: Encounter) -> Encounter:
    encounter = full_parties(stay)
    details = ClaimDetails(
        operating_provider=SURGEON, referring_provider=encounter.rendering_provider,
        prior_authorization="A9", note="SEEN TWICE",
    )  # fmt: skip
    return msgspec.structs.replace(
        encounter, claim=details, admission_type="1", admission_source="1", admission_hour=8
    )


CLAIMS = {
    "professional": ("visit", professional),
    "ambulance": ("visit", ambulance),
    "equipment": ("visit", equipment),
    "dental": ("visit", dental),
    "institutional": ("stay", institutional),
}


def texts(told: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Each text in plain data, with the way to it."""
    if isinstance(told, str) and told:
        yield path, told
    elif isinstance(told, dict):
        for key, value in told.items():
            yield from texts(value, (*path, key))
    elif isinstance(told, list | tuple):
        for key, value in enumerate(told):
            yield from texts(value, (*path, key))


def put(told: object, path: Path, text: str) -> object:
    """The same plain data with another text at the end of that way."""
    if not path:
        return text
    head, *rest = path
    if isinstance(told, dict):
        return {
            key: put(one, tuple(rest), text) if key == head else one for key, one in told.items()
        }
    return [put(one, tuple(rest), text) if key == head else one for key, one in enumerate(told)]


def outcome(told: object, site: object) -> Claim | Refusal | None:
    """What is built; None where the model itself refuses the text."""
    try:
        encounter, sender = msgspec.convert(told, Encounter), msgspec.convert(site, Site)
    except msgspec.ValidationError:
        return None
    return build(final(encounter), sender, CONTROL, CREATED)


@pytest.fixture(params=CLAIMS)
def clean(request: pytest.FixtureRequest) -> tuple[object, object, str]:
    """Plain data of an encounter and a site, and the claim that they make."""
    fixture, fill = CLAIMS[request.param]
    told = msgspec.to_builtins(fill(request.getfixturevalue(fixture)))
    site = msgspec.to_builtins(SITE)
    claim = outcome(told, site)
    assert isinstance(claim, Claim), claim
    return told, site, claim.text


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_delimiter_in_any_text_is_refused(
    clean: tuple[object, object, str], foreign: str
) -> None:
    told, site, text = clean
    written = 0
    for path, value in texts(told):
        changed = put(told, path, value[:1] + foreign + value[1:])
        result = outcome(changed, site)
        written += isinstance(result, Refusal)
        # A text that no claim tells, or a number told by its digits alone, changes nothing.
        assert not isinstance(result, Claim) or result.text == text, path
    for path, value in texts(site):
        result = outcome(told, put(site, path, value[:1] + foreign + value[1:]))
        assert not isinstance(result, Claim) or result.text == text, path
    assert written > 20
