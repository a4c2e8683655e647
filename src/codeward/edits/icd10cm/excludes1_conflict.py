"""ICD007: two codes that an Excludes1 note keeps apart."""

from collections.abc import Iterator
from datetime import date

from codeward.codesets import Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.edits.edit import Edit, Fault
from codeward.model import Encounter, Severity, Span


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find pairs of codes that the Tabular says cannot occur together.

    What it checks:
        Every pair of coded diagnoses against the Excludes1 notes of code, category, block and
        chapter. A pair is reported once; the finding names both codes and the place of the note.
    Why it matters:
        The note says that one condition is not coded here but there, so both together say one
        thing twice or contradict each other. It may be overlooked only for conditions that are
        unrelated.
    What to do:
        Keep the code that the documentation supports. If the two conditions are truly unrelated,
        keep both and say so in the rationale.
    """
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return
    codes = tuple(dict.fromkeys(dx.code for dx in encounter.coded_diagnoses))
    said: set[frozenset[str]] = set()
    for conflict in code_set.excludes1_conflicts(codes):
        pair = frozenset((conflict.code, conflict.excluded))
        if pair in said:
            continue
        said.add(pair)
        yield Fault(
            f"{conflict.code} and {conflict.excluded} exclude each other (Excludes1 at "
            f"{conflict.owner}).",
            conflict.code,
        )


EDIT = Edit(
    code="ICD007",
    name="excludes1-conflict",
    severity=Severity.WARN,
    authority="ICD-10-CM Official Guidelines, Section I.A.12.a",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
