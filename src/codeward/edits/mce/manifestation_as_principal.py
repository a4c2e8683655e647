"""MCE006: a manifestation as principal diagnosis."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import principal_flags
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find a manifestation code in the principal place.

    What it checks:
        Whether the principal diagnosis of an inpatient stay is flagged as a manifestation, that is
        one with a code-first note in its category.
    Why it matters:
        A manifestation describes what an underlying disease does; the convention puts the disease
        first. Medicare returns the claim.
    What to do:
        Sequence the underlying disease first and the manifestation directly after it.
    """
    principal = encounter.principal
    if principal and "manifestation" in principal_flags(encounter, on):
        yield Fault(
            f"{principal.code} is a manifestation and cannot be the principal diagnosis.",
            principal.code,
        )


EDIT = Edit(
    code="MCE006",
    name="manifestation-as-principal",
    severity=Severity.REJECT,
    authority="CMS Definitions of Medicare Code Edits: manifestation code as principal diagnosis",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
