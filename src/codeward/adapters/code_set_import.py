"""Imports official files: recognised, read whole, kept by their hash, then in force all at once.

The files are copied first and the manifest is replaced last, in one step. Whatever fails before
that leaves the manifest as it was and removes what was copied.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from codeward.adapters.archive_files import FoundFile, files_in
from codeward.adapters.durable_files import content_is, write_whole
from codeward.adapters.imported_sources import FOLDER, MANIFEST, imported
from codeward.adapters.reference_files import prepare
from codeward.codesets.imported_files import ImportedFile, check, first_day, part_of
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind, recognise
from codeward.model import CodewardError

_SUBJECT: Final = "import"


class PlannedImport(msgspec.Struct, frozen=True):
    """A recognised file and what it would do.

    Attributes:
        file: The file as it would stand in the manifest.
        path: Where it was found, with its place inside an archive.
        replaces: The file now in force in its place, None where there is none.
    """

    file: ImportedFile
    path: str
    replaces: ImportedFile | None

    @property
    def known(self) -> bool:
        """Whether the very same file is in force already."""
        return self.replaces is not None and self.replaces.sha256 == self.file.sha256


class Plan(msgspec.Struct, frozen=True):
    """What an import would do.

    Attributes:
        imports: The recognised files.
        passed_over: Files that are none that Codeward knows, each with what to do, often empty.
    """

    imports: tuple[PlannedImport, ...]
    passed_over: tuple[tuple[str, str], ...]


class CodeSetImport:
    """Imports into one installation.

    Attributes:
        folder: Where originals and manifest lie.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self.folder = home / FOLDER

    def plan(
        self, paths: Iterable[Path], *, effective_from: date | None = None, licence: bool = False
    ) -> Plan:
        """Read every file whole and say what it would do; nothing is written.

        Args:
            paths: Files, archives or folders.
            effective_from: Day from which the files hold; needed where they do not tell.
            licence: The operator states that licensed texts in them are licensed to them.

        Raises:
            CodewardError: a file or a record of one cannot be used; two files claim one place.
            OSError: a path cannot be read.
        """
        return self._read(paths, effective_from, licence=licence, keep=None)

    def take(
        self, paths: Iterable[Path], *, effective_from: date | None = None, licence: bool = False
    ) -> Plan:
        """Import every file, or none of them.

        Raises:
            CodewardError: as `plan`.
            OSError: a path cannot be read, or the folder cannot be written.
        """
        before = self.manifest()
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as undo:
            plan = self._read(paths, effective_from, licence=licence, keep=undo)
            new = {one.file.place: one.file for one in plan.imports}
            kept = [file for file in before if file.place not in new]
            self.restore((*kept, *new.values()))
            undo.pop_all()
        prepare(self._home)
        return plan

    def manifest(self) -> tuple[ImportedFile, ...]:
        """The files in force.

        Raises:
            DamagedImportError: the list cannot be read.
        """
        return imported(self._home)

    def restore(self, files: tuple[ImportedFile, ...]) -> None:
        """Put a list of kept files in force in one step; the way back after a failed build."""
        ordered = sorted(files, key=lambda file: file.place)
        content = msgspec.json.format(msgspec.json.encode(ordered), indent=1)
        write_whole(self.folder / MANIFEST, content)

    def _read(
        self,
        paths: Iterable[Path],
        effective_from: date | None,
        *,
        licence: bool,
        keep: ExitStack | None,
    ) -> Plan:
        inforce = {file.place: file for file in self.manifest()}
        planned: dict[tuple[str, str, date, str], PlannedImport] = {}
        passed_over: list[tuple[str, str]] = []
        for found in _found(paths):
            file = _imported_file(found, effective_from, licence=licence)
            if file is None:
                passed_over.append((found.name, found.hint))
                continue
            _refuse_twins(planned.get(file.place), file, found.name)
            planned[file.place] = PlannedImport(file, found.name, inforce.get(file.place))
            if keep is not None:
                self._keep(found, keep)
        return Plan(tuple(planned.values()), tuple(passed_over))

    def _keep(self, found: FoundFile, undo: ExitStack) -> None:
        """Copy the content under its hash; it is removed again if the import fails."""
        path = self.folder / found.sha256
        if content_is(path, found.sha256):
            return
        found.content.seek(0)
        undo.callback(path.unlink, missing_ok=True)
        write_whole(path, found.content.read())
        if not content_is(path, found.sha256):
            raise ReaderError(
                _SUBJECT, "the copy differs from what was read", file=found.name, remedy="try again"
            )


def _found(paths: Iterable[Path]) -> Iterator[FoundFile]:
    for path in paths:
        yield from files_in(path)


def _imported_file(
    found: FoundFile, effective_from: date | None, *, licence: bool
) -> ImportedFile | None:
    """The file as the manifest lists it, None if it is none that Codeward knows."""
    try:
        what = recognise(found.content)
        if what is None:
            return None
        found.content.seek(0)
        checked = check(what.kind, found.content, licence=licence)
        day = first_day(what, checked, effective_from)
    except ReaderError as error:
        raise (error if error.file else error.in_file(found.name)) from None
    except CodewardError as error:
        raise ReaderError(_SUBJECT, str(error), file=found.name) from None
    name = PurePosixPath(found.name.replace("!", "/").rstrip("/")).name
    return ImportedFile(
        kind=what.kind,
        system=what.system,
        effective_from=day,
        sha256=found.sha256,
        size=found.size,
        name=name,
        counts=checked.counts,
        part=part_of(what.kind, checked, name),
        licensed=what.licensed or (licence and what.kind is FileKind.CLAIM_CODES),
    )


def _refuse_twins(other: PlannedImport | None, file: ImportedFile, path: str) -> None:
    if other is not None and other.file.sha256 != file.sha256:
        raise ReaderError(
            file.kind.value,
            f"{other.path} is the same kind of file for {file.effective_from}",
            file=path,
            remedy="import one of them",
        )
