"""Rows of an ICD-10-PCS release: valid codes with the titles that a package has."""

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import (
    PCS_TITLES_SOURCE,
    PCS_TITLES_YEAR,
    VALIDITY_SOURCE,
    Sources,
)
from codeward.codesets.tables import CODE, OTHER_TIME, Row
from codeward.model import System


def icd10pcs_rows(
    planned: PlannedRelease, sources: Sources
) -> tuple[dict[str, list[Row]], BuildReport]:
    """Codes without hierarchy: no package carries the tables that ICD-10-PCS is built from."""
    titles = dict.fromkeys(sources.pcs_titles, PCS_TITLES_SOURCE)
    texts = dict(sources.pcs_titles)
    imported = sources.imports.titles(
        System.ICD10PCS, after=PCS_TITLES_YEAR, until=planned.fiscal_year
    )
    for added in reversed(imported):
        texts |= added.titles
        titles |= dict.fromkeys(added.titles, added.source)
    valid = sources.pcs_master.valid_between(planned.first, planned.last)
    known = {span.code for span in sources.pcs_master.spans}
    codes: list[Row] = [
        (code, texts.get(code), 1, 0, None, titles.get(code, ""), "code") for code in valid
    ]
    others: list[Row] = [
        (code, texts.get(code), None, titles.get(code, "")) for code in known.difference(valid)
    ]
    report = BuildReport(
        counts={"billable": len(codes), "untitled": sum(code not in texts for code in valid)},
        sources=(
            f"validity: {VALIDITY_SOURCE}",
            f"titles: {PCS_TITLES_SOURCE} (drg 1.0.0)",
            *(f"titles: {added.source} (imported)" for added in imported),
        ),
    )
    return {CODE.name: codes, OTHER_TIME.name: others}, report
