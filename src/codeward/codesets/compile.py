"""Compiles a planned release into the rows of its file: sources in, tables out, nothing else.

The same sources give the same rows in the same order, so that a release has one hash everywhere.
"""

from collections.abc import Iterable

import msgspec

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.compile_cpt import cpt_rows
from codeward.codesets.compile_hcpcs import hcpcs_rows
from codeward.codesets.compile_icd10cm import icd10cm_rows
from codeward.codesets.compile_icd10pcs import icd10pcs_rows
from codeward.codesets.compile_msdrg import msdrg_rows
from codeward.codesets.readers.mce_tables import Conversion, Master
from codeward.codesets.report import BuildReport
from codeward.codesets.sources import Sources
from codeward.codesets.tables import (
    CODE_SET_TABLES,
    CONVERSION,
    FORMAT,
    META,
    MSDRG_TABLES,
    SPAN,
    Row,
    Table,
)
from codeward.model import System


class CompiledRelease(msgspec.Struct, frozen=True):
    """A release as rows.

    Attributes:
        planned: Which release.
        tables: Every table with its rows, sorted by key.
        report: What it holds, where it comes from, what could not be read.
    """

    planned: PlannedRelease
    tables: tuple[tuple[Table, tuple[Row, ...]], ...]
    report: BuildReport


def compile_release(planned: PlannedRelease, sources: Sources) -> CompiledRelease:
    """The rows of one release.

    Raises:
        CodewardError: a source cannot be read.
    """
    layout: tuple[Table, ...] = CODE_SET_TABLES
    if planned.system is System.ICD10CM:
        rows, report = icd10cm_rows(planned, sources)
        rows |= _validity_rows(sources.cm_master, sources.cm_conversions)
    elif planned.system is System.ICD10PCS:
        rows, report = icd10pcs_rows(planned, sources)
        rows |= _validity_rows(sources.pcs_master, sources.pcs_conversions)
    elif planned.system is System.HCPCS:
        rows, report = hcpcs_rows(planned, sources)
    elif planned.system is System.CPT:
        rows, report = cpt_rows(planned, sources)
    else:
        rows, report = msdrg_rows(planned, sources)
        layout = MSDRG_TABLES
    rows[META.name] = _meta_rows(planned)
    tables = tuple((table, _in_key_order(table, rows.get(table.name, []))) for table in layout)
    return CompiledRelease(planned, tables, report)


def _in_key_order(table: Table, rows: list[Row]) -> tuple[Row, ...]:
    """Rows sorted by their key, which is the first columns of every table."""
    size = table.key.count(",") + 1
    return tuple(sorted(rows, key=lambda row: row[:size]))


def _meta_rows(planned: PlannedRelease) -> list[Row]:
    return [
        ("format", str(FORMAT)),
        ("release", planned.name),
        ("system", planned.system.value),
        ("version", planned.version),
        ("effective_from", planned.first.isoformat()),
        ("effective_to", planned.last.isoformat()),
    ]


def _validity_rows(master: Master, conversions: Iterable[Conversion]) -> dict[str, list[Row]]:
    return {
        SPAN.name: [(one.code, one.first, one.last, one.attributes) for one in master.spans],
        CONVERSION.name: [(one.code, one.effective, one.successor) for one in conversions],
    }
