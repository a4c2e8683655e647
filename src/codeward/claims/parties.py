"""The loops that say who: submitter, receiver, billing provider, subscriber, patient, payer."""

from collections.abc import Iterator

from codeward.claims.site import Site
from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment
from codeward.formats.x12.segment import segment
from codeward.model import Address, ClaimDetails, Party, Patient, Payer, Sex, Subscriber

SELF = "18"
_ORGANISATION = "2"
_PERSON = "1"

_PUNCTUATION = str.maketrans("", "", "-+(). ")


def submitter_and_receiver(site: Site) -> Iterator[Segment]:
    """Loops 1000A and 1000B."""
    yield _organisation("41", site.submitter_name, "46", site.submitter_id, "site.submitter")
    phone = sourced(_unpunctuated(site.contact_phone), "site.contact_phone")
    yield segment("PER", "IC", sourced(site.contact_name, "site.contact_name"), "TE", phone)
    yield _organisation("40", site.receiver_name, "46", site.receiver_id, "site.receiver")


def billing_provider(party: Party) -> Iterator[Segment]:
    """Loop 2000A with 2010AA."""
    where = "billing_provider"
    yield segment("HL", "1", "", "20", "1")
    if party.taxonomy:
        yield segment("PRV", "BI", "PXC", sourced(party.taxonomy, f"{where}.taxonomy"))
    yield named_party("85", party, where)
    if party.address:
        yield from address(party.address, f"{where}.address")
    yield segment("REF", "EI", sourced(party.tax_id, f"{where}.tax_id"))


def subscriber(payer: Payer, patient: Patient, details: ClaimDetails) -> Iterator[Segment]:
    """Loop 2000B with 2010BA and 2010BB, and 2000C with 2010CA where the patient is a dependent."""
    dependent = payer.subscriber is not None
    relation = "" if dependent else SELF
    yield segment("HL", "2", "1", "22", "1" if dependent else "0")
    yield segment(
        "SBR",
        sourced(details.responsibility, "claim.responsibility"),
        relation,
        sourced(payer.group_number, "payer.group_number"),
        "",
        sourced(details.secondary_reason, "claim.secondary_reason"),
        *_gap(3),
        sourced(payer.filing_indicator, "payer.filing_indicator"),
    )
    yield from _insured(payer, patient)
    yield _organisation("PR", payer.name, "PI", payer.payer_id or "", "payer")
    if payer.subscriber:
        relationship = sourced(payer.subscriber.relationship, "payer.subscriber.relationship")
        yield segment("HL", "3", "2", "23", "0")
        yield segment("PAT", relationship)
        yield person("QC", patient, "patient")
        yield from _address_and_birth(patient, "patient")


def named_party(qualifier: str, party: Party, where: str) -> Segment:
    """NM1 of a provider with its NPI; a first name makes it a person."""
    kind = _PERSON if party.first_name else _ORGANISATION
    identifier = ("XX", sourced(party.npi, f"{where}.npi")) if party.npi else ()
    gap = _gap(3) if identifier else ()
    name = sourced(party.name, f"{where}.name")
    first = sourced(party.first_name, f"{where}.first_name")
    return segment("NM1", qualifier, kind, name, first, *gap, *identifier)


def person(qualifier: str, who: Patient, where: str, *identifier: str) -> Segment:
    """NM1 of a patient."""
    return segment(
        "NM1",
        qualifier,
        _PERSON,
        sourced(who.last_name, f"{where}.last_name"),
        sourced(who.first_name, f"{where}.first_name"),
        sourced(who.middle_name, f"{where}.middle_name"),
        *(("", "", *identifier) if identifier else ()),
    )


def address(place: Address, where: str) -> Iterator[Segment]:
    """N3 and N4."""
    yield segment(
        "N3", sourced(place.line1, f"{where}.line1"), sourced(place.line2, f"{where}.line2")
    )
    yield segment(
        "N4",
        sourced(place.city, f"{where}.city"),
        sourced(place.state, f"{where}.state"),
        sourced(_unpunctuated(place.postal_code), f"{where}.postal_code"),
        sourced(place.country, f"{where}.country"),
    )


def _organisation(role: str, name: str, qualifier: str, identifier: str, where: str) -> Segment:
    of = f"{where}." if where == "payer" else f"{where}_"
    number = sourced(identifier, f"{of}payer_id" if where == "payer" else f"{of}id")
    named = sourced(name, f"{of}name")
    return segment("NM1", role, _ORGANISATION, named, *_gap(4), qualifier, number)


def _insured(payer: Payer, patient: Patient) -> Iterator[Segment]:
    member = ("MI", sourced(payer.member_id, "payer.member_id"))
    if payer.subscriber is None:
        yield person("IL", patient, "patient", *member)
        yield from _address_and_birth(patient, "patient")
        return
    insured, where = payer.subscriber, "payer.subscriber"
    yield segment(
        "NM1",
        "IL",
        _PERSON,
        sourced(insured.last_name, f"{where}.last_name"),
        sourced(insured.first_name, f"{where}.first_name"),
        *_gap(3),
        *member,
    )
    yield from _address_and_birth(insured, where)


def _address_and_birth(who: Patient | Subscriber, where: str) -> Iterator[Segment]:
    if who.address:
        yield from address(who.address, f"{where}.address")
    if who.birth_date:
        sex = who.sex or Sex.UNKNOWN
        born = sourced(who.birth_date.strftime("%Y%m%d"), f"{where}.birth_date")
        yield segment("DMG", "D8", born, sourced(sex.value, f"{where}.sex"))


def _gap(count: int) -> tuple[str, ...]:
    """Elements that stay empty."""
    return ("",) * count


def _unpunctuated(text: str) -> str:
    """A telephone number or postal code as claims write it; foreign marks stay, to be refused."""
    return text.translate(_PUNCTUATION)
