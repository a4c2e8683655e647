"""Rows of a CPT release from the operator's own licensed files of the AMA.

Its name says that it is licensed. The texts stay in this installation: nothing that leaves it, no
claim, message, bundle or log, carries a descriptor.
"""

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.day_numbers import number_of
from codeward.codesets.readers.cpt_files import CptCode
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import Sources
from codeward.codesets.tables import CODE, SPAN, Row

SOURCE = "CPT file of the American Medical Association, licensed to the operator"


def cpt_rows(planned: PlannedRelease, sources: Sources) -> tuple[dict[str, list[Row]], BuildReport]:
    """Codes with the longest descriptor that a file of the year gives."""
    codes: dict[str, list[CptCode]] = {}
    for file in sources.imports.cpt(planned):
        for one in file.codes:
            codes.setdefault(one.code, []).append(one)
    rows: dict[str, list[Row]] = {
        CODE.name: [(code, _title(found), 1, 0, None, SOURCE, "code")
                    for code, found in codes.items()],
        SPAN.name: [(code, _first(found, planned), number_of(planned.last), "")
                    for code, found in codes.items()
                    if _first(found, planned) <= number_of(planned.last)],
    }  # fmt: skip
    report = BuildReport(
        counts={"billable": len(rows[SPAN.name])}, sources=(f"codes, descriptors: {SOURCE}",)
    )
    return rows, report


def _title(found: list[CptCode]) -> str:
    """The long text of any file, else a medium one, else a short one."""
    texts = (
        *(one.long for one in found),
        *(one.medium for one in found),
        *(one.short for one in found),
    )
    return next(filter(None, texts), "")


def _first(found: list[CptCode], planned: PlannedRelease) -> int:
    """The first day that a file states, else the first day of the release."""
    stated = [one.effective for one in found if one.effective]
    return number_of(min(stated, default=planned.first))
