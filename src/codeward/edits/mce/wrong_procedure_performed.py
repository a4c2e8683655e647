"""MCE018: a wrong surgery, patient or body part."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.mce.stay import diagnoses, with_any_flag
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find the codes that report a wrong procedure.

    What it checks:
        Whether the stay carries Y65.51, Y65.52 or Y65.53.
    Why it matters:
        Medicare does not pay for it or for what goes with it; the stay is billed apart.
    What to do:
        Confirm the event with risk management before billing, and split the claim as the payer
        asks.
    """
    for diagnosis in with_any_flag(diagnoses(encounter, on), "wrngproc"):
        yield Fault(
            f"{diagnosis.code} reports a wrong procedure, patient or body part.", diagnosis.code
        )


EDIT = Edit(
    code="MCE018",
    name="wrong-procedure-performed",
    severity=Severity.WARN,
    authority="CMS Definitions of Medicare Code Edits: wrong procedure performed",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
