"""Loops 2300 and 2400 of an 837P (guide 005010X222A1)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims.parties import address, named_party
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import segment
from codeward.model import Encounter, ServiceLine

GUIDE = "005010X222A1"
TRANSACTION = "837P"
_ORIGINAL = "1"
_ANESTHESIA = ("00100", "01999")


def claim(encounter: Encounter, total: Decimal, day: date) -> Iterator[Segment]:
    """The claim and its lines; the encounter meets every requirement."""
    place = encounter.service_lines[0].place_of_service or ""
    where = (place, "B", _ORIGINAL)
    yield segment("CLM", encounter.encounter_id, amount(total), "", "", where, "Y", "A", "Y", "Y")
    yield diagnoses(encounter)
    billing = encounter.billing_provider
    rendering = encounter.rendering_provider
    if rendering and (billing is None or rendering.npi != billing.npi):
        yield named_party("82", rendering)
        if rendering.taxonomy:
            yield segment("PRV", "PE", "PXC", rendering.taxonomy)
    facility = encounter.service_facility
    if facility and (billing is None or facility.npi != billing.npi):
        yield named_party("77", facility)
        if facility.address:
            yield from address(facility.address)
    for number, line in enumerate(encounter.service_lines, start=1):
        yield from _line(number, line, place, day)


def diagnoses(encounter: Encounter) -> Segment:
    """One HI with up to twelve diagnoses, the first-listed as ABK."""
    codes = [diagnosis.code for diagnosis in encounter.coded_diagnoses]
    return segment(
        "HI",
        *(("ABK" if place == 0 else "ABF", code) for place, code in enumerate(codes)),
    )


def _line(number: int, line: ServiceLine, claim_place: str, day: date) -> Iterator[Segment]:
    place = line.place_of_service or ""
    yield segment("LX", str(number))
    yield segment(
        "SV1",
        ("HC", line.code or "", *line.modifiers),
        amount(line.charge or Decimal(0)),
        _unit(line.code or ""),
        amount(line.units),
        "" if place == claim_place else place,
        "",
        tuple(str(pointer) for pointer in line.diagnosis_pointers),
    )
    yield segment("DTP", "472", "D8", (line.service_date or day).strftime("%Y%m%d"))


def _unit(code: str) -> str:
    """Anesthesia is counted in minutes, everything else in units (rule P837-052)."""
    low, high = _ANESTHESIA
    return "MJ" if code.isdigit() and low <= code <= high else "UN"
