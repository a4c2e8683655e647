"""Loops 2310: the providers of a claim and the place of service, as the three guides share them."""

from collections.abc import Iterator

from codeward.claims.parties import address, named_party
from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment
from codeward.formats.x12.segment import segment
from codeward.model import Encounter, Party

# Qualifiers of NM101, by the field of the claim that names the provider.
_OTHERS = {
    "referring_provider": "DN",
    "supervising_provider": "DQ",
    "operating_provider": "72",
    "assistant_surgeon": "DD",
}


def further(encounter: Encounter, field: str) -> Iterator[Segment]:
    """A provider whom the claim names beside the usual ones, by its field of `claim`."""
    party = getattr(encounter.claim, field)
    if party:
        yield named_party(_OTHERS[field], party, f"claim.{field}")


def attending(encounter: Encounter) -> Iterator[Segment]:
    """The attending of a stay."""
    if encounter.attending_provider:
        yield from _with_taxonomy("71", "AT", encounter.attending_provider, "attending_provider")


def rendering(encounter: Encounter) -> Iterator[Segment]:
    """Who rendered the services, unless it is who bills."""
    party = encounter.rendering_provider
    if party and not is_same(party, encounter.billing_provider):
        yield from _with_taxonomy("82", "PE", party, "rendering_provider")


def facility(encounter: Encounter) -> Iterator[Segment]:
    """Where the services were rendered, unless it is who bills; it has an address (CLM041)."""
    place = encounter.service_facility
    if place and place.address and not is_same(place, encounter.billing_provider):
        yield named_party("77", place, "service_facility")
        yield from address(place.address, "service_facility.address")


def is_same(party: Party, other: Party | None) -> bool:
    """Whether both are one provider by their NPI; such a one is not named again."""
    return other is not None and party.npi == other.npi


def _with_taxonomy(qualifier: str, role: str, party: Party, where: str) -> Iterator[Segment]:
    yield named_party(qualifier, party, where)
    if party.taxonomy:
        yield segment("PRV", role, "PXC", sourced(party.taxonomy, f"{where}.taxonomy"))
