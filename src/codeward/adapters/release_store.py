"""The folder with the compiled releases: built all or nothing, opened in milliseconds.

    CODEWARD_HOME/codesets/installed.json        which files are in force; replaced in one step
    CODEWARD_HOME/codesets/<release>-<hash>.sqlite

A file is named by the hash of its content and never changed. A build writes new files beside the
old ones and then replaces `installed.json`: killed at any moment, it leaves what was there before.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from codeward.adapters.code_stamp import code_stamp
from codeward.adapters.durable_files import content_is, write_whole
from codeward.adapters.imported_paths import FOLDER, MANIFEST
from codeward.adapters.release_file import DamagedReleaseError, SqliteTables, open_release
from codeward.codesets import InstalledRelease, Releases, Tables
from codeward.codesets.tables import FORMAT

if TYPE_CHECKING:
    from codeward.codesets.reference_records import Reference

Progress = Callable[[str, float], None]

_LIST = "installed.json"
_IMPORTED = Path("imports", "imported.json")
_HCC = "hcc"
_REPAIR = "repair it with: codeward codesets build"

UP_TO_DATE = "up to date"
FIRST_BUILD = "Compiling the code sets of the installed packages (once) ..."
_UPGRADED = "Another version of Codeward compiled the code sets: compiling them anew (once) ..."
_CUT_OFF = "An import was cut off before its files were compiled: compiling them now ..."


class OtherVersionError(DamagedReleaseError):
    """The installed releases have the shape of another version of Codeward."""


class Stamp(msgspec.Struct, frozen=True):
    """What the file system says of a file; any write to it changes one of these."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The stamp of a file as it is now."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class Kept(msgspec.Struct, frozen=True):
    """An installed release.

    Attributes:
        release: The release.
        stamp: The stamp that its file had when its whole content was last hashed.
        artefacts: What each artefact in it was computed from, as a key by its name.
    """

    release: InstalledRelease
    stamp: Stamp
    artefacts: Mapping[str, str]


class Index(msgspec.Struct, frozen=True):
    """The content of `installed.json`.

    Attributes:
        format: Shape of the compiled files.
        fingerprint: All that the releases were compiled from.
        releases: The releases in force.
        code: Stamp of the Codeward that compiled them or found them up to date.
        imports: Hash of the list of imported files that they were compiled with.
    """

    format: int
    fingerprint: str
    releases: tuple[Kept, ...]
    code: str = ""
    imports: str = ""


class ReleaseStore:
    """The compiled releases of one installation.

    Attributes:
        home: The folder of the installation.
        folder: Where the releases lie.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "codesets"
        self._open: dict[str, SqliteTables] = {}

    def on(self, day: date) -> Releases:
        """The releases in force on the day.

        Raises:
            DamagedReleaseError: the list of installed releases cannot be read.
        """
        return Releases(self, day)

    def installed(self) -> tuple[InstalledRelease, ...]:
        """All installed releases; () where nothing was built yet.

        Raises:
            DamagedReleaseError: the list cannot be read, or another version of Codeward wrote it.
        """
        index = self.index()
        return tuple(kept.release for kept in index.releases) if index else ()

    def needs_build(self) -> str:
        """Why the releases must be compiled before they are used, empty where they need not be.

        A look at names and sizes that takes a millisecond; `build` then compares contents, and does
        nothing where they agree. A home that cannot be written is used as it is.

        Raises:
            DamagedReleaseError: the list of releases cannot be read.
        """
        writable = os.access(self.folder, os.W_OK)
        try:
            index = self.index()
        except OtherVersionError:
            if writable:
                return _UPGRADED
            raise
        if index is None or not index.releases:
            return FIRST_BUILD
        if not writable:
            return ""
        if index.code != code_stamp():
            return _UPGRADED
        return _CUT_OFF if index.imports != self.imports_stamp() else ""

    def imports_stamp(self) -> str:
        """Hash of the list of imported files, empty where none was imported."""
        try:
            return hashlib.sha256((self.home / FOLDER / MANIFEST).read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""

    def tables(self, release: InstalledRelease) -> Tables:
        """The open file of an installed release, verified and then kept open.

        A file whose stamp is unchanged since it was hashed is trusted; any other is hashed anew.

        Raises:
            DamagedReleaseError: the file is missing or its content is not what was written.
        """
        sha256 = release.id.sha256
        if sha256 not in self._open:
            self._refuse_damaged(release)
            self._open[sha256] = open_release(self.folder / release.file)
        return self._open[sha256]

    def references(self) -> tuple["Reference", ...]:
        """The imported files that can be looked up.

        Raises:
            DamagedImportError: the list of imports cannot be read.
        """
        if not (self.home / _IMPORTED).is_file():
            return ()
        from codeward.adapters import reference_files  # noqa: PLC0415 - loads every reader

        return reference_files.references(self.home)

    def reference_tables(self, reference: "Reference") -> Tables:
        """The open lookup of an imported file; opened once, then kept.

        Raises:
            CodewardError: the original is damaged.
        """
        key = f"{reference.kind.value} {reference.sha256}"
        if key not in self._open:
            from codeward.adapters import reference_files  # noqa: PLC0415 - loads every reader

            self._open[key] = reference_files.open_reference(self.home, reference)
        return self._open[key]

    def hcc_tables(self) -> Tables | None:
        """The open lookup of HCC categories; None without the package that has them."""
        if _HCC not in self._open:
            from codeward.adapters import reference_files  # noqa: PLC0415 - loads every reader

            opened = reference_files.open_hcc(self.home)
            if opened is None:
                return None
            self._open[_HCC] = opened
        return self._open[_HCC]

    def verify(self) -> tuple[tuple[InstalledRelease, bool], ...]:
        """Hash the whole content of every installed release: each with whether it is intact."""
        return tuple(
            (release, content_is(self.folder / release.file, release.id.sha256))
            for release in self.installed()
        )

    def build(self, progress: Progress | None = None, *, force: bool = False) -> bool:
        """Compile every release that the installed packages allow.

        Nothing is done where the same sources and the same compiler have built what is there
        intact. Otherwise all releases are written, then put in force in one step.

        Args:
            progress: Told what is being done and the share that is done, 0 to 1.
            force: Build even what seems up to date.

        Returns:
            Whether anything was built.

        Raises:
            CodewardError: a source is missing, damaged or not in the pinned version.
        """
        # Compiling needs libraries that take longer to load than any question takes to answer.
        builder = import_module("codeward.adapters.release_builder")
        built: bool = builder.build(self, progress or _silent, force=force)
        return built

    def close(self) -> None:
        """Close every open file."""
        while self._open:
            self._open.popitem()[1].close()

    def _refuse_damaged(self, release: InstalledRelease) -> None:
        path = self.folder / release.file
        if not path.is_file():
            raise DamagedReleaseError(f"{release.file} is missing from {self.folder}; {_REPAIR}")
        stamp = Stamp.of(path)
        index = self.index()
        kept = index.releases if index else ()
        if any(one.release == release and one.stamp == stamp for one in kept):
            return
        if not content_is(path, release.id.sha256):
            raise DamagedReleaseError(
                f"{release.file} in {self.folder} was changed since it was built; {_REPAIR}"
            )
        if index is not None:
            self._remember(index, release, stamp)

    def _remember(self, index: Index, release: InstalledRelease, stamp: Stamp) -> None:
        """Keep the stamp of a file that was moved or copied, so that it is hashed only once."""
        releases = tuple(
            msgspec.structs.replace(one, stamp=stamp) if one.release == release else one
            for one in index.releases
        )
        with suppress(OSError):  # a read-only home is fine: the file is then hashed each time
            self.replace_index(msgspec.structs.replace(index, releases=releases))

    def index(self) -> Index | None:
        """The list of installed releases, None where nothing was built yet.

        Raises:
            DamagedReleaseError: the list cannot be read, or another version of Codeward wrote it.
        """
        path = self.folder / _LIST
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            if msgspec.json.decode(raw, type=_Format).format == FORMAT:
                return msgspec.json.decode(raw, type=Index)
        except msgspec.MsgspecError:
            raise DamagedReleaseError(f"{path} cannot be read; {_REPAIR}") from None
        raise OtherVersionError(
            f"{path} was written by another version of Codeward; "
            "compile the code sets anew with: codeward codesets build"
        )

    def replace_index(self, index: Index) -> None:
        """Put a list of installed releases in force, in one step."""
        content = msgspec.json.format(msgspec.json.encode(index), indent=1)
        write_whole(self.folder / _LIST, content)


class _Format(msgspec.Struct):
    format: int


def _silent(_step: str, _share: float) -> None:
    """The progress of a build that nobody watches."""
