"""LIN018: more units than are medically likely."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.ncci import TABLES, lines_by_day
from codeward.model import Encounter, Severity, Span

_BY_DAY = frozenset("23")


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find units above the limit of the medically unlikely edits.

    What it checks:
        Against the imported MUE table of the quarter, for practitioners or outpatient hospitals:
        the units of each line (adjudication indicator 1, or none as in Medicaid), or the units of
        all lines of the day with the code (indicators 2 and 3). Without the table of the day's
        quarter nothing is checked.
    Why it matters:
        All units of the line or day are denied, not only those above the limit.
    What to do:
        Check the units against the record and the definition of the code. Where more were medically
        necessary, indicator 1 lets further lines with a modifier tell so, indicator 3 an appeal;
        indicator 2 is absolute.
    """
    table = TABLES.get(encounter.setting)
    for releases, lines in lines_by_day(encounter, on) if table else ():
        limits = releases.reference.units(table) if table else None
        totals: dict[str, Decimal] = {}
        for number, line, code in lines if limits else ():
            limit = limits.limit(code) if limits else None
            if limit is None:
                continue
            before = totals.get(code, Decimal(0)) if limit.adjudication in _BY_DAY else Decimal(0)
            totals[code] = before + line.units
            if totals[code] > limit.units:
                of = "a day" if limit.adjudication in _BY_DAY else "a line"
                yield Fault(
                    f"Line {number}: {totals[code]} units of {code}, at most {limit.units} {of}.",
                    code,
                    number,
                )


EDIT = Edit(
    code="LIN018",
    name="units-above-limit",
    severity=Severity.WARN,
    authority="NCCI Policy Manual, chapter I, V; CMS MUE tables",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
