"""`codeward codesets install`: the publishers' current files, downloaded, checked, imported."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path, PurePosixPath

import click
import msgspec

from codeward.adapters.archive_files import FoundFile, files_in
from codeward.adapters.code_set_import import CodeSetImport, PlannedImport
from codeward.adapters.imported_paths import DOWNLOADS
from codeward.adapters.installed_downloads import InstalledDownload, known_version, remember
from codeward.adapters.publisher_download import Downloader, DownloadError, Version
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.import_run import all_or_nothing, compile_imports, only_importer
from codeward.cli.options import home, today
from codeward.codesets.publishers import (
    PublishedRelease,
    chosen,
    package_addresses,
    read_addresses,
)
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import Recognised, recognise

_CHANGED = "the publisher's layout has changed, or the address is wrong: nothing was imported"
_SHOWN = 5


@click.command("install")
@click.option("--only", multiple=True, metavar="KIND", help="Only these, such as icd10cm.")
@click.option("--dry-run", is_flag=True, help="Say what would be downloaded; no network is used.")
@click.option("--past", is_flag=True, help="Also releases whose time is over.")
@click.option(
    "--addresses",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own list of addresses, with hashes you pin, instead of the one in the package.",
)
@click.option("--again", is_flag=True, help="Download also what is unchanged since last time.")
def install(
    only: tuple[str, ...], dry_run: bool, past: bool, addresses: Path | None, again: bool
) -> None:
    """Download the publishers' current public files, check them, import them, compile.

    What is installed already is asked for only in case the publisher has changed it.

    A download that breaks off goes on where it stopped. Each file must be recognised as what the
    list says it is; otherwise nothing is imported. Licensed texts (CPT) are never downloaded.
    """
    listed = (
        read_addresses(addresses.read_text("utf-8"), str(addresses))
        if addresses
        else package_addresses()
    )
    releases = chosen(listed, today(), only, past=past)
    _say_what(releases)
    wanted = [one for one in releases if not one.agreement]
    if dry_run:
        click.echo("dry run: nothing was downloaded")
        return
    if not wanted:
        click.echo("nothing to download")
        return
    with only_importer(home()):
        _install(wanted, again=again)


def _say_what(releases: tuple[PublishedRelease, ...]) -> None:
    for one in releases:
        span = f"{one.first} to {one.last}"
        click.echo(f"{one.key}: {one.title}, for {span}")
        if one.agreement:
            click.echo(f"    not downloaded: {one.licence}; get it from {one.page} and import it")
            continue
        pinned = "pinned by its SHA-256" if one.sha256 else "no hash is pinned"
        known = "" if one.verified else "address NOT verified; "
        click.echo(f"    {one.url} ({known}{pinned}; {one.licence})")
    if any(not one.verified and not one.agreement for one in releases):
        click.echo(
            "An address that is not verified was never fetched for this list; whatever comes from "
            "it is recognised by its content, or refused.",
            err=True,
        )


class _Fetched(msgspec.Struct, frozen=True):
    """A download that lies here to be imported."""

    release: PublishedRelease
    path: Path
    version: Version


def _install(releases: list[PublishedRelease], *, again: bool) -> None:
    folder = home() / DOWNLOADS
    folder.mkdir(exist_ok=True)
    fetched = _all_fetched(releases, folder, again=again)
    if not fetched:
        click.echo("nothing has changed since it was installed")
        return
    with _scratch(folder) as scratch:
        for one in fetched:
            _take_out(one.release, one.path, scratch / one.release.key)
        _import(fetched, scratch)
    for one in fetched:
        one.path.unlink()


def _all_fetched(releases: list[PublishedRelease], folder: Path, *, again: bool) -> list[_Fetched]:
    """Every download that has changed; where some fail, all that fail are said at once.

    Raises:
        DownloadError: at least one failed.
    """
    downloader = Downloader()
    fetched, failed = [], []
    for one in releases:
        known = None if again else known_version(home(), one)
        try:
            version = _fetched(downloader, one, folder / one.key, known)
        except DownloadError as error:
            failed.append(error)
            continue
        if version is None:
            click.echo(f"{one.key}: unchanged since it was installed")
        else:
            fetched.append(_Fetched(one, folder / one.key, version))
    if not failed:
        return fetched
    for other in failed[:-1]:
        click.echo(f"codeward: {other}", err=True)
    raise DownloadError(
        f"{failed[-1]}; {len(failed)} of {len(releases)} downloads failed and nothing was "
        "imported; take the others alone with --only"
    )


def _fetched(
    downloader: Downloader, release: PublishedRelease, target: Path, known: Version | None
) -> Version | None:
    with click.progressbar(length=1, label=release.key, file=sys.stderr) as bar:

        def told(done: int, whole: int | None) -> None:
            bar.length = whole or done + 1
            bar.update(done - bar.pos)

        try:
            return downloader.fetch(
                release.url, target, sha256=release.sha256, known=known, told=told
            )
        except DownloadError as error:
            raise DownloadError(f"{release.key}: {error} ({release.page})") from None


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for what is taken out of archives, gone afterwards and gone after a crash."""
    scratch = folder / "unpacked"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _take_out(release: PublishedRelease, path: Path, target: Path) -> None:
    """Put the wanted files of a download into a folder.

    Raises:
        DownloadError: one is missing, or is not what the list says.
    """
    target.mkdir()
    found: set[str] = set()
    seen: list[str] = []
    for file in files_in(path):
        member, is_sheet = _archive_name(file.name, path)
        name = PurePosixPath(member).name
        seen.append(name)
        wanted = release.wanted(member)
        if wanted is None:
            continue
        recognised = _recognised(file, name)
        if recognised is None and is_sheet:
            continue
        if recognised is None or recognised.kind is not wanted.kind:
            what = recognised.kind.value if recognised else "none that Codeward knows"
            raise DownloadError(
                f"{release.key}: {name} should be: {wanted.kind.value}; it is: {what}; {_CHANGED}; "
                f"see {release.page}"
            )
        file.content.seek(0)
        found.add(wanted.member)
        place = target / str(len(seen))  # two members, or two sheets, may have one name
        place.mkdir()
        (place / name).write_bytes(file.content.read())
    missing = [one.kind.value for one in release.files if one.member not in found]
    if missing:
        has = ", ".join(seen[:_SHOWN]) + (" ..." if len(seen) > _SHOWN else "")
        raise DownloadError(
            f"{release.key}: {release.url} has no {', no '.join(missing)} (it has: {has}); "
            f"{_CHANGED}; see {release.page}"
        )


def _archive_name(name: str, path: Path) -> tuple[str, bool]:
    """The name inside the archive, and whether a sheet of that workbook is meant."""
    inner = name.removeprefix(str(path)).lstrip("!")
    member, _, sheet = inner.partition("!")
    return member or path.name, bool(sheet)


def _recognised(file: FoundFile, name: str) -> Recognised | None:
    try:
        return recognise(file.content)
    except ReaderError as error:
        raise error.in_file(name) from None


def _import(fetched: list[_Fetched], scratch: Path) -> None:
    """Import everything that was taken out, or nothing of it; then remember what it was."""
    imports, store = CodeSetImport(home()), ReleaseStore(home())
    ordered = sorted(fetched, key=lambda one: one.release.first)
    planned: list[PlannedImport] = []
    with all_or_nothing(imports):
        for day, group in groupby(ordered, key=lambda one: one.release.first):
            folders = [scratch / one.release.key for one in group]
            plan = imports.take(folders, effective_from=day)
            planned += plan.imports
            for file in plan.imports:
                state = "in force already" if file.known else "imported"
                click.echo(f"{file.file.name}: {file.file.kind.value}, {state}")
        compile_imports(store)
    remember(home(), (_installed(one, planned, scratch) for one in fetched))


def _installed(one: _Fetched, planned: list[PlannedImport], scratch: Path) -> InstalledDownload:
    folder = scratch / one.release.key
    files = (file.file for file in planned if folder in Path(file.path).parents)
    return InstalledDownload(
        one.release, one.version, tuple((file.sha256, file.effective_from) for file in files)
    )
