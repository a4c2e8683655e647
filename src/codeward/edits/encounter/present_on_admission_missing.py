"""ENC005: an inpatient diagnosis without a present-on-admission indicator."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import is_inpatient
from codeward.edits.edit import Edit, Fault
from codeward.edits.encounter.exempt_from_present_on_admission import is_exempt
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find inpatient diagnoses that lack the POA indicator.

    What it checks:
        Whether each principal and secondary diagnosis of an inpatient stay carries Y, N, U or W,
        unless the code is exempt from POA reporting: by the exempt list of the fiscal year where it
        is imported, else by the regularities of the list.
    Why it matters:
        Hospitals under IPPS must report it, and the grouper needs it to tell a hospital-acquired
        condition from one the patient came with. A missing N hides one, a missing Y invents one.
    What to do:
        Take the indicator from the provider's documentation; use U or query the provider where the
        record does not say, W where it cannot be determined clinically.
    """
    if not is_inpatient(encounter):
        return
    day = encounter.governing_date
    listed = on.on(day).reference.poa_exempt if day else None
    for diagnosis in encounter.coded_diagnoses:
        exempt = listed.is_exempt(diagnosis.code) if listed else None
        if diagnosis.poa is None and not (is_exempt(diagnosis.code) if exempt is None else exempt):
            yield Fault(f"{diagnosis.code} has no present-on-admission indicator.", diagnosis.code)


EDIT = Edit(
    code="ENC005",
    name="present-on-admission-missing",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Appendix I; Deficit Reduction Act 2005, s. 5001(c)",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
