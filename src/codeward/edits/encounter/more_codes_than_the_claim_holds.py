"""ENC010: more codes than the claim has places for."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Setting, Severity, Span

PROFESSIONAL_DIAGNOSES = 12
INSTITUTIONAL_DIAGNOSES = 25
INSTITUTIONAL_PROCEDURES = 25


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find encounters with more diagnoses or procedures than one claim carries.

    What it checks:
        12 diagnoses on a professional claim; 25 diagnoses and 25 ICD-10-PCS procedures on an
        institutional one. The admitting diagnosis and visit reasons have places of their own.
    Why it matters:
        What lies beyond the last place is not sent, and with it severity, risk and medical
        necessity are lost without anybody noticing.
    What to do:
        Sequence the codes that bear on care and severity first and drop those that do not meet the
        definition of a reportable diagnosis.
    """
    professional = encounter.setting is Setting.PROFESSIONAL
    places = PROFESSIONAL_DIAGNOSES if professional else INSTITUTIONAL_DIAGNOSES
    for diagnosis in encounter.coded_diagnoses[places:]:
        yield Fault(
            f"{diagnosis.code} lies beyond the {places} diagnoses that the claim carries.",
            diagnosis.code,
        )
    for procedure in encounter.procedures[INSTITUTIONAL_PROCEDURES:]:
        yield Fault(
            f"{procedure.code} lies beyond the {INSTITUTIONAL_PROCEDURES} procedures that the "
            "claim carries.",
            procedure.code,
        )


EDIT = Edit(
    code="ENC010",
    name="more-codes-than-the-claim-holds",
    severity=Severity.WARN,
    authority="ASC X12N 005010X222A1 and 005010X223A2, HI segments of loop 2300",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
