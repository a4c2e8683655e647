"""What a claim needs before a line of it is written; each lack is one finding."""

import re
from collections.abc import Iterator

from codeward.claims.dental import is_dental
from codeward.claims.npi import is_npi
from codeward.claims.providers import is_same
from codeward.claims.site import Site
from codeward.model import Address, Encounter, Finding, Party, ServiceLine, Setting, Severity

MOST_LINES = {Setting.PROFESSIONAL: 50, Setting.OUTPATIENT: 999, Setting.INPATIENT: 999}
MOST_POINTERS = 4
MOST_PROFESSIONAL_DIAGNOSES = 12
LONGEST_CLAIM_ID = 20
LONGEST_SENDER = 15

_ZIP_PLUS_FOUR = re.compile(r"\d{9}")
_ZIP = re.compile(r"\d{5}(\d{4})?")
_TAX_ID = re.compile(r"\d{9}")
_TYPE_OF_BILL = re.compile(r"0?\d{2}[0-9A-Z]")
_CLAIM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]*")


def lacks(encounter: Encounter, site: Site | None) -> tuple[Finding, ...]:
    """Every reason why the encounter cannot become a claim; () where it can."""
    billing = encounter.billing_provider or (site.billing_provider if site else None)
    return (
        *_encounter(encounter),
        *_patient(encounter),
        *_payer(encounter),
        *_billing_provider(billing),
        *_other_providers(encounter, billing),
        *_site(site, billing, encounter),
        *_diagnoses(encounter),
        *_lines(encounter),
        *_details(encounter),
        *(_institutional(encounter) if encounter.setting is not Setting.PROFESSIONAL else ()),
    )


def _encounter(encounter: Encounter) -> Iterator[Finding]:
    identifier = encounter.encounter_id
    if len(identifier) > LONGEST_CLAIM_ID or not _CLAIM_ID.fullmatch(identifier):
        yield _lack(
            "CLM001",
            "encounter_id cannot serve as claim number",
            "CLM01",
            f"use 1 to {LONGEST_CLAIM_ID} letters, digits, dots or hyphens",
        )
    if encounter.governing_date is None:
        yield _lack("CLM002", "the encounter has no date", "DTP", "give service or stay dates")


def _patient(encounter: Encounter) -> Iterator[Finding]:
    patient = encounter.patient
    if patient is None:
        yield _lack("CLM010", "the patient is unknown", "2010BA", "give the patient")
        return
    if not patient.last_name:
        yield _lack("CLM011", "patient.last_name is missing", "NM103", "give the last name")
    yield from _address(patient.address, "patient.address", "CLM012", "N301")


def _payer(encounter: Encounter) -> Iterator[Finding]:
    payer = encounter.payer
    if payer is None:
        yield _lack("CLM020", "no payer is named", "2010BB", "give the payer")
        return
    for field in ("payer_id", "member_id", "filing_indicator"):
        if not getattr(payer, field):
            yield _lack("CLM021", f"payer.{field} is missing", "2000B", f"give payer.{field}")
    if payer.subscriber:
        where = "payer.subscriber.address"
        yield from _address(payer.subscriber.address, where, "CLM022", "N301")


def _billing_provider(billing: Party | None) -> Iterator[Finding]:
    if billing is None:
        yield _lack(
            "CLM030",
            "no billing provider is named",
            "2010AA",
            "give billing_provider in the encounter or in the site file",
        )
        return
    yield from _npi(billing, "billing_provider", "CLM031")
    if not billing.tax_id or not _TAX_ID.fullmatch(billing.tax_id):
        yield _lack(
            "CLM032", "billing_provider.tax_id is not nine digits", "REF*EI", "give the tax number"
        )
    address = billing.address
    yield from _address(address, "billing_provider.address", "CLM033", "N301")
    if address and not _ZIP_PLUS_FOUR.fullmatch(_digits(address.postal_code)):
        yield _lack(
            "CLM034",
            "billing_provider.address.postal_code is not a nine-digit ZIP",
            "N403",
            "give ZIP plus four",
        )
    if address and re.search(r"\bP\.?\s*O\.?\s*BOX\b", address.line1, re.IGNORECASE):
        yield _lack(
            "CLM035",
            "billing_provider.address is a post office box",
            "N301",
            "give the street address; a box belongs in the pay-to address",
        )


def _other_providers(encounter: Encounter, billing: Party | None) -> Iterator[Finding]:
    named = {
        "rendering_provider": encounter.rendering_provider,
        "attending_provider": encounter.attending_provider,
        "service_facility": encounter.service_facility,
        "claim.referring_provider": encounter.claim.referring_provider,
        "claim.supervising_provider": encounter.claim.supervising_provider,
        "claim.operating_provider": encounter.claim.operating_provider,
        "claim.assistant_surgeon": encounter.claim.assistant_surgeon,
    }
    for field, party in named.items():
        if party is not None:
            yield from _npi(party, field, "CLM040")
    place = encounter.service_facility
    if place is not None and not is_same(place, billing):
        yield from _address(place.address, "service_facility.address", "CLM041", "N301")


def _site(site: Site | None, billing: Party | None, encounter: Encounter) -> Iterator[Finding]:
    if site is None:
        if billing is not None and not billing.phone:
            yield _lack(
                "CLM050",
                "no telephone of the submitter is known",
                "PER04",
                "give billing_provider.phone or a site file",
            )
        receiver = encounter.payer.payer_id if encounter.payer else None
        if receiver and len(receiver) > LONGEST_SENDER:
            yield _lack("CLM051", "payer.payer_id is longer than 15", "ISA08", "check the number")
        return
    for field in ("submitter_id", "receiver_id"):
        if not 0 < len(getattr(site, field)) <= LONGEST_SENDER:
            yield _lack(
                "CLM051", f"site {field} is not 1 to 15 characters", "ISA", "mend the site file"
            )


def _diagnoses(encounter: Encounter) -> Iterator[Finding]:
    if encounter.principal is None and not is_dental(encounter):
        yield _lack("CLM060", "no diagnosis is coded", "HI", "code the encounter first")
    too_many = len(encounter.coded_diagnoses) > MOST_PROFESSIONAL_DIAGNOSES
    if too_many and encounter.setting is Setting.PROFESSIONAL:
        yield _lack(
            "CLM061",
            f"more than {MOST_PROFESSIONAL_DIAGNOSES} diagnoses on a professional claim",
            "HI",
            "keep those that the services point to",
        )


def _details(encounter: Encounter) -> Iterator[Finding]:
    details = encounter.claim
    if details.frequency in ("7", "8") and not details.original_reference:
        yield _lack(
            "CLM093",
            "a replacement or void does not name the payer's number of the claim",
            "REF*F8",
            "give claim.original_reference",
        )
    if details.accident and details.accident.kind == "AA" and not details.accident.state:
        yield _lack("CLM091", "a car accident has no state", "CLM11-4", "give accident.state")
    known = {other.payer.payer_id for other in details.other_payers}
    for number, line in enumerate(encounter.service_lines, start=1):
        if any(one.payer_id not in known for one in line.adjudications):
            yield _lack(
                "CLM092", "an adjudication names no other payer", "SVD01", "mend payer_id", number
            )


def _lines(encounter: Encounter) -> Iterator[Finding]:
    lines = encounter.service_lines
    most = MOST_LINES[encounter.setting]
    if not 0 < len(lines) <= most:
        yield _lack("CLM070", f"a claim has 1 to {most} service lines", "LX", "add or split lines")
    for number, line in enumerate(lines, start=1):
        yield from _line(encounter, number, line)


def _line(encounter: Encounter, number: int, line: ServiceLine) -> Iterator[Finding]:
    if line.charge is None or line.charge < 0:
        yield _lack("CLM071", "the line has no charge", "SV1/SV2", "give the charge", number)
    if encounter.setting is not Setting.PROFESSIONAL:
        if not line.revenue_code:
            yield _lack("CLM072", "the line has no revenue code", "SV201", "give it", number)
        return
    if not line.code:
        yield _lack("CLM073", "the line has no procedure code", "SV101", "give the code", number)
    if not line.place_of_service:
        yield _lack("CLM074", "the line has no place of service", "SV105", "give it", number)
    pointers = line.diagnosis_pointers
    if is_dental(encounter) and not pointers:
        return
    count = len(encounter.coded_diagnoses)
    if not 0 < len(pointers) <= MOST_POINTERS or any(one > count for one in pointers):
        yield _lack(
            "CLM075",
            "the line does not point to one to four of the coded diagnoses",
            "SV107",
            "mend diagnosis_pointers",
            number,
        )


def _institutional(encounter: Encounter) -> Iterator[Finding]:
    if not encounter.type_of_bill or not _TYPE_OF_BILL.fullmatch(encounter.type_of_bill):
        yield _lack("CLM080", "type_of_bill is missing or malformed", "CLM05", "give it, as 0111")
    if encounter.attending_provider is None:
        yield _lack("CLM081", "no attending provider is named", "2310A", "give the attending")
    if not encounter.discharge_status:
        yield _lack("CLM082", "discharge_status is missing", "CL103", "give the patient status")
    if encounter.setting is Setting.INPATIENT and not (
        encounter.admit_date and encounter.discharge_date
    ):
        yield _lack("CLM083", "the stay has no begin or end", "DTP*434", "give both dates")


def _npi(party: Party, field: str, number: str) -> Iterator[Finding]:
    if not party.npi or not is_npi(party.npi):
        yield _lack(number, f"{field}.npi is missing or fails its check digit", "NM109", "mend it")


def _address(address: Address | None, field: str, number: str, element: str) -> Iterator[Finding]:
    if address is None:
        yield _lack(number, f"{field} is missing", element, "give the address")
    elif not _ZIP.fullmatch(_digits(address.postal_code)):
        yield _lack(number, f"{field}.postal_code is no ZIP", "N403", "give five or nine digits")


def _digits(postal_code: str) -> str:
    return postal_code.replace("-", "").replace(" ", "")


def _lack(
    number: str, message: str, element: str, way_out: str, line: int | None = None
) -> Finding:
    return Finding(
        edit=number,
        severity=Severity.REJECT,
        code=None,
        line=line,
        message=message,
        authority=f"X12 005010 837, {element}",
        way_out=way_out,
    )
