"""Rows of a HCPCS Level II release from the operator's annual or quarterly file.

The files are cumulative: a code that ended years ago is still listed. Only its dates say whether it
is valid (CMS, HCPCS Level II record layout).
"""

from collections.abc import Iterator

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.day_numbers import number_of
from codeward.codesets.entry import NoteKind
from codeward.codesets.readers.hcpcs_records import HcpcsCode
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import Sources
from codeward.codesets.tables import CODE, NOTE, OTHER_TIME, SPAN, Row

_COVERAGE = {
    "C": "Medicare coverage C: the contractor decides",
    "D": "Medicare coverage D: special instructions apply",
    "I": "Medicare coverage I: not payable by Medicare",
    "M": "Medicare coverage M: not covered by Medicare",
    "S": "Medicare coverage S: not covered by statute",
}


def hcpcs_rows(
    planned: PlannedRelease, sources: Sources
) -> tuple[dict[str, list[Row]], BuildReport]:
    """Codes with their dates and coverage; modifiers stay in the imported file."""
    file = sources.imports.hcpcs(planned)
    sheet = sources.imports.hcpcs_sheet
    texts = {row.code: row.long_title for row in sheet.codes} if sheet else {}
    source = f"HCPCS file of {planned.first}"

    def titled(one: HcpcsCode) -> tuple[str, str]:
        if one.code in texts:
            return texts[one.code], "HCPCS sheet of titles"
        return one.long_title, source

    valid = [one for one in file.codes if _valid_within(one, planned)]
    present = {one.code for one in valid}
    rows: dict[str, list[Row]] = {
        CODE.name: [
            (one.code, title, 1, 0, None, where, "code")
            for one in valid
            for title, where in (titled(one),)
        ],
        OTHER_TIME.name: [
            (one.code, title, None, where)
            for one in file.codes
            if one.code not in present
            for title, where in (titled(one),)
        ],
        SPAN.name: [row for one in file.codes for row in _span(one, planned)],
        NOTE.name: [row for one in file.codes for row in _notes(one)],
    }
    report = BuildReport(
        counts={
            "billable": len(valid),
            "ended": len(file.codes) - len(valid),
            "modifiers_not_compiled": len(file.modifiers),
            "undated": sum(_first(one) is None for one in file.codes),
        },
        sources=(f"codes, dates, coverage: {source} (imported)",),
    )
    return rows, report


def _valid_within(one: HcpcsCode, planned: PlannedRelease) -> bool:
    first = _first(one)
    ended = one.terminated is not None and one.terminated < planned.first
    return first is not None and first <= number_of(planned.last) and not ended


def _first(one: HcpcsCode) -> int | None:
    """First day of validity; a code without any date is known, not valid."""
    day = one.added or one.effective
    return number_of(day) if day else None


def _span(one: HcpcsCode, planned: PlannedRelease) -> Iterator[Row]:
    first = _first(one)
    last = number_of(one.terminated or planned.last)
    if first is not None and first <= last:
        yield one.code, first, last, ""


def _notes(one: HcpcsCode) -> Iterator[Row]:
    texts = [_COVERAGE[one.coverage]] if one.coverage in _COVERAGE else []
    if one.action:
        on = f" on {one.effective}" if one.effective else ""
        texts.append(f"Last action {one.action}{on}")
    if one.cross_references:
        texts.append(f"Cross-references: {', '.join(one.cross_references)}")
    for number, text in enumerate(texts):
        yield one.code, number, NoteKind.NOTE.value, text, ""
