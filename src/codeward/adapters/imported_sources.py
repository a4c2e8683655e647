"""The manifest of imported files, and their bytes for a build.

`CODEWARD_HOME/imports/imported.json` says what is in force and is replaced in one step;
`CODEWARD_HOME/imports/<sha256>` is a verified original and never changed.
"""

from pathlib import Path

import msgspec

from codeward.adapters.durable_files import content_is
from codeward.adapters.imported_paths import FOLDER, MANIFEST
from codeward.codesets.imported_files import COMPILED, ImportedFile
from codeward.codesets.imports import SourceImport
from codeward.codesets.sources import SourceFiles
from codeward.model import CodewardError

__all__ = ["FOLDER", "MANIFEST", "DamagedImportError", "added", "imported", "listed"]


class DamagedImportError(CodewardError):
    """An imported file or the list of them is not what was written."""


def imported(home: Path) -> tuple[ImportedFile, ...]:
    """Every imported file; () where none was imported.

    Raises:
        DamagedImportError: the list cannot be read.
    """
    path = home / FOLDER / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[ImportedFile, ...])
    except FileNotFoundError:
        return ()
    except msgspec.MsgspecError:
        raise DamagedImportError(
            f"{path} cannot be read; move it away and import the files again"
        ) from None


def listed(home: Path) -> tuple[ImportedFile, ...]:
    """The imported files that a build compiles."""
    return tuple(one for one in imported(home) if one.kind in COMPILED)


def added(files: SourceFiles, home: Path) -> SourceFiles:
    """The source files with the imported ones, each held against its hash.

    Raises:
        DamagedImportError: an imported file is missing or was changed.
    """
    imports = tuple(SourceImport(one, content(home, one)) for one in listed(home))
    return msgspec.structs.replace(files, imports=imports) if imports else files


def content(home: Path, file: ImportedFile) -> bytes:
    """The bytes of an imported file, held against its hash.

    Raises:
        DamagedImportError: it is missing or was changed.
    """
    path = home / FOLDER / file.sha256
    if not content_is(path, file.sha256):
        raise DamagedImportError(
            f"the imported {file.kind.value} ({file.name}) is missing from {path.parent} or was "
            "changed; import it again"
        )
    return path.read_bytes()
