"""What a printed claim shows, box by box: CMS-1500 style for 837P and 837D, UB-04 style for 837I.

The boxes are those of the paper forms by number; the words are our own. The same encounter that
made the 837 fills them, so that paper and file cannot differ.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from codeward.model import (
    Address,
    DiagnosisRole,
    Encounter,
    Party,
    Patient,
    Setting,
    display_code,
)
from codeward.model.system import System

_LETTERS = "ABCDEFGHIJKL"
# Boxes of name, address, birth date, sex, payer and member id.
_PROFESSIONAL_BOXES = ("2", "5", "3", "3", "11c", "1a")
_INSTITUTIONAL_BOXES = ("8", "9", "10", "11", "50", "60")


class Box(msgspec.Struct, frozen=True):
    """One box of a form: its number there, what it is in our words, what stands in it."""

    number: str
    label: str
    value: str


class PrintedClaim(msgspec.Struct, frozen=True):
    """A claim for paper.

    Attributes:
        form: `CMS-1500 style` or `UB-04 style`.
        claim_id: The claim number.
        boxes: Boxes in the order of the form, empty ones left out.
        columns: Headings of the service lines.
        lines: One row a service line.
        total: Sum of the charges.
    """

    form: str
    claim_id: str
    boxes: tuple[Box, ...]
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    total: Decimal


def printed(encounter: Encounter) -> PrintedClaim:
    """The boxes of an encounter whose claim can be written."""
    professional = encounter.setting is Setting.PROFESSIONAL
    boxes = _professional(encounter) if professional else _institutional(encounter)
    total = sum((line.charge or Decimal(0) for line in encounter.service_lines), Decimal(0))
    return PrintedClaim(
        form="CMS-1500 style" if professional else "UB-04 style",
        claim_id=encounter.encounter_id,
        boxes=tuple(box for box in boxes if box.value),
        columns=_PROFESSIONAL_COLUMNS if professional else _INSTITUTIONAL_COLUMNS,
        lines=tuple(_professional_lines(encounter) if professional else _revenue_lines(encounter)),
        total=total,
    )


_PROFESSIONAL_COLUMNS = (
    "24A day", "24B place", "24D code and modifiers", "24E points to", "24F charge", "24G units",
)  # fmt: skip
_INSTITUTIONAL_COLUMNS = ("42 revenue", "44 code", "45 day", "46 units", "47 charge")


def _professional(encounter: Encounter) -> Iterator[Box]:
    details = encounter.claim
    yield from _person(encounter)
    if details.accident:
        yield Box("10", "Accident", f"{details.accident.kind} {_day(details.accident.date)}")
    yield Box("17", "Referring provider", _party(details.referring_provider))
    yield Box("19", "Note", details.note or "")
    for letter, diagnosis in zip(_LETTERS, encounter.coded_diagnoses, strict=False):
        yield Box(f"21{letter}", "Diagnosis", display_code(System.ICD10CM, diagnosis.code))
    yield from _references(encounter, "22", "23")
    billing = encounter.billing_provider
    yield Box("25", "Tax number", (billing.tax_id if billing else None) or "")
    yield Box("26", "Claim number", encounter.encounter_id)
    yield Box("27", "Accepts assignment", details.accept_assignment)
    yield Box("31", "Rendering provider", _party(encounter.rendering_provider))
    yield Box("32", "Service facility", _party(encounter.service_facility))
    yield Box("33", "Billing provider", _party(billing))


def _institutional(encounter: Encounter) -> Iterator[Box]:
    yield Box("1", "Billing provider", _party(encounter.billing_provider))
    yield Box("3a", "Claim number", encounter.encounter_id)
    yield Box("4", "Type of bill", encounter.type_of_bill or "")
    begin = encounter.admit_date or encounter.service_date
    end = encounter.discharge_date or begin
    yield Box("6", "Statement period", f"{_day(begin)} to {_day(end)}" if begin else "")
    yield from _person(encounter)
    yield Box("12", "Admitted", _day(encounter.admit_date))
    yield Box("14", "Type of admission", encounter.admission_type or "")
    yield Box("15", "Point of origin", encounter.admission_source or "")
    yield Box("17", "Patient status", encounter.discharge_status or "")
    yield from _references(encounter, "64", "63")
    principal, *others = encounter.coded_diagnoses or (None,)
    for number, one in enumerate((principal, *others)):
        if one is not None:
            code = display_code(System.ICD10CM, one.code)
            yield Box(
                "67" if number == 0 else f"67{_letter(number)}",
                "Diagnosis",
                _with_poa(code, one.poa),
            )
    for role, box in ((DiagnosisRole.ADMITTING, "69"), (DiagnosisRole.REASON_FOR_VISIT, "70")):
        codes = [one.code for one in encounter.diagnoses if one.role is role]
        shown = ", ".join(display_code(System.ICD10CM, code) for code in codes)
        yield Box(box, role.value.replace("_", " ").capitalize(), shown)
    for number, procedure in enumerate(encounter.procedures):
        box = "74" if number == 0 else f"74{_letter(number)}"
        yield Box(box, "Procedure", f"{procedure.code} {_day(procedure.date)}".strip())
    yield Box("76", "Attending provider", _party(encounter.attending_provider))
    yield Box("77", "Operating provider", _party(encounter.claim.operating_provider))
    yield Box("80", "Note", encounter.claim.note or "")


def _person(encounter: Encounter) -> Iterator[Box]:
    payer, patient = encounter.payer, encounter.patient
    institutional = encounter.setting is not Setting.PROFESSIONAL
    number = (
        ("8", "9", "10", "11", "50", "60") if institutional else ("2", "5", "3", "3", "11c", "1a")
    )
    if patient:
        yield Box(number[0], "Patient", _name(patient))
        yield Box(number[1], "Patient's address", _address(patient.address))
        yield Box(number[2], "Born", _day(patient.birth_date))
        yield Box(number[3], "Sex", patient.sex.value)
    if payer:
        yield Box(number[4], "Payer", " ".join(filter(None, (payer.name, payer.payer_id))))
        yield Box(number[5], "Member id", payer.member_id or "")
        if payer.subscriber:
            insured = payer.subscriber
            shown = ", ".join(filter(None, (insured.last_name, insured.first_name)))
            yield Box("58" if institutional else "4", "Insured person", shown)


def _references(encounter: Encounter, replaced: str, authorised: str) -> Iterator[Box]:
    details = encounter.claim
    if details.frequency != "1":
        shown = f"{details.frequency} {details.original_reference or ''}"
        yield Box(replaced, "Replaces the claim", shown.strip())
    allowed = details.prior_authorization or details.referral_number or ""
    yield Box(authorised, "Authorisation", allowed)


def _professional_lines(encounter: Encounter) -> Iterator[tuple[str, ...]]:
    for line in encounter.service_lines:
        points = "".join(
            _LETTERS[one - 1] for one in line.diagnosis_pointers if one <= len(_LETTERS)
        )
        yield (
            _day(line.service_date or encounter.service_date),
            line.place_of_service or "",
            " ".join([line.code or "", *line.modifiers]),
            points,
            f"{line.charge or Decimal(0):.2f}",
            f"{line.units.normalize():f}",
        )


def _revenue_lines(encounter: Encounter) -> Iterator[tuple[str, ...]]:
    for line in encounter.service_lines:
        yield (
            line.revenue_code or "",
            " ".join([line.code or "", *line.modifiers]).strip(),
            _day(line.service_date),
            f"{line.units.normalize():f}",
            f"{line.charge or Decimal(0):.2f}",
        )


def _letter(number: int) -> str:
    """The letter of the further boxes of a kind: a, b, ... z, then aa."""
    return chr(ord("a") + number - 1) if number <= 26 else f"a{chr(ord('a') + number - 27)}"  # noqa: PLR2004 - letters of the alphabet


def _with_poa(code: str, poa: str | None) -> str:
    return f"{code}  POA {poa}" if poa else code


def _name(who: Patient) -> str:
    first = " ".join(filter(None, (who.first_name, who.middle_name)))
    return ", ".join(filter(None, (who.last_name, first)))


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    name = ", ".join(filter(None, (party.name, party.first_name)))
    return " ".join(filter(None, (name, f"NPI {party.npi}" if party.npi else "")))


def _address(place: Address | None) -> str:
    if place is None:
        return ""
    return f"{place.line1}, {place.city} {place.state} {place.postal_code}"


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
