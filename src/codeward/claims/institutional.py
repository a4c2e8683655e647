"""Loops 2300 and 2400 of an 837I (guide 005010X223A2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims.parties import named_party
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import Element, segment
from codeward.model import Diagnosis, DiagnosisRole, Encounter, ServiceLine, Setting

GUIDE = "005010X223A2"
TRANSACTION = "837I"
# NUBC codes for a type and a point of origin that nobody wrote down.
NOT_AVAILABLE = "9"
_IN_ONE_HI = 12
_EXTERNAL_CAUSE = ("V", "W", "X", "Y")


def claim(encounter: Encounter, total: Decimal, day: date) -> Iterator[Segment]:
    """The claim and its lines; the encounter meets every requirement."""
    yield _claim_header(encounter, total)
    yield from _dates(encounter, day)
    yield segment(
        "CL1",
        encounter.admission_type or NOT_AVAILABLE,
        encounter.admission_source or NOT_AVAILABLE,
        encounter.discharge_status or "",
    )
    yield from code_information(encounter)
    if encounter.attending_provider:
        yield named_party("71", encounter.attending_provider)
        if encounter.attending_provider.taxonomy:
            yield segment("PRV", "AT", "PXC", encounter.attending_provider.taxonomy)
    for number, line in enumerate(encounter.service_lines, start=1):
        yield from _line(number, line, encounter, day)


def code_information(encounter: Encounter) -> Iterator[Segment]:
    """The HI segments in the guide's order: diagnoses by role, external causes, procedures."""
    principal, *others = encounter.coded_diagnoses
    inpatient = encounter.setting is Setting.INPATIENT
    yield segment("HI", _diagnosis("ABK", principal, with_poa=inpatient))
    admitting = _by_role(encounter, DiagnosisRole.ADMITTING)
    if admitting and inpatient:
        yield segment("HI", ("ABJ", admitting[0].code))
    reasons = _by_role(encounter, DiagnosisRole.REASON_FOR_VISIT)
    if reasons and not inpatient:
        yield segment("HI", *(("APR", one.code) for one in reasons[:3]))
    causes = [one for one in others if one.code.startswith(_EXTERNAL_CAUSE)]
    yield from _packed([_diagnosis("ABN", one, with_poa=inpatient) for one in causes])
    rest = [one for one in others if one not in causes]
    yield from _packed([_diagnosis("ABF", one, with_poa=inpatient) for one in rest])
    yield from _procedures(encounter)


def _procedures(encounter: Encounter) -> Iterator[Segment]:
    coded = [
        (one.code, "D8", (one.date or encounter.admit_date or date.min).strftime("%Y%m%d"))
        for one in encounter.procedures
    ]
    if coded:
        yield segment("HI", ("BBR", *coded[0]))
        yield from _packed([("BBQ", *one) for one in coded[1:]])


def _claim_header(encounter: Encounter, total: Decimal) -> Segment:
    bill = (encounter.type_of_bill or "").removeprefix("0")
    where = (bill[:2], "A", bill[2:])
    return segment("CLM", encounter.encounter_id, amount(total), "", "", where, "", "A", "Y", "Y")


def _dates(encounter: Encounter, day: date) -> Iterator[Segment]:
    begin = encounter.admit_date or encounter.service_date or day
    end = encounter.discharge_date or encounter.service_date or day
    if encounter.setting is Setting.INPATIENT and encounter.discharge_hour is not None:
        yield segment("DTP", "096", "TM", f"{encounter.discharge_hour:02}00")
    yield segment("DTP", "434", "RD8", f"{begin:%Y%m%d}-{max(begin, end):%Y%m%d}")
    if encounter.setting is Setting.INPATIENT:
        if encounter.admission_hour is None:
            yield segment("DTP", "435", "D8", f"{begin:%Y%m%d}")
        else:
            yield segment("DTP", "435", "DT", f"{begin:%Y%m%d}{encounter.admission_hour:02}00")


def _line(number: int, line: ServiceLine, encounter: Encounter, day: date) -> Iterator[Segment]:
    code: Element = ("HC", line.code, *line.modifiers) if line.code else ""
    yield segment("LX", str(number))
    yield segment(
        "SV2",
        line.revenue_code or "",
        code,
        amount(line.charge or Decimal(0)),
        "DA" if _is_room(line) else "UN",
        amount(line.units),
    )
    if encounter.setting is not Setting.INPATIENT:
        yield segment("DTP", "472", "D8", (line.service_date or day).strftime("%Y%m%d"))


def _is_room(line: ServiceLine) -> bool:
    """Accommodation revenue codes 010x to 021x are counted in days (NUBC)."""
    return "0100" <= (line.revenue_code or "") <= "0219"


def _diagnosis(qualifier: str, diagnosis: Diagnosis, *, with_poa: bool) -> tuple[str, ...]:
    """A diagnosis; present on admission stands ninth and stays empty where exempt."""
    if not with_poa or diagnosis.poa is None:
        return (qualifier, diagnosis.code)
    return (qualifier, diagnosis.code, "", "", "", "", "", "", diagnosis.poa)


def _packed(entries: list[tuple[str, ...]]) -> Iterator[Segment]:
    """HI segments with at most twelve entries each."""
    for start in range(0, len(entries), _IN_ONE_HI):
        yield segment("HI", *entries[start : start + _IN_ONE_HI])


def _by_role(encounter: Encounter, role: DiagnosisRole) -> list[Diagnosis]:
    return [one for one in encounter.diagnoses if one.role is role]
