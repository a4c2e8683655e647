"""Loops 2300 and 2400 of an 837I (guide 005010X223A2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.claims import circumstances as around
from codeward.claims import providers
from codeward.claims.other_payers import adjudications, other_payers
from codeward.claims.parties import named_party
from codeward.claims.service_lines import drug, line_number, procedure, service_day
from codeward.claims.sourced import sourced
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
        sourced(encounter.admission_type or NOT_AVAILABLE, "admission_type"),
        sourced(encounter.admission_source or NOT_AVAILABLE, "admission_source"),
        sourced(encounter.discharge_status, "discharge_status"),
    )
    yield from around.attachments(encounter.claim)
    yield from around.references(encounter.claim)
    yield from around.note(encounter.claim)
    yield from code_information(encounter)
    yield from _providers(encounter)
    yield from other_payers(encounter)
    for number, line in enumerate(encounter.service_lines):
        yield from _line(number, line, encounter, day)


def _providers(encounter: Encounter) -> Iterator[Segment]:
    """Loops 2310A, 2310B and 2310D to 2310F; the attending is not named again as rendering."""
    attending, rendering = encounter.attending_provider, encounter.rendering_provider
    yield from providers.attending(encounter)
    yield from providers.further(encounter, "operating_provider")
    if rendering and not providers.is_same(rendering, attending):
        yield named_party("82", rendering, "rendering_provider")
    yield from providers.facility(encounter)
    yield from providers.further(encounter, "referring_provider")


def code_information(encounter: Encounter) -> Iterator[Segment]:
    """The HI segments in the guide's order: diagnoses by role, external causes, procedures."""
    principal, *others = encounter.coded_diagnoses
    inpatient = encounter.setting is Setting.INPATIENT
    at = encounter.diagnoses.index
    yield segment("HI", _diagnosis("ABK", principal, at(principal), with_poa=inpatient))
    admitting = _by_role(encounter, DiagnosisRole.ADMITTING)
    if admitting and inpatient:
        yield segment("HI", ("ABJ", sourced(admitting[0].code, _code_at(at(admitting[0])))))
    reasons = _by_role(encounter, DiagnosisRole.REASON_FOR_VISIT)
    if reasons and not inpatient:
        yield segment("HI", *(("APR", sourced(one.code, _code_at(at(one)))) for one in reasons[:3]))
    causes = [one for one in others if one.code.startswith(_EXTERNAL_CAUSE)]
    yield from _packed([_diagnosis("ABN", one, at(one), with_poa=inpatient) for one in causes])
    rest = [one for one in others if one not in causes]
    yield from _packed([_diagnosis("ABF", one, at(one), with_poa=inpatient) for one in rest])
    yield from _procedures(encounter)


def _procedures(encounter: Encounter) -> Iterator[Segment]:
    coded = [
        (
            sourced(one.code, f"procedures[{number}].code"),
            "D8",
            sourced(
                (one.date or encounter.admit_date or date.min).strftime("%Y%m%d"),
                f"procedures[{number}].date",
            ),
        )
        for number, one in enumerate(encounter.procedures)
    ]
    if coded:
        yield segment("HI", ("BBR", *coded[0]))
        yield from _packed([("BBQ", *one) for one in coded[1:]])


def _claim_header(encounter: Encounter, total: Decimal) -> Segment:
    bill = (encounter.type_of_bill or "").removeprefix("0")
    details = encounter.claim
    frequency = details.frequency if details.frequency != "1" else bill[2:]
    source = "claim.frequency" if details.frequency != "1" else "type_of_bill"
    where = (sourced(bill[:2], "type_of_bill"), "A", sourced(frequency, source))
    return around.claim_header(encounter, total, where, "")


def _dates(encounter: Encounter, day: date) -> Iterator[Segment]:
    begin = encounter.admit_date or encounter.service_date or day
    end = encounter.discharge_date or encounter.service_date or day
    if encounter.setting is Setting.INPATIENT and encounter.discharge_hour is not None:
        hour = sourced(f"{encounter.discharge_hour:02}00", "discharge_hour")
        yield segment("DTP", "096", "TM", hour)
    period = f"{begin:%Y%m%d}-{max(begin, end):%Y%m%d}"
    yield segment("DTP", "434", "RD8", sourced(period, "admit_date, discharge_date"))
    if encounter.setting is Setting.INPATIENT:
        if encounter.admission_hour is None:
            yield segment("DTP", "435", "D8", sourced(f"{begin:%Y%m%d}", "admit_date"))
        else:
            admitted = f"{begin:%Y%m%d}{encounter.admission_hour:02}00"
            yield segment("DTP", "435", "DT", sourced(admitted, "admit_date, admission_hour"))


def _line(number: int, line: ServiceLine, encounter: Encounter, day: date) -> Iterator[Segment]:
    where = f"service_lines[{number}]"
    code: Element = procedure("HC", line, where) if line.code else ""
    yield segment("LX", str(number + 1))
    yield segment(
        "SV2",
        sourced(line.revenue_code, f"{where}.revenue_code"),
        code,
        sourced(amount(line.charge or Decimal(0)), f"{where}.charge"),
        "DA" if _is_room(line) else "UN",
        sourced(amount(line.units), f"{where}.units"),
    )
    if encounter.setting is not Setting.INPATIENT:
        yield service_day(line, day, where)
    yield line_number(number)
    yield from drug(line, where)
    yield from adjudications(line, code, where)


def _is_room(line: ServiceLine) -> bool:
    """Accommodation revenue codes 010x to 021x are counted in days (NUBC)."""
    return "0100" <= (line.revenue_code or "") <= "0219"


def _diagnosis(
    qualifier: str, diagnosis: Diagnosis, number: int, *, with_poa: bool
) -> tuple[str, ...]:
    """A diagnosis; present on admission stands ninth and stays empty where exempt."""
    code = sourced(diagnosis.code, _code_at(number))
    if not with_poa or diagnosis.poa is None:
        return (qualifier, code)
    poa = sourced(diagnosis.poa, f"diagnoses[{number}].poa")
    return (qualifier, code, "", "", "", "", "", "", poa)


def _code_at(number: int) -> str:
    return f"diagnoses[{number}].code"


def _packed(entries: list[tuple[str, ...]]) -> Iterator[Segment]:
    """HI segments with at most twelve entries each."""
    for start in range(0, len(entries), _IN_ONE_HI):
        yield segment("HI", *entries[start : start + _IN_ONE_HI])


def _by_role(encounter: Encounter, role: DiagnosisRole) -> list[Diagnosis]:
    return [one for one in encounter.diagnoses if one.role is role]
