"""What is unsafe in a configuration, and why: `codeward server check`, and the start itself."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from codeward_server.configuration import SiteConfiguration

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_VERIFIED = "verify-full"


class UnsafeSetting(msgspec.Struct, frozen=True):
    """One thing that is unsafe.

    Attributes:
        id: Number of the check.
        blocks: Whether the server refuses to start with it outside of a demonstration.
        what: What is wrong.
        way_out: What to do.
    """

    id: str
    blocks: bool
    what: str
    way_out: str


def unsafe_settings(site: SiteConfiguration) -> tuple[UnsafeSetting, ...]:
    """Everything unsafe in a configuration; what blocks comes first."""
    found = [*_hosts(site), *_database(site), *_keys(site)]
    return tuple(sorted(found, key=lambda one: not one.blocks))


def _hosts(site: SiteConfiguration) -> Iterator[UnsafeSetting]:
    if "*" in site.hosts:
        yield UnsafeSetting(
            "SRV001", True, "the server answers under every host name",
            "name the hosts in CODEWARD_HOSTS",
        )  # fmt: skip


def _database(site: SiteConfiguration) -> Iterator[UnsafeSetting]:
    database = site.database
    if database.engine == "postgresql":
        local = database.host.startswith("/") or database.host in ("", "localhost", "127.0.0.1")
        if not local and database.options.get("sslmode") != _VERIFIED:
            yield UnsafeSetting(
                "SRV002", True, "the way to PostgreSQL is not verified by TLS",
                "add ?sslmode=verify-full to DATABASE_URL",
            )  # fmt: skip
    elif Path(database.name).exists() and _open_to_others(Path(database.name)):
        yield UnsafeSetting(
            "SRV003", True, "others on this machine can read the database",
            f"do: chmod 600 {database.name}",
        )  # fmt: skip


def _keys(site: SiteConfiguration) -> Iterator[UnsafeSetting]:
    for path in (site.folder, site.key_file, site.passphrase_file, site.keystore):
        if path.exists() and _open_to_others(path):
            mode = 700 if path.is_dir() else 600
            yield UnsafeSetting(
                "SRV004", True, f"others on this machine can read {path}",
                f"do: chmod {mode} {path}",
            )  # fmt: skip
    if site.passphrase_file.exists() and site.passphrase_file.parent == site.folder:
        yield UnsafeSetting(
            "SRV005", False,
            "the passphrase lies beside the keys that it opens: who copies the folder has both",
            "move it to another disk or a secret mount and name it in CODEWARD_PASSPHRASE_FILE",
        )  # fmt: skip
    if site.keystore.exists() and _same_disk(site.keystore.parent, site.folder):
        yield UnsafeSetting(
            "SRV006", False,
            "the keys of the patients lie on the disk of the data: its backups must not hold both",
            "back up the keystore folder apart, with a shorter rotation",
        )  # fmt: skip


def _open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)


def _same_disk(one: Path, two: Path) -> bool:
    return one.stat().st_dev == two.stat().st_dev
