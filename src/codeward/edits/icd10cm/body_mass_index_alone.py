"""ICD021: a body mass index without a diagnosis that it belongs to."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span

_DIAGNOSES = "E40 E41 E42 E43 E44 E45 E46 E64 E66 F50 R62 R63 R64 O25 O992 P92"
ASSOCIATED = tuple(_DIAGNOSES.split())


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:  # noqa: ARG001 - every check takes both
    """Find Z68 codes without an associated diagnosis.

    What it checks:
        Whether a Z68 code stands without overweight, obesity, malnutrition, an eating disorder or
        abnormal weight (E40 to E46, E64, E66, F50, R62 to R64, O25, O99.2, P92).
    Why it matters:
        The index may come from any clinician, the diagnosis only from the provider; the number
        alone is not reportable.
    What to do:
        Look for the provider's diagnosis or query; remove the Z68 code if there is none.
    """
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    if any(code.startswith(ASSOCIATED) for code in codes):
        return
    for code in codes:
        if code.startswith("Z68"):
            yield Fault(f"{code} stands without a diagnosis of weight or nutrition.", code)


EDIT = Edit(
    code="ICD021",
    name="body-mass-index-alone",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.B.14",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
