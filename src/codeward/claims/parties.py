"""The loops that say who: submitter, receiver, billing provider, subscriber, patient, payer."""

from collections.abc import Iterator

from codeward.claims.site import Site
from codeward.formats.x12 import Segment
from codeward.formats.x12.segment import segment
from codeward.model import Address, Party, Patient, Payer, Sex, Subscriber

SELF = "18"
_ORGANISATION = "2"
_PERSON = "1"


def submitter_and_receiver(site: Site) -> Iterator[Segment]:
    """Loops 1000A and 1000B."""
    yield segment(
        "NM1", "41", _ORGANISATION, site.submitter_name, *_gap(4), "46", site.submitter_id
    )
    yield segment("PER", "IC", site.contact_name, "TE", _digits(site.contact_phone))
    yield segment("NM1", "40", _ORGANISATION, site.receiver_name, *_gap(4), "46", site.receiver_id)


def billing_provider(party: Party) -> Iterator[Segment]:
    """Loop 2000A with 2010AA."""
    yield segment("HL", "1", "", "20", "1")
    if party.taxonomy:
        yield segment("PRV", "BI", "PXC", party.taxonomy)
    yield named_party("85", party)
    if party.address:
        yield from address(party.address)
    yield segment("REF", "EI", party.tax_id or "")


def subscriber(payer: Payer, patient: Patient) -> Iterator[Segment]:
    """Loop 2000B with 2010BA and 2010BB, and 2000C with 2010CA where the patient is a dependent."""
    dependent = payer.subscriber is not None
    relation = "" if dependent else SELF
    yield segment("HL", "2", "1", "22", "1" if dependent else "0")
    yield segment(
        "SBR", "P", relation, payer.group_number or "", *_gap(5), payer.filing_indicator or ""
    )
    yield from _insured(payer, patient)
    yield _organisation("PR", payer.name, "PI", payer.payer_id or "")
    if payer.subscriber:
        yield segment("HL", "3", "2", "23", "0")
        yield segment("PAT", payer.subscriber.relationship)
        yield person("QC", patient)
        yield from _address_and_birth(patient)


def named_party(qualifier: str, party: Party) -> Segment:
    """NM1 of a provider with its NPI; a first name makes it a person."""
    kind = _PERSON if party.first_name else _ORGANISATION
    identifier = ("XX", party.npi) if party.npi else ()
    gap = _gap(3) if identifier else ()
    return segment("NM1", qualifier, kind, party.name, party.first_name or "", *gap, *identifier)


def person(qualifier: str, patient: Patient, *identifier: str) -> Segment:
    """NM1 of a patient."""
    return segment(
        "NM1",
        qualifier,
        _PERSON,
        patient.last_name or "",
        patient.first_name or "",
        patient.middle_name or "",
        *(("", "", *identifier) if identifier else ()),
    )


def address(place: Address) -> Iterator[Segment]:
    """N3 and N4."""
    yield segment("N3", place.line1, place.line2 or "")
    yield segment("N4", place.city, place.state, _digits(place.postal_code), place.country or "")


def _organisation(role: str, name: str, qualifier: str, identifier: str) -> Segment:
    return segment("NM1", role, _ORGANISATION, name, *_gap(4), qualifier, identifier)


def _insured(payer: Payer, patient: Patient) -> Iterator[Segment]:
    member = ("MI", payer.member_id or "")
    if payer.subscriber is None:
        yield person("IL", patient, *member)
        yield from _address_and_birth(patient)
        return
    insured = payer.subscriber
    yield segment(
        "NM1", "IL", _PERSON, insured.last_name, insured.first_name or "", *_gap(3), *member
    )
    yield from _address_and_birth(insured)


def _address_and_birth(who: Patient | Subscriber) -> Iterator[Segment]:
    if who.address:
        yield from address(who.address)
    if who.birth_date:
        sex = who.sex or Sex.UNKNOWN
        yield segment("DMG", "D8", who.birth_date.strftime("%Y%m%d"), sex.value)


def _gap(count: int) -> tuple[str, ...]:
    """Elements that stay empty."""
    return ("",) * count


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
