"""Compiles the releases of the installed packages into the store: all of them or none."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from codeward.adapters import imported_sources, installed_packages
from codeward.adapters.code_stamp import code_stamp
from codeward.adapters.compiler_code import fingerprint_of
from codeward.adapters.durable_files import content_is, file_hash, put
from codeward.adapters.file_lock import only_one
from codeward.adapters.release_file import DamagedReleaseError, open_release
from codeward.adapters.release_store import (
    UP_TO_DATE,
    Index,
    Kept,
    Progress,
    ReleaseStore,
    Stamp,
)
from codeward.adapters.release_writer import write_release
from codeward.codesets import InstalledRelease
from codeward.codesets.artefacts import ARTEFACTS
from codeward.codesets.bundle import BundledRelease
from codeward.codesets.calendar import CALENDAR, PlannedRelease
from codeward.codesets.compile import compile_release
from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.sources import Sources
from codeward.codesets.tables import FORMAT
from codeward.model import ReleaseId

_TEMPORARY = ".tmp-"
_HASH_IN_NAME = 16
_LOCK = ".lock"


def build(store: ReleaseStore, say: Progress, *, force: bool) -> bool:
    """Do what `ReleaseStore.build` promises."""
    paths = installed_packages.locate()
    store.folder.mkdir(parents=True, exist_ok=True)
    with only_one(store.folder / _LOCK):
        stamp = store.imports_stamp()
        imports = imported_sources.listed(store.home)
        fingerprint = _fingerprint(paths, imports)
        if not force and _is_current(store, fingerprint):
            _confirm(store, stamp)
            say(UP_TO_DATE, 1.0)
            return False
        _remove_leftovers(store.folder)
        say("reading the installed packages", 0.0)
        sources = Sources(imported_sources.added(installed_packages.read(paths), store.home))
        kept = tuple(_compiled(store, sources, say, _planned(sources, imports)))
        store.replace_index(Index(FORMAT, fingerprint, kept, code_stamp(), stamp))
        store.close()
        say("done", 1.0)
        return True


def _confirm(store: ReleaseStore, imports: str) -> None:
    """Note that this Codeward, with these imports, found the releases up to date."""
    index = store.index()
    if index is not None and (index.code, index.imports) != (code_stamp(), imports):
        confirmed = msgspec.structs.replace(index, code=code_stamp(), imports=imports)
        store.replace_index(confirmed)


def adopt(store: ReleaseStore, releases: Iterable[BundledRelease], fingerprint: str) -> bool:
    """Put releases in force that somebody else compiled from exactly what is here.

    Args:
        store: The home; the files lie in its folder already.
        releases: All releases of that build.
        fingerprint: Of that build.

    Returns:
        Whether they are in force; False where this Codeward would compile others, and nothing was
        changed.

    Raises:
        CodewardError: a source is missing, damaged or not in the pinned version.
    """
    paths = installed_packages.locate()
    store.folder.mkdir(parents=True, exist_ok=True)
    with only_one(store.folder / _LOCK):
        stamp = store.imports_stamp()
        if _fingerprint(paths, imported_sources.listed(store.home)) != fingerprint:
            return False
        kept = tuple(
            Kept(one.release, Stamp.of(store.folder / one.release.file), one.artefacts)
            for one in releases
        )
        store.replace_index(Index(FORMAT, fingerprint, kept, code_stamp(), stamp))
        store.close()
        return True


def counts_with(home: Path, say: Progress) -> dict[str, Mapping[str, int]]:
    """What the releases of a home would hold, by name: compiled in memory, nothing is written.

    Raises:
        CodewardError: a source is missing, damaged or not in the pinned version.
    """
    files = installed_packages.read(installed_packages.locate())
    sources = Sources(imported_sources.added(files, home))
    counts: dict[str, Mapping[str, int]] = {}
    calendar = _planned(sources, imported_sources.listed(home))
    for number, planned in enumerate(calendar):
        say(planned.name, number / len(calendar))
        counts[planned.name] = compile_release(planned, sources).report.counts
    return counts


def _planned(sources: Sources, imports: tuple[ImportedFile, ...]) -> tuple[PlannedRelease, ...]:
    """What the packages allow, and what the operator brought."""
    brought = sources.imports
    return (*CALENDAR, *((*brought.hcpcs_releases(), *brought.cpt_releases()) if imports else ()))


def _compiled(
    store: ReleaseStore, sources: Sources, say: Progress, calendar: tuple[PlannedRelease, ...]
) -> Iterator[Kept]:
    artefacts = _Artefacts(store.folder, _index_or_none(store))
    for number, planned in enumerate(calendar):
        share = number / len(calendar)
        say(planned.name, share)
        yield _write(store.folder, planned, sources, artefacts, say, share)


def _write(
    folder: Path,
    planned: PlannedRelease,
    sources: Sources,
    artefacts: "_Artefacts",
    say: Progress,
    share: float,
) -> Kept:
    """One release under its final name; not yet in force."""
    compiled = compile_release(planned, sources)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=folder)
    os.close(handle)
    temporary = Path(name)
    keys = write_release(
        temporary, compiled, artefacts, lambda step: say(f"{planned.name} {step}", share)
    )
    sha256 = file_hash(temporary)
    final = folder / f"{planned.name}-{sha256[:_HASH_IN_NAME]}.sqlite"
    if content_is(final, sha256):
        temporary.unlink()
    else:
        put(temporary, final)
    release = InstalledRelease(
        system=planned.system,
        id=ReleaseId(planned.name, sha256, planned.first, planned.last),
        version=planned.version,
        file=final.name,
        size=final.stat().st_size,
        counts=compiled.report.counts,
        sources=compiled.report.sources,
        defects=compiled.report.defects,
    )
    return Kept(release, Stamp.of(final), keys)


def _is_current(store: ReleaseStore, fingerprint: str) -> bool:
    """Whether the same build is installed and every file still has the content it had."""
    index = _index_or_none(store)
    return (
        index is not None
        and index.fingerprint == fingerprint
        and all(
            content_is(store.folder / kept.release.file, kept.release.id.sha256)
            for kept in index.releases
        )
    )


def _index_or_none(store: ReleaseStore) -> Index | None:
    """The list, None where there is none that can be used: a build then starts from nothing."""
    try:
        return store.index()
    except DamagedReleaseError:
        return None


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed build left behind."""
    for path in folder.glob(f"{_TEMPORARY}*"):
        path.unlink(missing_ok=True)


class _Artefacts:
    """Artefacts of this build, and those of the last one that were made of the same things."""

    def __init__(self, folder: Path, index: Index | None) -> None:
        self._folder = folder
        self._made: dict[tuple[str, str], bytes] = {}
        self._installed = {
            (name, key): kept.release
            for kept in (index.releases if index else ())
            for name, key in kept.artefacts.items()
        }

    def get(self, name: str, key: str) -> bytes | None:
        """The bytes of an artefact, from a file only if its whole content is intact."""
        if (name, key) in self._made:
            return self._made[name, key]
        release = self._installed.get((name, key))
        path = self._folder / release.file if release else None
        if release is None or path is None or not content_is(path, release.id.sha256):
            return None
        with closing(open_release(path)) as tables:
            rows = tables.rows("SELECT data FROM blob WHERE name = ?", (name,))
        data: bytes = rows[0][0]
        return data

    def put(self, name: str, key: str, data: bytes) -> None:
        """Keep an artefact for releases with equal rows."""
        self._made[name, key] = data


def _fingerprint(paths: Mapping[str, Path], imports: tuple[ImportedFile, ...]) -> str:
    """A hash over all that the compiled releases depend on: source files and compiling code."""
    parts = [installed_packages.fingerprint(paths), fingerprint_of(compile_release.__module__)]
    parts += (f"{one.name} {fingerprint_of(one.compile.__module__)}" for one in ARTEFACTS)
    parts += (f"{one.kind} {one.effective_from} {one.sha256}" for one in imports)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
