"""PCS001: a procedure code that is not valid on the day of discharge."""

import re
from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import procedure_code_set
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

# Seven characters; the letters I and O are never values.
FORM = re.compile(r"[0-9A-HJ-NP-Z]{7}")


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find ICD-10-PCS codes that are not valid on the day of discharge.

    What it checks:
        Each procedure against the ICD-10-PCS release of the discharge date, whatever the day of
        the procedure. Codes of another form, unknown codes and codes of another time are told
        apart.
    Why it matters:
        The grouper silently drops a code that it does not know, and the stay falls into a medical
        DRG.
    What to do:
        Build the code again from the tables of the fiscal year of the discharge.
    """
    code_set, day = procedure_code_set(encounter, on), encounter.governing_date
    if code_set is None:
        return
    for code in dict.fromkeys(procedure.code for procedure in encounter.procedures):
        if code_set.is_billable(code):
            continue
        if code_set.validity(code):
            successors = ", ".join(code_set.successors(code))
            yield Fault(
                f"{code} is not valid for a discharge on {day}.",
                code,
                way_out=f"Replaced by {successors}: choose by documentation." if successors else "",
            )
        elif FORM.fullmatch(code):
            yield Fault(f"{code} is not an ICD-10-PCS code.", code)
        else:
            yield Fault(f"{code} does not have the form of an ICD-10-PCS code.", code)


EDIT = Edit(
    code="PCS001",
    name="code-not-valid-on-date",
    severity=Severity.REJECT,
    authority="45 CFR 162.1002(c)(3); ICD-10-PCS Official Guidelines, conventions A1 to A11",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
