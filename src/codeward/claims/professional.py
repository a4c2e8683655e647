"""Loops 2300 and 2400 of an 837P (guide 005010X222A1)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims import circumstances as around
from codeward.claims import providers
from codeward.claims.other_payers import adjudications, other_payers
from codeward.claims.service_lines import (
    drug,
    line_number,
    place,
    pointers,
    procedure,
    service_day,
)
from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import segment
from codeward.model import Answer, Certificate, Encounter, ServiceLine

GUIDE = "005010X222A1"
TRANSACTION = "837P"
_ANESTHESIA = ("00100", "01999")


def claim(encounter: Encounter, total: Decimal, day: date) -> Iterator[Segment]:
    """The claim and its lines; the encounter meets every requirement."""
    details = encounter.claim
    claim_place = encounter.service_lines[0].place_of_service or ""
    yield claim_header(encounter, total, claim_place)
    yield from around.accident_day(details)
    yield from around.attachments(details)
    yield from around.references(details)
    yield from around.note(details)
    yield from around.transport(details.transport)
    yield diagnoses(encounter)
    yield from _providers(encounter)
    yield from around.transport_places(details.transport)
    yield from other_payers(encounter)
    for number, line in enumerate(encounter.service_lines):
        yield from _line(number, line, claim_place, day)


def claim_header(encounter: Encounter, total: Decimal, place: str) -> Segment:
    """CLM of a professional or dental claim."""
    details = encounter.claim
    where = (
        sourced(place, "service_lines[0].place_of_service"),
        "B",
        sourced(details.frequency, "claim.frequency"),
    )
    causes = around.related_causes(details)
    return around.claim_header(encounter, total, where, "Y", "", causes)


def diagnoses(encounter: Encounter) -> Segment:
    """One HI with up to twelve diagnoses, the first-listed as ABK."""
    codes = [sourced(one.code, f"diagnoses[{encounter.diagnoses.index(one)}].code")
             for one in encounter.coded_diagnoses]  # fmt: skip
    return segment(
        "HI",
        *(("ABK" if place == 0 else "ABF", code) for place, code in enumerate(codes)),
    )


def _providers(encounter: Encounter) -> Iterator[Segment]:
    """Loops 2310A to 2310D."""
    yield from providers.further(encounter, "referring_provider")
    yield from providers.rendering(encounter)
    yield from providers.facility(encounter)
    yield from providers.further(encounter, "supervising_provider")


def _line(number: int, line: ServiceLine, claim_place: str, day: date) -> Iterator[Segment]:
    where = f"service_lines[{number}]"
    yield segment("LX", str(number + 1))
    yield segment(
        "SV1",
        procedure("HC", line, where),
        sourced(amount(line.charge or Decimal(0)), f"{where}.charge"),
        _unit(line.code or ""),
        sourced(amount(line.units), f"{where}.units"),
        place(line, claim_place, where),
        "",
        pointers(line, where),
    )
    yield from _certificate(line.certificate, f"{where}.certificate")
    yield service_day(line, day, where)
    yield from _certificate_days(line.certificate, f"{where}.certificate")
    yield line_number(number)
    yield from drug(line, where)
    yield from adjudications(line, procedure("HC", line, where), where)
    yield from _form(line.certificate, f"{where}.certificate")


def _unit(code: str) -> str:
    """Anesthesia is counted in minutes, everything else in units (rule P837-052)."""
    low, high = _ANESTHESIA
    return "MJ" if code.isdigit() and low <= code <= high else "UN"


def _certificate(told: Certificate | None, where: str) -> Iterator[Segment]:
    if told:
        yield segment("PWK", "CT", "AD")
        months = sourced(amount(told.months), f"{where}.months")
        yield segment("CR3", sourced(told.kind, f"{where}.kind"), "MO", months)


def _certificate_days(told: Certificate | None, where: str) -> Iterator[Segment]:
    if told:
        yield segment("DTP", "463", "D8", sourced(f"{told.begun:%Y%m%d}", f"{where}.begun"))
        if told.certified:
            day = sourced(f"{told.certified:%Y%m%d}", f"{where}.certified")
            yield segment("DTP", "461", "D8", day)


def _form(told: Certificate | None, where: str) -> Iterator[Segment]:
    if told:
        yield segment("LQ", "UT", sourced(told.form, f"{where}.form"))
        for number, answer in enumerate(told.answers):
            yield _answer(answer, f"{where}.answers[{number}]")


def _answer(answer: Answer, where: str) -> Segment:
    said = "" if answer.yes is None else sourced("Y" if answer.yes else "N", f"{where}.yes")
    day = sourced(f"{answer.day:%Y%m%d}", f"{where}.day") if answer.day else ""
    share = "" if answer.percent is None else sourced(amount(answer.percent), f"{where}.percent")
    question = sourced(answer.question, f"{where}.question")
    return segment("FRM", question, said, sourced(answer.text, f"{where}.text"), day, share)
