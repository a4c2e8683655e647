"""What the imported files add to a build: titles of new codes, Index phrases, HCPCS releases."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import msgspec

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.imported_files import ImportedFile, fiscal_year, quarter_start
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.index_phrases import index_phrases
from codeward.codesets.phrases import Phrase
from codeward.codesets.readers.addenda import Action, Addenda, read_addenda
from codeward.codesets.readers.cpt_files import SUBJECT as CPT_LIST
from codeward.codesets.readers.cpt_files import (
    CptFile,
    read_consolidated_cpt,
    read_cpt_descriptors,
)
from codeward.codesets.readers.hcpcs_records import HcpcsFile, read_hcpcs_records
from codeward.codesets.readers.hcpcs_sheet import SUBJECT as SHEET
from codeward.codesets.readers.hcpcs_sheet import HcpcsSheet, read_hcpcs_sheet
from codeward.codesets.readers.index_xml import read_index
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.readers.table_rows import delimited_rows
from codeward.model import System

_BESIDE_THE_INDEX: Final = (
    FileKind.CM_EXTERNAL_CAUSES,
    FileKind.CM_NEOPLASMS,
    FileKind.CM_DRUGS,
)
_MONTHS_OF_A_QUARTER: Final = 3
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31


class SourceImport(msgspec.Struct, frozen=True):
    """An imported file with its bytes."""

    file: ImportedFile
    content: bytes


class AddedTitles(msgspec.Struct, frozen=True):
    """Titles by code, and the file that they come from."""

    source: str
    titles: Mapping[str, str]


class Imports:
    """The imported files of an installation; each is parsed when it is first asked for."""

    def __init__(self, files: Sequence[SourceImport]) -> None:
        self._files = sorted(files, key=lambda one: (one.file.effective_from, one.file.sha256))
        self._phrases: dict[str, tuple[Phrase, ...]] = {}

    def titles(self, system: System, after: int, until: int) -> tuple[AddedTitles, ...]:
        """Titles that addenda give to codes they add or reword, the newest addenda first.

        Args:
            system: Code system.
            after: Fiscal year whose wording is known from elsewhere.
            until: Fiscal year that is wanted, inclusive.
        """
        return tuple(
            AddedTitles(
                f"addenda FY{one.to_year}",
                {
                    change.code: change.title
                    for change in one.changes
                    if _gives_title(change.action)
                },
            )
            for one in reversed(self._addenda)
            if one.system is system and after < one.to_year <= until
        )

    @cached_property
    def _addenda(self) -> tuple[Addenda, ...]:
        found = (read_addenda(io.BytesIO(one.content)) for one in self._of(FileKind.ADDENDA))
        return tuple(sorted(found, key=lambda one: one.to_year))

    def index_phrases(
        self, year: int, codes: frozenset[str]
    ) -> tuple[str, tuple[Phrase, ...]] | None:
        """Phrases of the Alphabetic Index for a year, and the edition that they come from.

        The edition of the year, else the newest one before it, else the oldest one: an Index of
        another year only adds wordings, and only to codes that the release has.

        Args:
            year: Fiscal year of the release.
            codes: Codes and headers that may be named, without seventh characters.
        """
        editions = {
            fiscal_year(one.file.effective_from): one for one in self._of(FileKind.CM_INDEX)
        }
        if not editions:
            return None
        before = [edition for edition in editions if edition <= year]
        edition = max(before) if before else min(editions)
        found = self._all_phrases(editions[edition], edition)
        return f"Alphabetic Index FY{edition}", tuple(one for one in found if one.code in codes)

    def _all_phrases(self, file: SourceImport, year: int) -> tuple[Phrase, ...]:
        if file.file.sha256 not in self._phrases:
            book = IndexBook(read_index(io.BytesIO(file.content)))
            others = [IndexBook(read_index(io.BytesIO(one.content))) for one in self._beside(year)]
            self._phrases[file.file.sha256] = tuple(index_phrases(book, None, others))
        return self._phrases[file.file.sha256]

    def _beside(self, year: int) -> Iterator[SourceImport]:
        """The other indexes of a year; without them a reference into them leads nowhere."""
        for kind in _BESIDE_THE_INDEX:
            same = [one for one in self._of(kind) if fiscal_year(one.file.effective_from) == year]
            yield from same[-1:]

    def hcpcs_releases(self) -> tuple[PlannedRelease, ...]:
        """A release for each quarter whose file was imported; nothing is said of other quarters."""
        return tuple(
            PlannedRelease(
                System.HCPCS,
                f"{first.year} Q{(first.month - 1) // _MONTHS_OF_A_QUARTER + 1}",
                first,
                _quarter_end(first),
            )
            for first in sorted({one.file.effective_from for one in self._hcpcs_files()})
        )

    def hcpcs(self, planned: PlannedRelease) -> HcpcsFile:
        """The codes of a planned HCPCS release."""
        (found,) = (one for one in self._hcpcs_files() if one.file.effective_from == planned.first)
        return read_hcpcs_records(io.BytesIO(found.content))

    @cached_property
    def hcpcs_sheet(self) -> HcpcsSheet | None:
        """The newest sheet of HCPCS texts, in mixed case; None where none was imported."""
        found = [
            read_hcpcs_sheet(delimited_rows(io.BytesIO(one.content), SHEET))
            for one in self._of(FileKind.HCPCS_SHEET)[-1:]
        ]
        return found[0] if found else None

    def cpt_releases(self) -> tuple[PlannedRelease, ...]:
        """A release for each day from which licensed CPT files hold, to the next or the year's end.

        CPT changes on 1 January (45 CFR 162.1002(c)(1)); some codes begin within the year.
        """
        firsts = sorted({one.file.effective_from for one in self._cpt_files()})
        return tuple(
            PlannedRelease(
                System.CPT,
                f"{first.year}",
                first,
                min(
                    date(first.year, _LAST_MONTH, _LAST_DAY),
                    *(later - timedelta(days=1) for later in firsts if later > first),
                    date.max,
                ),
            )
            for first in firsts
        )

    def cpt(self, planned: PlannedRelease) -> tuple[CptFile, ...]:
        """The licensed files of a planned CPT release."""
        return tuple(
            _cpt_file(one) for one in self._cpt_files() if one.file.effective_from == planned.first
        )

    def _cpt_files(self) -> list[SourceImport]:
        return [*self._of(FileKind.CPT_CONSOLIDATED), *self._of(FileKind.CPT_DESCRIPTORS)]

    def _hcpcs_files(self) -> list[SourceImport]:
        return self._of(FileKind.HCPCS_RECORDS)

    def _of(self, kind: FileKind) -> list[SourceImport]:
        return [one for one in self._files if one.file.kind is kind]


def _cpt_file(one: SourceImport) -> CptFile:
    """The operator stated the licence when the file was imported, else it would not be here."""
    content = io.BytesIO(one.content)
    if one.file.kind is FileKind.CPT_DESCRIPTORS:
        return read_cpt_descriptors(content, licence=True)
    return read_consolidated_cpt(delimited_rows(content, CPT_LIST), licence=True)


def _gives_title(action: Action) -> bool:
    return action in {Action.ADD, Action.REVISE_TO}


def _quarter_end(day: date) -> date:
    first = quarter_start(day)
    month = first.month + _MONTHS_OF_A_QUARTER
    after = (
        first.replace(month=month)
        if month <= _LAST_MONTH
        else first.replace(year=first.year + 1, month=1)
    )
    return after - timedelta(days=1)
