"""What no release in force needs any more: superseded compiled files, former originals, remnants.

A superseded release is what replays a decision that was made under it. So nothing is chosen for
deletion here that the caller has not been told of by name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from codeward.adapters import reference_files
from codeward.adapters.file_lock import only_one
from codeward.adapters.imported_paths import DOWNLOADS, FOLDER, INSTALLED, MANIFEST
from codeward.adapters.imported_sources import imported
from codeward.adapters.release_store import ReleaseStore
from codeward.model import CodewardError

_LOCK: Final = ".lock"
_RELEASE: Final = ".sqlite"


class PruneError(CodewardError):
    """What shall be kept is not there."""


class Prunable(msgspec.Struct, frozen=True):
    """A file that nothing in force needs.

    Attributes:
        path: The file.
        size: Bytes.
        what: What it is, in words.
    """

    path: Path
    size: int
    what: str


def prunable(store: ReleaseStore, keep: Iterable[str] = ()) -> tuple[Prunable, ...]:
    """Files that are not in force, without those whose names begin as one of `keep` does.

    Args:
        store: The home.
        keep: Beginnings of release ids, of file names, or of hashes.

    Raises:
        CodewardError: a list cannot be read, or a name in `keep` fits no file.
    """
    home = store.home
    found = [*_releases(store), *_originals(home), *_lookups(home), *_downloads(home)]
    names = tuple(keep)
    inforce = [release.file for release in store.installed()]
    inforce += [file.sha256 for file in imported(store.home)]
    for name in names:
        if not any(_is(name, one) for one in (*inforce, *(one.path.name for one in found))):
            raise PruneError(f"--keep {name} fits no file; see: codeward codesets prune --dry-run")
    kept = [one for one in found if any(_is(name, one.path.name) for name in names)]
    return tuple(one for one in found if one not in kept)


def prune(store: ReleaseStore, chosen: Iterable[Prunable], keep: Iterable[str] = ()) -> int:
    """Delete the chosen files, as far as they still are not in force; returns how many.

    Raises:
        CodewardError: a list cannot be read.
        OSError: a file cannot be deleted.
    """
    with only_one(store.folder / _LOCK):
        still = {one.path for one in prunable(store, keep)}
        gone = [one for one in chosen if one.path in still]
        for one in gone:
            one.path.unlink()
    return len(gone)


def _releases(store: ReleaseStore) -> Iterator[Prunable]:
    inforce = {release.file for release in store.installed()}
    for path in sorted(store.folder.glob(f"*{_RELEASE}")):
        if path.name not in inforce:
            yield Prunable(path, path.stat().st_size, "superseded release")


def _originals(home: Path) -> Iterator[Prunable]:
    inforce = {file.sha256 for file in imported(home)} | {MANIFEST, INSTALLED}
    for path in sorted((home / FOLDER).glob("*")):
        if path.is_file() and path.name not in inforce:
            yield Prunable(path, path.stat().st_size, "imported file no longer in force")


def _lookups(home: Path) -> Iterator[Prunable]:
    """Lookups of files that were replaced, and of an older shape; they can be made anew."""
    inuse = reference_files.names_in_use(home)
    for path in sorted((home / reference_files.FOLDER).glob(f"*{_RELEASE}")):
        if path.name not in inuse:
            yield Prunable(
                path, path.stat().st_size, "lookup of an imported file no longer in force"
            )


def _downloads(home: Path) -> Iterator[Prunable]:
    """Downloads that were cut off, or that came whole and could not be imported."""
    for path in sorted((home / DOWNLOADS).glob("*")):
        if path.is_file():
            yield Prunable(path, path.stat().st_size, "download that was not imported")


def _is(name: str, file: str) -> bool:
    """Whether a name means the file: its beginning, or that of the hash in it."""
    hashed = file.removesuffix(_RELEASE).rpartition("-")[2]
    return file.startswith(name) or hashed.startswith(name)
