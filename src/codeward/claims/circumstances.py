"""What surrounds the services of a claim: its header, references, accident, transport, note."""

from collections.abc import Iterator
from decimal import Decimal

from codeward.claims.parties import address
from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import Element, segment
from codeward.model import ClaimDetails, Encounter, Transport

_CAR_ACCIDENT = "AA"


def claim_header(
    encounter: Encounter, total: Decimal, where: tuple[str, ...], signed: str, *more: Element
) -> Segment:
    """CLM; `where` is the composite of place and frequency, `signed` whether the provider did."""
    details = encounter.claim
    return segment(
        "CLM",
        sourced(encounter.encounter_id, "encounter_id"),
        sourced(amount(total), "service_lines.charge"),
        "",
        "",
        where,
        signed,
        sourced(details.accept_assignment, "claim.accept_assignment"),
        sourced(details.benefits_assigned, "claim.benefits_assigned"),
        sourced(details.release_of_information, "claim.release_of_information"),
        *more,
    )


def related_causes(details: ClaimDetails) -> Element:
    """CLM11: the kind of accident, and for a car the state."""
    accident = details.accident
    if accident is None:
        return ""
    kind = sourced(accident.kind, "claim.accident.kind")
    if accident.kind != _CAR_ACCIDENT:
        return (kind,)
    return (kind, "", "", sourced(accident.state, "claim.accident.state"))


def accident_day(details: ClaimDetails) -> Iterator[Segment]:
    """DTP*439."""
    if details.accident:
        day = sourced(details.accident.date.strftime("%Y%m%d"), "claim.accident.date")
        yield segment("DTP", "439", "D8", day)


def attachments(details: ClaimDetails) -> Iterator[Segment]:
    """PWK: its control number is what a 275 refers to (45 CFR 162.2002)."""
    for number, one in enumerate(details.attachments):
        where = f"claim.attachments[{number}]"
        control = sourced(one.control_number, f"{where}.control_number")
        yield segment(
            "PWK",
            sourced(one.report_type, f"{where}.report_type"),
            sourced(one.transmission, f"{where}.transmission"),
            "",
            "",
            *(("AC", control) if one.control_number else ()),
        )


def references(details: ClaimDetails) -> Iterator[Segment]:
    """REF: referral, authorisation, the payer's number of the claim before, the laboratory."""
    for qualifier, field in (
        ("9F", "referral_number"),
        ("G1", "prior_authorization"),
        ("F8", "original_reference"),
        ("X4", "laboratory_number"),
    ):
        value = getattr(details, field)
        if value:
            yield segment("REF", qualifier, sourced(value, f"claim.{field}"))


def note(details: ClaimDetails) -> Iterator[Segment]:
    """NTE*ADD."""
    if details.note:
        yield segment("NTE", "ADD", sourced(details.note, "claim.note"))


def transport(told: Transport | None) -> Iterator[Segment]:
    """CR1 of an ambulance transport."""
    if told is None:
        return
    where = "claim.transport"
    pounds = told.patient_pounds
    weight = ("LB", sourced(amount(pounds), f"{where}.patient_pounds")) if pounds else ("", "")
    yield segment(
        "CR1",
        *weight,
        "",
        sourced(told.reason, f"{where}.reason"),
        "DH",
        sourced(amount(told.miles), f"{where}.miles"),
        "",
        "",
        "",
        sourced(told.purpose, f"{where}.purpose"),
    )


def transport_places(told: Transport | None) -> Iterator[Segment]:
    """Loops 2310E and 2310F: where the patient was picked up and dropped off."""
    if told is None:
        return
    yield segment("NM1", "PW", "2")
    yield from address(told.pickup, "claim.transport.pickup")
    yield segment("NM1", "45", "2", sourced(told.dropoff_name, "claim.transport.dropoff_name"))
    yield from address(told.dropoff, "claim.transport.dropoff")
