"""MCE009: a code that is not acceptable as principal diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import principal_flags
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find circumstances and statuses in the principal place.

    What it checks:
        Whether the principal diagnosis of an inpatient stay is flagged unacceptable: it describes
        a circumstance that influences health, or an organism, and not the condition treated.
    Why it matters:
        Medicare returns the claim, and the DRG would rest on something that was not treated.
    What to do:
        Sequence the condition that was treated first; keep the circumstance as a secondary code.
    """
    principal = encounter.principal
    flags = principal_flags(encounter, on)
    if principal and "unacceptable" in flags and "reqsdx" not in flags:
        yield Fault(
            f"{principal.code} is not acceptable as principal diagnosis.",
            principal.code,
        )


EDIT = Edit(
    code="MCE009",
    name="unacceptable-principal",
    severity=Severity.REJECT,
    authority="CMS Definitions of Medicare Code Edits: unacceptable principal diagnosis",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
