"""Loops 2300 and 2400 of an 837D (guide 005010X224A2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims import circumstances as around
from codeward.claims import providers
from codeward.claims.other_payers import adjudications, other_payers
from codeward.claims.professional import claim_header, diagnoses
from codeward.claims.service_lines import line_number, place, pointers, procedure, service_day
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
    claim_place = encounter.service_lines[0].place_of_service or ""
    yield claim_header(encounter, total, claim_place)
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
        yield from _line(number, line, claim_place, day)


def _providers(encounter: Encounter) -> Iterator[Segment]:
    """Loops 2310A to 2310E."""
    yield from providers.further(encounter, "referring_provider")
    yield from providers.rendering(encounter)
    yield from providers.facility(encounter)
    yield from providers.further(encounter, "assistant_surgeon")
    yield from providers.further(encounter, "supervising_provider")


def _line(number: int, line: ServiceLine, claim_place: str, day: date) -> Iterator[Segment]:
    where = f"service_lines[{number}]"
    yield segment("LX", str(number + 1))
    yield segment(
        "SV3",
        procedure("AD", line, where),
        sourced(amount(line.charge or Decimal(0)), f"{where}.charge"),
        place(line, claim_place, where),
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
        yield service_day(line, day, where)
    yield line_number(number)
    yield from adjudications(line, procedure("AD", line, where), where)
