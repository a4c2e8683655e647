"""PCS004: an ICD-10-PCS code outside inpatient care."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find ICD-10-PCS codes on encounters that are no inpatient stay.

    What it checks:
        Whether an outpatient or professional encounter carries ICD-10-PCS procedures.
    Why it matters:
        The adopted code sets for these are CPT and HCPCS on service lines; the claim has no valid
        place for PCS.
    What to do:
        Report the service with its CPT or HCPCS code on a service line, or correct the setting.
    """
    if is_inpatient(encounter):
        return
    for procedure in encounter.procedures:
        yield Fault(
            f"{procedure.code} is an ICD-10-PCS code, but the setting is {encounter.setting}.",
            procedure.code,
        )


EDIT = Edit(
    code="PCS004",
    name="procedure-outside-inpatient-care",
    severity=Severity.REJECT,
    authority="45 CFR 162.1002(c)(3): ICD-10-PCS for inpatient hospital procedures",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
