"""MCE020: a code of unspecified side where a side can be told."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import diagnoses, with_any_flag
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find unspecified codes for which the editor demands laterality.

    What it checks:
        Diagnoses flagged as unspecified: the category has codes for right, left or both, and the
        code says none of them.
    Why it matters:
        The side is nearly always in the record. Medicare returns the claim or asks why it could
        not be determined.
    What to do:
        Take the side from the documentation; ask the provider where it is missing.
    """
    for diagnosis in with_any_flag(diagnoses(encounter, on), "unspecified"):
        yield Fault(
            f"{diagnosis.code} leaves open the side, which other codes state.", diagnosis.code
        )


EDIT = Edit(
    code="MCE020",
    name="unspecified-side",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: unspecified code",
    in_force=Span(date(2022, 4, 1)),
    check=check,
)
