"""Loops 2320, 2330 and 2430: what other payers of the patient have decided."""

from collections.abc import Iterator
from itertools import groupby

from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import Element, segment
from codeward.model import Adjustment, ClaimDetails, Encounter, OtherPayer, Patient, ServiceLine

_ADJUSTMENTS_IN_ONE = 6


def other_payers(encounter: Encounter) -> Iterator[Segment]:
    """Loop 2320 with 2330A and 2330B for each other payer."""
    patient = encounter.patient
    for number, other in enumerate(encounter.claim.other_payers):
        if patient is not None:
            yield from _other_payer(other, patient, encounter.claim, number)


def _other_payer(
    other: OtherPayer, patient: Patient, details: ClaimDetails, number: int
) -> Iterator[Segment]:
    where = f"claim.other_payers[{number}]"
    yield segment(
        "SBR",
        sourced(other.responsibility, f"{where}.responsibility"),
        sourced(other.relationship, f"{where}.relationship"),
        sourced(other.payer.group_number, f"{where}.payer.group_number"),
        *[""] * 5,
        sourced(other.payer.filing_indicator, f"{where}.payer.filing_indicator"),
    )
    yield from adjustments(other.adjustments, f"{where}.adjustments")
    if other.paid is not None:
        yield segment("AMT", "D", sourced(amount(other.paid), f"{where}.paid"))
    benefits = sourced(details.benefits_assigned, "claim.benefits_assigned")
    release = sourced(details.release_of_information, "claim.release_of_information")
    yield segment("OI", "", "", benefits, "", "", release)
    insured = other.payer.subscriber
    last, first = (
        (insured.last_name, insured.first_name)
        if insured
        else (patient.last_name, patient.first_name)
    )
    told = f"{where}.payer.subscriber" if insured else "patient"
    yield segment(
        "NM1", "IL", "1", sourced(last, f"{told}.last_name"), sourced(first, f"{told}.first_name"),
        "", "", "", "MI", sourced(other.payer.member_id, f"{where}.payer.member_id"),
    )  # fmt: skip
    yield segment(
        "NM1", "PR", "2", sourced(other.payer.name, f"{where}.payer.name"), "", "", "", "", "PI",
        sourced(other.payer.payer_id, f"{where}.payer.payer_id"),
    )  # fmt: skip
    if other.paid_on:
        yield segment("DTP", "573", "D8", sourced(f"{other.paid_on:%Y%m%d}", f"{where}.paid_on"))
    if other.claim_number:
        yield segment("REF", "F8", sourced(other.claim_number, f"{where}.claim_number"))


def adjudications(line: ServiceLine, code: Element, where: str) -> Iterator[Segment]:
    """Loop 2430 of a line."""
    for number, one in enumerate(line.adjudications):
        of = f"{where}.adjudications[{number}]"
        units = line.units if one.units is None else one.units
        yield segment(
            "SVD",
            sourced(one.payer_id, f"{of}.payer_id"),
            sourced(amount(one.paid), f"{of}.paid"),
            code,
            "",
            sourced(amount(units), f"{of}.units"),
        )
        yield from adjustments(one.adjustments, f"{of}.adjustments")
        yield segment("DTP", "573", "D8", sourced(f"{one.paid_on:%Y%m%d}", f"{of}.paid_on"))


def adjustments(told: tuple[Adjustment, ...], where: str) -> Iterator[Segment]:
    """CAS: one segment a group, up to six reasons each."""
    numbered = sorted(enumerate(told), key=lambda one: one[1].group)
    for group, some in groupby(numbered, key=lambda one: one[1].group):
        members = list(some)
        for begin in range(0, len(members), _ADJUSTMENTS_IN_ONE):
            elements: list[str] = []
            for number, one in members[begin : begin + _ADJUSTMENTS_IN_ONE]:
                elements += _adjustment(one, f"{where}[{number}]")
            yield segment("CAS", group, *elements)


def _adjustment(one: Adjustment, where: str) -> list[str]:
    return [
        sourced(one.reason, f"{where}.reason"),
        sourced(amount(one.amount), f"{where}.amount"),
        sourced(amount(one.quantity), f"{where}.quantity") if one.quantity else "",
    ]
