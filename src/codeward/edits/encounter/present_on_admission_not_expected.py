"""ENC006: a present-on-admission indicator outside inpatient care."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find POA indicators on encounters that are no inpatient stay.

    What it checks:
        Whether an outpatient or professional encounter carries a POA indicator.
    Why it matters:
        POA belongs to inpatient stays of general acute care hospitals. Elsewhere it is not sent,
        and its presence often means that the setting is wrong.
    What to do:
        Check the setting. If it is right, remove the indicator.
    """
    if is_inpatient(encounter):
        return
    for diagnosis in encounter.diagnoses:
        if diagnosis.poa is not None:
            yield Fault(
                f"{diagnosis.code} carries a present-on-admission indicator, but the setting is "
                f"{encounter.setting}.",
                diagnosis.code,
            )


EDIT = Edit(
    code="ENC006",
    name="present-on-admission-not-expected",
    severity=Severity.INFORM,
    authority="ICD-10-CM Official Guidelines, Appendix I, General Reporting Requirements",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
