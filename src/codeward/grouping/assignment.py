"""Groups a stay: refuses what must not be grouped, calls the grouper, and explains its answer."""

from codeward.codesets import MsdrgTables, Releases
from codeward.grouping.effects import effects
from codeward.grouping.grouper import (
    Grouper,
    GrouperAnswer,
    GroupingError,
    Stay,
    StayDiagnosis,
    Unavailable,
)
from codeward.grouping.obstacles import age_at_admission, finding, obstacles
from codeward.model import Encounter, Finding, Grouping

UNGROUPABLE = 999
PRE_MDC = "PRE"
# Transplants, ECMO, tracheostomies and CAR-T: assigned before any category is looked at.
LAST_PRE_MDC_DRG = 19


def group(encounter: Encounter, on: Releases, grouper: Grouper) -> Grouping | None:
    """The MS-DRG of an inpatient stay; None where it cannot be grouped: `findings` says why.

    Raises:
        GroupingError: the grouper's answer cannot be trusted.
    """
    found = outcome(encounter, on, grouper)
    return found if isinstance(found, Grouping) else None


def findings(encounter: Encounter, on: Releases, grouper: Grouper) -> tuple[Finding, ...]:
    """Why the encounter has no DRG; () where it has one."""
    found = outcome(encounter, on, grouper)
    return () if isinstance(found, Grouping) else found


def outcome(encounter: Encounter, on: Releases, grouper: Grouper) -> Grouping | tuple[Finding, ...]:
    """The MS-DRG, or the findings that say why there is none.

    The version goes by the discharge date: the first digits are the fiscal year, the last one the
    October or April release (CMS, MS-DRG Classifications and Software).

    Raises:
        GroupingError: the grouper's answer cannot be trusted.
    """
    blocking = obstacles(encounter, on)
    if blocking:
        return blocking
    stay = stay_of(encounter, on)
    answer = grouper.group(stay)
    if isinstance(answer, Unavailable):
        return (finding("GRP008", f"No MS-DRG grouper: {answer.reason}"),)
    require_trust(stay, answer)
    return _grouping(stay, answer, on.on(encounter.governing_date or on.day).msdrg)


def stay_of(encounter: Encounter, on: Releases) -> Stay:
    """The encounter in the grouper's terms; it must have no obstacle."""
    patient, age, principal = encounter.patient, age_at_admission(encounter), encounter.principal
    if patient is None or age is None or principal is None or not encounter.discharge_status:
        raise GroupingError("a stay with an obstacle cannot be grouped; ask for its obstacles")
    first, *others = (StayDiagnosis(dx.code, dx.poa) for dx in encounter.coded_diagnoses)
    return Stay(
        version=on.on(encounter.governing_date or on.day).msdrg.version,
        age=age,
        sex=patient.sex,
        discharge_status=int(encounter.discharge_status),
        principal=first,
        secondaries=tuple(others),
        procedures=tuple(px.code for px in encounter.procedures),
    )


def require_trust(stay: Stay, answer: GrouperAnswer) -> None:
    """Hold that the grouper took every diagnosis that it was given.

    Raises:
        GroupingError: it did not, so the DRG rests on fewer codes than the claim holds.
    """
    taken = sorted(mark.code for mark in answer.secondaries if mark.recognised)
    sent = sorted(diagnosis.code for diagnosis in stay.secondaries)
    if taken != sent or not answer.principal.recognised:
        left_out = ", ".join(sorted({stay.principal.code, *sent} - {*taken, stay.principal.code}))
        raise GroupingError(
            f"the grouper {stay.version} left out codes ({left_out or stay.principal.code}), so "
            "its DRG is not shown; compare the code-set release with the grouper's"
        )


def _grouping(stay: Stay, answer: GrouperAnswer, tables: MsdrgTables) -> Grouping:
    drg = f"{answer.drg:03d}"
    mdc = _mdc(answer)
    return Grouping(
        drg=drg,
        title=tables.drg_title(drg) or "",
        mdc=mdc,
        mdc_title=(tables.mdc_title(mdc) or "") if mdc else "",
        version=stay.version,
        weight=tables.weight(drg),
        effects=effects(stay, answer),
        return_code=answer.return_code,
    )


def _mdc(answer: GrouperAnswer) -> str:
    """The grouper names the category of the principal diagnosis, even where the DRG precedes it."""
    if answer.drg == UNGROUPABLE:
        return ""
    return PRE_MDC if answer.drg <= LAST_PRE_MDC_DRG else f"{answer.mdc:02d}"
