"""MCE002: an external cause as principal diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import principal_flags
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find a code of an external cause in the principal place.

    What it checks:
        Whether the principal diagnosis of an inpatient stay is a code that the editor flags as
        external cause of morbidity (V00 to Y99).
    Why it matters:
        Such a code says how an injury came about, never what was treated. The grouper answers with
        no DRG, and the claim is returned.
    What to do:
        Sequence the injury or condition first and keep the external cause as a secondary code.
    """
    principal = encounter.principal
    if principal and "ecodepdx" in principal_flags(encounter, on):
        yield Fault(
            f"{principal.code} is an external cause and cannot be the principal diagnosis.",
            principal.code,
        )


EDIT = Edit(
    code="MCE002",
    name="external-cause-as-principal",
    severity=Severity.REJECT,
    authority=(
        "CMS Definitions of Medicare Code Edits: external causes of morbidity code as "
        "principal diagnosis"
    ),
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
