"""Rows of an ICD-10-PCS release: valid codes with the titles that a package has."""

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import PCS_TITLES_SOURCE, VALIDITY_SOURCE, Sources
from codeward.codesets.tables import CODE, OTHER_TIME, Row


def icd10pcs_rows(
    planned: PlannedRelease, sources: Sources
) -> tuple[dict[str, list[Row]], BuildReport]:
    """Codes without hierarchy: no package carries the tables that ICD-10-PCS is built from."""
    titles = sources.pcs_titles
    valid = sources.pcs_master.valid_between(planned.first, planned.last)
    known = {span.code for span in sources.pcs_master.spans}
    codes: list[Row] = [
        (code, titles.get(code), 1, 0, None, PCS_TITLES_SOURCE if code in titles else "", "code")
        for code in valid
    ]
    others: list[Row] = [
        (code, titles.get(code), None, PCS_TITLES_SOURCE if code in titles else "")
        for code in known.difference(valid)
    ]
    report = BuildReport(
        counts={"billable": len(codes), "untitled": sum(code not in titles for code in valid)},
        sources=(f"validity: {VALIDITY_SOURCE}", f"titles: {PCS_TITLES_SOURCE} (drg 1.0.0)"),
    )
    return {CODE.name: codes, OTHER_TIME.name: others}, report
