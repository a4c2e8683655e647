"""Rows of an MS-DRG version: titles, weights where published, severity, and tables of the MCE."""

from collections.abc import Iterable, Mapping

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.readers.grouper_tables import VersionedTitle
from codeward.codesets.readers.table5 import WeightedDrg
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import Sources
from codeward.codesets.tables import AGE_RANGE, DISCHARGE_STATUS, DRG, MDC, SEVERITY, Row


def msdrg_rows(
    planned: PlannedRelease, sources: Sources
) -> tuple[dict[str, list[Row]], BuildReport]:
    """A weight only from a Table 5 of the same fiscal year: never that of a neighbour."""
    version = planned.grouper_number
    published = sources.table5.fiscal_year == planned.fiscal_year
    weights = {one.drg: one for one in sources.table5.drgs} if published else {}
    drgs = [
        _drg_row(f"{number:03}", title, weights)
        for number, title in _titles(sources.drg_titles, version).items()
    ]
    mdcs = _titles(sources.mdc_titles, version)
    severities: list[Row] = [
        (one.code, one.level) for one in sources.severities if one.first <= version <= one.last
    ]
    rows: dict[str, list[Row]] = {
        DRG.name: drgs,
        MDC.name: [(f"{number:02}", title) for number, title in mdcs.items()],
        SEVERITY.name: severities,
        AGE_RANGE.name: [
            (one.name, one.first, one.last, one.youngest, one.oldest) for one in sources.age_ranges
        ],
        DISCHARGE_STATUS.name: [
            (one.status, one.first, one.last) for one in sources.discharge_statuses
        ],
    }
    counts = {"drgs": len(drgs), "weights": sum(row[2] is not None for row in drgs)}
    counts |= {level: sum(row[1] == level for row in severities) for level in ("CC", "MCC")}
    weighted = f"Table 5 of FY{sources.table5.fiscal_year} (drg 1.0.0)" if published else "none"
    report = BuildReport(
        counts=counts, sources=("titles, severity: msdrg 1.2.0", f"weights: {weighted}")
    )
    return rows, report


def _titles(titles: Iterable[VersionedTitle], version: int) -> dict[int, str]:
    return {one.number: one.title for one in titles if one.first <= version <= one.last}


def _drg_row(drg: str, title: str, weights: Mapping[str, WeightedDrg]) -> Row:
    known = weights.get(drg)
    if known is None:
        return (drg, title, None, None, None, None, None, None)
    return (
        drg,
        title,
        known.weight,
        known.gmlos,
        known.amlos,
        int(known.post_acute),
        known.mdc,
        known.type,
    )
