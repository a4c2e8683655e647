"""The releases in force on one day; a date that none covers is an error, never another year."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Protocol

import msgspec

from codeward.codesets.code_set import CodeSet
from codeward.codesets.msdrg import MsdrgTables
from codeward.codesets.tables import Tables
from codeward.model import NoReleaseError, ReleaseId, System

if TYPE_CHECKING:
    from codeward.codesets.reference_records import Reference
    from codeward.codesets.shelf import Shelf

_CODE_SETS = (System.ICD10CM, System.ICD10PCS, System.HCPCS, System.CPT)


class InstalledRelease(msgspec.Struct, frozen=True):
    """A compiled release in the store.

    Attributes:
        system: Code system.
        id: Identity and the days on which it is in force (both inclusive).
        version: The publisher's own version, such as `43.1` or `FY2026`.
        file: Name of the file in the store.
        size: Bytes of the file.
        counts: What it holds, such as `{"billable": 74719}`.
        sources: Where its parts come from, in words.
        defects: Parts of the sources that could not be read, in words; empty when all is well.
    """

    system: System
    id: ReleaseId
    version: str
    file: str
    size: int
    counts: Mapping[str, int]
    sources: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the release is in force on the day."""
        return self.id.effective_from <= day <= self.id.effective_to


class Installation(Protocol):
    """The installed releases and the way to open one; `ReleaseStore` is one."""

    def installed(self) -> tuple[InstalledRelease, ...]:
        """All installed releases, by system and first day."""
        ...

    def tables(self, release: InstalledRelease) -> Tables:
        """The open file of a release; opened once, then kept."""
        ...

    def references(self) -> tuple["Reference", ...]:
        """The imported files that can be looked up."""
        ...

    def reference_tables(self, reference: "Reference") -> Tables:
        """The open lookup of an imported file; opened once, then kept."""
        ...

    def hcc_tables(self) -> Tables | None:
        """The open lookup of HCC categories; None without the package that has them."""
        ...


class Releases:
    """The releases in force on one day.

    Attributes:
        day: The service or discharge date that the answers hold for.
    """

    def __init__(self, installation: Installation, day: date) -> None:
        self.day = day
        self._installation = installation
        self._installed = installation.installed()
        self._code_sets: dict[str, CodeSet] = {}
        # Read once, and only when asked for: reading the list loads every reader.
        self._references = cache(installation.references)
        self._shelves: dict[date, Shelf] = {}

    def on(self, day: date) -> "Releases":
        """The same installation on another day; what was read so far is shared."""
        other = Releases.__new__(Releases)
        other.__dict__.update(self.__dict__ | {"day": day})
        return other

    @property
    def icd10cm(self) -> CodeSet:
        """The ICD-10-CM release in force.

        Raises:
            NoReleaseError: none covers the day.
        """
        return self._code_set(self._required(System.ICD10CM))

    @property
    def icd10pcs(self) -> CodeSet:
        """The ICD-10-PCS release in force.

        Raises:
            NoReleaseError: none covers the day.
        """
        return self._code_set(self._required(System.ICD10PCS))

    @property
    def hcpcs(self) -> CodeSet | None:
        """The HCPCS Level II release in force; None where no operator has imported one."""
        return self.code_set(System.HCPCS)

    @property
    def cpt(self) -> CodeSet | None:
        """The CPT release in force; None where no operator has imported a licensed one."""
        return self.code_set(System.CPT)

    @property
    def msdrg(self) -> MsdrgTables:
        """Titles, weights and severity of the MS-DRG version in force.

        Raises:
            NoReleaseError: none covers the day.
        """
        release = self._required(System.MSDRG)
        tables = self._installation.tables(release)
        # The shelf loads every reader: not for a group of which nothing was imported.
        weights = self.reference.weights if self._references() else None
        return MsdrgTables(release.id, release.version, tables, self.day, weights)

    @property
    def reference(self) -> "Shelf":
        """Imported lists and tables beside the code sets; each is None where none is in force."""
        if self.day not in self._shelves:
            from codeward.codesets.shelf import Shelf  # noqa: PLC0415 - costly, and seldom asked

            self._shelves[self.day] = Shelf(self._installation, self._references(), self.day)
        return self._shelves[self.day]

    def code_set(self, system: System) -> CodeSet | None:
        """The release of a code system; None where the system has no release at all.

        Raises:
            NoReleaseError: the system is installed, but no release covers the day.
            ValueError: MS-DRG is not a code set; see `msdrg`.
        """
        if system not in _CODE_SETS:
            raise ValueError(f"{system.value} is not a code set")
        if not self._of(system):
            return None
        return self._code_set(self._required(system))

    def versions(self, system: System) -> tuple[InstalledRelease, ...]:
        """Every installed release of a system, in the order of their days."""
        return tuple(sorted(self._of(system), key=lambda one: one.id.effective_from))

    def covers(self, system: System) -> bool:
        """Whether an installed release of the system is in force on the day."""
        return self._find(system) is not None

    @property
    def ids(self) -> Mapping[str, ReleaseId]:
        """The release in force by system name, for the systems that have one."""
        found = {system.value: self._find(system) for system in System}
        return {name: release.id for name, release in found.items() if release is not None}

    def ids_for(self, days: Iterable[date]) -> Mapping[str, ReleaseId]:
        """As `ids`, with every imported list that edits and grouping may have asked on the days.

        Args:
            days: The encounter's day and the days of its service lines.
        """
        return {**self.ids, **self._list_ids(days)}

    def _list_ids(self, days: Iterable[date]) -> dict[str, ReleaseId]:
        if not self._references():
            return {}
        from codeward.codesets.reference_records import (  # noqa: PLC0415 - loads every reader
            ids_of_lists,
        )

        return ids_of_lists(self._references(), days)

    def release(self, system: System) -> InstalledRelease:
        """The installed release in force, with its sources and counts.

        Raises:
            NoReleaseError: none covers the day.
        """
        return self._required(system)

    def _of(self, system: System) -> list[InstalledRelease]:
        return [release for release in self._installed if release.system is system]

    def _find(self, system: System) -> InstalledRelease | None:
        covering = (release for release in self._of(system) if release.covers(self.day))
        return next(covering, None)

    def _required(self, system: System) -> InstalledRelease:
        found = self._find(system)
        if found is None:
            raise NoReleaseError(_no_release(system, self.day, self._of(system)))
        return found

    def _code_set(self, release: InstalledRelease) -> CodeSet:
        known = self._code_sets.get(release.id.sha256)
        if known is None:
            tables = self._installation.tables(release)
            known = CodeSet(release.id, release.system, tables, self.day)
            self._code_sets[release.id.sha256] = known
        return known.at(self.day)


def _no_release(system: System, day: date, installed: list[InstalledRelease]) -> str:
    """Why no release fits and what to do, in one line."""
    if not installed:
        return (
            f"no {system.value} release is installed, so nothing can be said for {day}; "
            "compile one with: codeward codesets build"
        )
    first = min(release.id.effective_from for release in installed)
    last = max(release.id.effective_to for release in installed)
    if day > last:
        return (
            f"{system.value} reference data ends on {last}, so nothing can be said for {day}; "
            "check the date, or install a newer release and run: codeward codesets build"
        )
    return (
        f"no installed {system.value} release covers {day}: the installed ones run from {first} "
        f"to {last}; check the date"
    )
