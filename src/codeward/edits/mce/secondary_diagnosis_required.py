"""MCE010: a principal diagnosis that needs a secondary one."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import principal_flags, secondary_diagnoses
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find a principal diagnosis that is acceptable only beside another code.

    What it checks:
        Whether the principal diagnosis of an inpatient stay is flagged as requiring a secondary
        diagnosis, and there is none.
    Why it matters:
        The code names the kind of care, the secondary diagnosis what the care was for. Alone,
        Medicare returns it.
    What to do:
        Add the condition for which the care was given.
    """
    principal = encounter.principal
    if principal is None or secondary_diagnoses(encounter):
        return
    if "reqsdx" in principal_flags(encounter, on):
        yield Fault(
            f"{principal.code} needs a secondary diagnosis, and there is none.",
            principal.code,
        )


EDIT = Edit(
    code="MCE010",
    name="secondary-diagnosis-required",
    severity=Severity.REJECT,
    authority=(
        "CMS Definitions of Medicare Code Edits: unacceptable principal diagnosis, acceptable"
        " with a secondary diagnosis"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
