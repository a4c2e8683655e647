"""Writes the 837 of a finished encounter, or refuses."""

from datetime import datetime
from decimal import Decimal
from types import ModuleType

from codeward.claims import dental, institutional, professional
from codeward.claims.claim import Claim, ControlNumbers, Refusal
from codeward.claims.parties import billing_provider, submitter_and_receiver, subscriber
from codeward.claims.requirements import lacks
from codeward.claims.site import Site, direct
from codeward.claims.trace import traced
from codeward.formats.x12 import (
    ALL_TYPES,
    Group,
    Interchange,
    Segment,
    X12Finding,
    X12TextError,
    interchange_text,
    validate,
)
from codeward.formats.x12.segment import segment
from codeward.model import Encounter, FinalEncounter, Finding, Setting, Severity


def build(
    final: FinalEncounter, site: Site | None, control: ControlNumbers, created: datetime
) -> Claim | Refusal:
    """The claim of a finished encounter: 837P or 837D for professional services, else 837I.

    Without a site the billing provider submits to the payer directly, as a test claim.

    Args:
        final: The encounter with its decision record.
        site: Submitter and receiver of the installation.
        control: Control numbers; the caller never uses them twice.
        created: Time of creation, written into the envelope.
    """
    encounter = final.encounter
    missing = lacks(encounter, site)
    if missing:
        return Refusal(missing)
    total = sum((line.charge or Decimal(0) for line in encounter.service_lines), Decimal(0))
    body = _body(encounter, site, control, created, total)
    sender = _sender(encounter, site)
    form = _form(encounter)
    envelope = Interchange(
        sender.submitter_id, sender.receiver_id, control.interchange, created, sender.usage
    )
    try:
        text = interchange_text(envelope, Group("HC", form.GUIDE, control.group), (body,))
    except X12TextError as error:
        return Refusal((_unwritable(error),))
    faults = own_verdict(text)
    if faults:
        return Refusal(faults)
    trace = traced(body, final.record)
    return Claim(form.TRANSACTION, text, encounter.encounter_id, total, control, trace)


def _form(encounter: Encounter) -> ModuleType:
    """The guide that the encounter's claim follows."""
    if encounter.setting is not Setting.PROFESSIONAL:
        return institutional
    return dental if dental.is_dental(encounter) else professional


def _sender(encounter: Encounter, site: Site | None) -> Site:
    if site is not None:
        return site
    if encounter.billing_provider is None or encounter.payer is None:
        raise AssertionError("requirements.lacks lets no such encounter through")
    return direct(encounter, encounter.billing_provider, encounter.payer)


def _body(
    encounter: Encounter,
    site: Site | None,
    control: ControlNumbers,
    created: datetime,
    total: Decimal,
) -> tuple[Segment, ...]:
    billing = encounter.billing_provider or (site.billing_provider if site else None)
    payer, patient, day = encounter.payer, encounter.patient, encounter.governing_date
    if billing is None or payer is None or patient is None or day is None:
        raise AssertionError("requirements.lacks lets no such encounter through")
    form = _form(encounter)
    return (
        segment("ST", "837", f"{control.transaction:04}", form.GUIDE),
        _beginning(control, created),
        *submitter_and_receiver(_sender(encounter, site)),
        *billing_provider(billing),
        *subscriber(payer, patient, encounter.claim),
        *form.claim(encounter, total, day),
    )


def _beginning(control: ControlNumbers, created: datetime) -> Segment:
    """BHT: its reference repeats the interchange number, so that a 277CA can be matched."""
    reference = f"{control.interchange:09}"
    return segment("BHT", "0019", "00", reference, f"{created:%Y%m%d}", f"{created:%H%M}", "CH")


def own_verdict(text: str) -> tuple[Finding, ...]:
    """What our own validation holds against a claim: a claim it rejects is never handed out."""
    told = validate([text.encode("ascii")], ALL_TYPES).findings
    return tuple(_own_finding(one) for one in told if one.severity is Severity.REJECT)


def _own_finding(fault: X12Finding) -> Finding:
    place = f"{fault.segment_id}{fault.element:02}" if fault.element else fault.segment_id
    return Finding(
        edit=fault.rule,
        severity=fault.severity,
        code=None,
        line=None,
        message=f"{fault.message} (loop {fault.loop or 'envelope'}, {place})",
        authority=f"X12 005010, SNIP type {fault.snip}",
        way_out="mend the field of the encounter or the site file from which it is written",
    )


def _unwritable(error: X12TextError) -> Finding:
    return Finding(
        edit="CLM090",
        severity=Severity.REJECT,
        code=None,
        line=None,
        message=str(error),
        authority="X12 005010, basic and extended character set",
        way_out="mend the field in the encounter or the site file",
    )
