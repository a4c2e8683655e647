"""What the imported reference files answer on one day; each class is one list of the publishers."""

import re
from collections.abc import Iterator
from datetime import date

from codeward.codesets.pcs_builder import PcsBuilder
from codeward.codesets.pcs_imported_labels import ImportedLabels
from codeward.codesets.readers.claim_code_lists import ClaimCode
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
from codeward.codesets.readers.table5 import WeightedDrg
from codeward.codesets.reference_records import (
    ADD_ON,
    DOCUMENT,
    MODIFIER,
    PRIMARY,
    RANGES,
    SERVICE,
    Lookup,
)

_LEVEL_TWO = re.compile(r"[A-OQ-Z][0-9A-Z]|P[A-Z]")


class PlacesOfService:
    """The place-of-service codes of Medicare."""

    def __init__(self, lookup: Lookup[PlaceOfService]) -> None:
        self._lookup = lookup

    def place(self, code: str) -> PlaceOfService | None:
        """A place by its two digits; None if the list has none."""
        return next(iter(self._lookup.find(code.zfill(2))), None)


class PoaExemptions:
    """The ICD-10-CM codes of a fiscal year that take no present-on-admission indicator."""

    def __init__(self, lookup: Lookup[PoaExemption]) -> None:
        self._lookup = lookup

    def is_exempt(self, code: str) -> bool | None:
        """Whether the code is exempt; None where a list with flags does not name it."""
        found = self._lookup.find(code)
        if found:
            return found[0].exempt
        return None if self._has_flags else False

    @property
    def _has_flags(self) -> bool:
        """Whether the list names codes that are not exempt, as the official one does not."""
        return any(not one.exempt for one in self._lookup.starting("A0"))


class ClaimCodeList:
    """One of the lists of reasons, remarks, status and taxonomy codes."""

    def __init__(self, lookup: Lookup[ClaimCode]) -> None:
        self._lookup = lookup

    def code(self, code: str) -> ClaimCode | None:
        """A code with its dates, and with its text where the operator is licensed for it."""
        return next(iter(self._lookup.find(code.upper())), None)


class Modifiers:
    """The HCPCS Level II modifiers of an imported file."""

    def __init__(self, lookup: Lookup[HcpcsCode], day: date) -> None:
        self._lookup = lookup
        self._day = day

    def modifier(self, code: str) -> HcpcsCode | None:
        """A modifier by its two characters; None if the file has none."""
        return next(iter(self._lookup.find(MODIFIER + code.upper())), None)

    def service(self, code: str) -> HcpcsCode | None:
        """All fields of a service code; None if the file has none."""
        return next(iter(self._lookup.find(SERVICE + code.upper())), None)

    def is_valid(self, code: str) -> bool | None:
        """Whether the file has the modifier and its dates hold the day.

        None for the modifiers of CPT, which the file does not list: two digits, physical status P1
        to P6, and 1P to 8P.
        """
        if not _LEVEL_TWO.fullmatch(code):
            return None
        found = self.modifier(code)
        return found is not None and holds(found.added or found.effective, found.terminated,
                                           self._day)  # fmt: skip


class AddOnCodes:
    """Which codes are paid only beside a primary one."""

    def __init__(self, lookup: Lookup[AddOnEdit], day: date) -> None:
        self._lookup = lookup
        self._day = day

    def primaries(self, add_on: str) -> tuple[AddOnEdit, ...]:
        """The edits of an add-on code in force; () if it is none."""
        return self._in_force(ADD_ON + add_on)

    def add_ons(self, primary: str) -> tuple[AddOnEdit, ...]:
        """The edits that name the code as primary."""
        return self._in_force(PRIMARY + primary)

    def _in_force(self, key: str) -> tuple[AddOnEdit, ...]:
        found = self._lookup.find(key)
        return tuple(one for one in found if holds(one.first, one.last, self._day))


class ProcedurePairs:
    """NCCI procedure-to-procedure edits of one table."""

    def __init__(self, lookup: Lookup[PtpEdit], day: date) -> None:
        self._lookup = lookup
        self._day = day

    def pair(self, column1: str, column2: str) -> PtpEdit | None:
        """The edit in force that pays the first code and not the second; None if there is none."""
        return next(self._in_force(self._lookup.find(column1 + column2)), None)

    def of(self, column1: str) -> tuple[PtpEdit, ...]:
        """Every edit in force with the code in column 1."""
        return tuple(self._in_force(self._lookup.starting(column1)))

    def _in_force(self, found: tuple[PtpEdit, ...]) -> Iterator[PtpEdit]:
        return (one for one in found if holds(one.first, one.last, self._day))


class UnitLimits:
    """NCCI medically unlikely edits of one table and quarter."""

    def __init__(self, lookup: Lookup[MueEdit]) -> None:
        self._lookup = lookup

    def limit(self, code: str) -> MueEdit | None:
        """The limit of a code; None where none is published."""
        return next(iter(self._lookup.find(code)), None)


class DrgWeights:
    """A Table 5 of the fiscal year."""

    def __init__(self, lookup: Lookup[WeightedDrg]) -> None:
        self._lookup = lookup

    def drg(self, drg: str) -> WeightedDrg | None:
        """The published numbers of a group; None if the table has none."""
        return next(iter(self._lookup.find(drg.zfill(3))), None)


class OrderedCodes:
    """An order file of the fiscal year: billable codes and headers with short and long titles."""

    def __init__(self, lookup: Lookup[OrderedCode]) -> None:
        self._lookup = lookup

    def code(self, code: str) -> OrderedCode | None:
        """A code as the file lists it; None if it does not."""
        return next(iter(self._lookup.find(code)), None)


class HcpcsTexts:
    """The sheet of HCPCS Level II: texts in mixed case."""

    def __init__(self, lookup: Lookup[HcpcsRow]) -> None:
        self._lookup = lookup

    def modifier(self, code: str) -> HcpcsRow | None:
        """A modifier by its two characters; None if the sheet has none."""
        return next(iter(self._lookup.find(MODIFIER + code.upper())), None)


class FormerCodeTable:
    """The imported conversion table: which older codes a code took the place of."""

    def __init__(self, lookup: Lookup[FormerCodes], day: date) -> None:
        self._lookup = lookup
        self._day = day

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes that took its place by the day, in order."""
        found = (*self._lookup.find(code), *self._lookup.find(RANGES))
        return tuple(
            sorted(
                {
                    one.code
                    for one in found
                    if one.first <= code <= one.last
                    and (one.effective is None or one.effective <= self._day)
                }
            )
        )


class MedicareCoverage:
    """Coverage documents that name a code."""

    def __init__(
        self, codes: Lookup[CoverageCode], documents: Lookup[CoverageDocument], day: date
    ) -> None:
        self._codes = codes
        self._documents = documents
        self._day = day

    def mentions(self, code: str) -> tuple[tuple[CoverageCode, CoverageDocument | None], ...]:
        """Where the code is named, with the document if it was imported and is in force."""
        found = ((one, self._document(one)) for one in self._codes.find(SERVICE + code))
        return tuple(
            (one, document)
            for one, document in found
            if document is None or holds(document.first, document.last, self._day)
        )

    def _document(self, one: CoverageCode) -> CoverageDocument | None:
        key = f"{DOCUMENT}{one.kind.value} {one.number} {one.version}"
        return next(iter(self._documents.find(key)), None)


class PcsBooks:
    """The official ICD-10-PCS tables of a day, with index and definitions where imported."""

    def __init__(
        self,
        tables: PcsTables | None,
        index: PcsIndex | None,
        definitions: PcsDefinitions | None,
    ) -> None:
        self.tables = tables
        self.index = index
        self.definitions = definitions

    def builder(self) -> PcsBuilder | None:
        """A builder that is exact; None where the tables are not imported."""
        if self.tables is None:
            return None
        codes = (code for table in self.tables.tables for code in table.codes())
        return PcsBuilder(codes, ImportedLabels(self.tables, self.definitions))


def holds(first: date | None, last: date | None, day: date) -> bool:
    """Whether a span with both ends inclusive holds the day; an absent end is open."""
    return (first is None or first <= day) and (last is None or day <= last)
