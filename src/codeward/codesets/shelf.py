"""The imported reference files in force on one day, each None where none is imported for it.

Loaded only when it is asked for: the readers' types cost more time than a code lookup takes.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from codeward.codesets.ncci import NcciTable, ncci_table
from codeward.codesets.readers.claim_code_lists import ClaimCode, ClaimCodeKind
from codeward.codesets.readers.conversion_table import FormerCodes
from codeward.codesets.readers.coverage import CoverageCode, CoverageDocument
from codeward.codesets.readers.hcpcs_records import HcpcsCode
from codeward.codesets.readers.hcpcs_sheet import HcpcsRow
from codeward.codesets.readers.ncci_aoc import AddOnEdit
from codeward.codesets.readers.ncci_mue import MueEdit
from codeward.codesets.readers.ncci_ptp import PtpEdit
from codeward.codesets.readers.order_file import OrderedCode
from codeward.codesets.readers.pcs_definitions_xml import PcsDefinitions
from codeward.codesets.readers.pcs_index_xml import PcsIndex
from codeward.codesets.readers.pcs_tables_xml import PcsTables
from codeward.codesets.readers.place_of_service import PlaceOfService
from codeward.codesets.readers.poa_exempt import PoaExemption
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.readers.table5 import WeightedDrg
from codeward.codesets.reference import (
    AddOnCodes,
    ClaimCodeList,
    DrgWeights,
    FormerCodeTable,
    HcpcsTexts,
    MedicareCoverage,
    Modifiers,
    OrderedCodes,
    PcsBooks,
    PlacesOfService,
    PoaExemptions,
    ProcedurePairs,
    UnitLimits,
)
from codeward.codesets.reference_records import WHOLE, HccMapping, Lookup, Reference, in_force
from codeward.codesets.tables import Tables
from codeward.model import System

T = TypeVar("T")


class ReferenceFiles(Protocol):
    """Where imported files are looked up; `ReleaseStore` is one."""

    def references(self) -> tuple[Reference, ...]:
        """The imported files that can be looked up."""
        ...

    def reference_tables(self, reference: Reference) -> Tables:
        """The open lookup of an imported file."""
        ...

    def hcc_tables(self) -> Tables | None:
        """The open lookup of HCC categories; None without the package that has them."""
        ...


class Shelf:
    """The reference files of a day.

    Attributes:
        day: The service or discharge date that the answers hold for.
        references: Every imported file, in force on the day or not.
    """

    def __init__(self, files: ReferenceFiles, references: Sequence[Reference], day: date) -> None:
        self.day = day
        self._files = files
        self.references = references
        self._wholes: dict[FileKind, object] = {}
        self._found: dict[tuple[object, ...], Lookup[Any] | None] = {}

    @property
    def ids(self) -> dict[str, str]:
        """The hash of every imported file in force, by its kind and part."""
        return {
            f"{one.kind.value} {one.part}".strip(): one.sha256
            for kind in FileKind
            for one in in_force(self.references, kind, self.day)
        }

    @property
    def place_of_service(self) -> PlacesOfService | None:
        """Place-of-service codes with names and descriptions."""
        lookup = self._lookup(FileKind.PLACE_OF_SERVICE, PlaceOfService)
        return PlacesOfService(lookup) if lookup else None

    @property
    def poa_exempt(self) -> PoaExemptions | None:
        """Codes exempt from present on admission, of the day's fiscal year only."""
        lookup = self._lookup(FileKind.POA_EXEMPT, PoaExemption)
        return PoaExemptions(lookup) if lookup else None

    @property
    def weights(self) -> DrgWeights | None:
        """The imported Table 5 of the day's fiscal year."""
        lookup = self._lookup(FileKind.MSDRG_TABLE5, WeightedDrg)
        return DrgWeights(lookup) if lookup else None

    @property
    def modifiers(self) -> Modifiers | None:
        """HCPCS Level II modifiers with their dates, and all fields of the service codes."""
        lookup = self._lookup(FileKind.HCPCS_RECORDS, HcpcsCode)
        return Modifiers(lookup, self.day) if lookup else None

    @property
    def hcpcs_texts(self) -> HcpcsTexts | None:
        """The sheet of HCPCS texts in mixed case."""
        lookup = self._lookup(FileKind.HCPCS_SHEET, HcpcsRow)
        return HcpcsTexts(lookup) if lookup else None

    @property
    def add_ons(self) -> AddOnCodes | None:
        """NCCI add-on codes with their primaries."""
        lookup = self._lookup(FileKind.AOC, AddOnEdit)
        return AddOnCodes(lookup, self.day) if lookup else None

    def pairs(self, table: NcciTable) -> ProcedurePairs | None:
        """NCCI procedure-to-procedure edits for claims of a kind."""
        lookup = self._lookup(FileKind.PTP, PtpEdit, table=table)
        return ProcedurePairs(lookup, self.day) if lookup else None

    def units(self, table: NcciTable) -> UnitLimits | None:
        """NCCI medically unlikely edits of the day's quarter for claims of a kind."""
        lookup = self._lookup(FileKind.MUE, MueEdit, table=table)
        return UnitLimits(lookup) if lookup else None

    def claim_codes(self, kind: ClaimCodeKind) -> ClaimCodeList | None:
        """A list of adjustment reasons, remarks, status, status categories or taxonomy codes."""
        lookup = self._lookup(FileKind.CLAIM_CODES, ClaimCode, part=kind.value)
        return ClaimCodeList(lookup) if lookup else None

    def order(self, system: System) -> OrderedCodes | None:
        """The order file of the day's fiscal year."""
        lookup = self._lookup(FileKind.ORDER, OrderedCode, system=system.key)
        return OrderedCodes(lookup) if lookup else None

    @property
    def former_codes(self) -> FormerCodeTable | None:
        """The imported conversion tables."""
        lookup = self._lookup(FileKind.CONVERSIONS, FormerCodes)
        return FormerCodeTable(lookup, self.day) if lookup else None

    @property
    def coverage(self) -> MedicareCoverage | None:
        """National and local coverage documents that name codes."""
        codes = self._lookup(FileKind.COVERAGE, CoverageCode)
        documents = self._lookup(FileKind.COVERAGE, CoverageDocument)
        return MedicareCoverage(codes, documents, self.day) if codes and documents else None

    @property
    def pcs(self) -> PcsBooks:
        """The official ICD-10-PCS tables, index and definitions, each where imported."""
        return PcsBooks(
            self._whole(FileKind.PCS_TABLES, PcsTables),
            self._whole(FileKind.PCS_INDEX, PcsIndex),
            self._whole(FileKind.PCS_DEFINITIONS, PcsDefinitions),
        )

    def hcc(self, code: str) -> tuple[HccMapping, ...] | None:
        """Categories of the diagnosis in every model and year; None where no mapping exists."""
        tables = self._files.hcc_tables()
        return None if tables is None else Lookup((), (tables,), HccMapping).find(code)

    def _lookup(
        self,
        kind: FileKind,
        of: type[T],
        *,
        part: str | None = None,
        system: str | None = None,
        table: NcciTable | None = None,
    ) -> Lookup[T] | None:
        asked = (kind, of, part, system, table)
        if asked not in self._found:
            self._found[asked] = self._search(kind, of, part, system, table)
        return self._found[asked]

    def _search(
        self,
        kind: FileKind,
        of: type[T],
        part: str | None,
        system: str | None,
        table: NcciTable | None,
    ) -> Lookup[T] | None:
        fitting = [
            one
            for one in self.references
            if (part is None or one.part == part)
            and (system is None or one.system == system)
            and (table is None or ncci_table(one.part) in {table, NcciTable.ANY})
        ]
        found = in_force(fitting, kind, self.day)
        if not found:
            return None
        return Lookup(found, [self._files.reference_tables(one) for one in found], of)

    def _whole(self, kind: FileKind, of: type[T]) -> T | None:
        if kind not in self._wholes:
            lookup = self._lookup(kind, of)
            self._wholes[kind] = next(iter(lookup.find(WHOLE)), None) if lookup else None
        found = self._wholes[kind]
        return found if isinstance(found, of) else None
