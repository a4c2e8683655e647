"""What was last installed from each address, so that an unchanged file is not downloaded again."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from codeward.adapters.durable_files import write_whole
from codeward.adapters.imported_paths import FOLDER, INSTALLED
from codeward.adapters.imported_sources import imported
from codeward.adapters.publisher_download import Version
from codeward.codesets.publishers import PublishedRelease


class InstalledDownload(msgspec.Struct, frozen=True):
    """A download that was imported whole.

    Attributes:
        release: What the list of addresses said of it.
        version: What the server said of its content.
        files: Hash and first day of each file that was imported from it.
    """

    release: PublishedRelease
    version: Version
    files: tuple[tuple[str, date], ...]


def known_version(home: Path, release: PublishedRelease) -> Version | None:
    """The version that was installed and is in force as it was; None where it must be fetched.

    An entry of the list that was changed since, or a file that was replaced or pruned since, makes
    the download necessary.

    Raises:
        DamagedImportError: the list of imports cannot be read.
    """
    former = _installed(home).get(release.key)
    if former is None or former.release != release:
        return None
    inforce = {(file.sha256, file.effective_from) for file in imported(home)}
    return former.version if inforce.issuperset(former.files) else None


def remember(home: Path, downloads: Iterable[InstalledDownload]) -> None:
    """Keep what was installed; in one step, after the import is in force.

    Raises:
        OSError: the folder cannot be written.
    """
    kept = {**_installed(home), **{one.release.key: one for one in downloads}}
    content = msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1)
    write_whole(home / FOLDER / INSTALLED, content)


def _installed(home: Path) -> Mapping[str, InstalledDownload]:
    """By key. A list that cannot be read is as good as none: all is downloaded again."""
    try:
        raw = (home / FOLDER / INSTALLED).read_bytes()
        return msgspec.json.decode(raw, type=dict[str, InstalledDownload])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}
