"""Loops 2300 and 2400 of an 837D (guide 005010X224A2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims import circumstances as around
from codeward.claims.other_payers import adjudications, other_payers
from codeward.claims.parties import address, named_party
from codeward.claims.professional import claim_header, diagnoses, pointers, procedure
from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import segment
from codeward.model import Encounter, ServiceLine

GUIDE = "005010X224A2"
TRANSACTION = "837D"
_DENTAL = "D"


def is_dental(encounter: Encounter) -> bool:
    """Whether every service is a dental one (codes of letter D)."""
    codes = [line.code or "" for line in encounter.service_lines]
    return bool(codes) and all(code.startswith(_DENTAL) for code in codes)


def claim(encounter: Encounter, total: Decimal, day: date) -> Iterator[Segment]:
    """The claim and its lines; the encounter meets every requirement."""
    details = encounter.claim
    place = encounter.service_lines[0].place_of_service or ""
    yield claim_header(encounter, total, place)
    yield from around.accident_day(details)
    yield segment("DTP", "472", "D8", sourced(f"{day:%Y%m%d}", "service_date"))
    yield from around.attachments(details)
    yield from around.references(details)
    yield from around.note(details)
    if encounter.coded_diagnoses:
        yield diagnoses(encounter)
    yield from _providers(encounter)
    yield from other_payers(encounter)
    for number, line in enumerate(encounter.service_lines):
        yield from _line(number, line, place, day)


def _providers(encounter: Encounter) -> Iterator[Segment]:
    details, billing = encounter.claim, encounter.billing_provider
    if details.referring_provider:
        yield named_party("DN", details.referring_provider, "claim.referring_provider")
    rendering = encounter.rendering_provider
    if rendering and (billing is None or rendering.npi != billing.npi):
        yield named_party("82", rendering, "rendering_provider")
        if rendering.taxonomy:
            taxonomy = sourced(rendering.taxonomy, "rendering_provider.taxonomy")
            yield segment("PRV", "PE", "PXC", taxonomy)
    facility = encounter.service_facility
    if facility and facility.address and (billing is None or facility.npi != billing.npi):
        yield named_party("77", facility, "service_facility")
        yield from address(facility.address, "service_facility.address")
    if details.assistant_surgeon:
        yield named_party("DD", details.assistant_surgeon, "claim.assistant_surgeon")


def _line(number: int, line: ServiceLine, claim_place: str, day: date) -> Iterator[Segment]:
    where = f"service_lines[{number}]"
    place = line.place_of_service or ""
    yield segment("LX", str(number + 1))
    yield segment(
        "SV3",
        procedure("AD", line, where),
        sourced(amount(line.charge or Decimal(0)), f"{where}.charge"),
        "" if place == claim_place else sourced(place, f"{where}.place_of_service"),
        "",
        "",
        sourced(amount(line.units), f"{where}.units"),
        "",
        "",
        "",
        "",
        pointers(line, where),
    )
    if line.tooth:
        surfaces = tuple(sourced(one, f"{where}.surfaces") for one in line.surfaces)
        yield segment("TOO", "JP", sourced(line.tooth, f"{where}.tooth"), surfaces)
    if line.service_date and line.service_date != day:
        served = sourced(f"{line.service_date:%Y%m%d}", f"{where}.service_date")
        yield segment("DTP", "472", "D8", served)
    yield from adjudications(line, procedure("AD", line, where), where)
