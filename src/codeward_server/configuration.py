"""What an operator sets, read once from the environment; each fault says which variable and why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

from codeward.model import CodewardError

_FOLDER: Final = "codeward-site"
_POSTGRESQL: Final = frozenset({"postgres", "postgresql"})
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_ON: Final = frozenset({"1", "true", "yes", "on"})
_OFF: Final = frozenset({"", "0", "false", "no", "off"})


class ConfigurationError(CodewardError):
    """A variable that cannot be used; its value is never repeated, because it may be a secret."""


class Database(msgspec.Struct, frozen=True, kw_only=True):
    """Where the server stores what it knows.

    Attributes:
        engine: `sqlite3` or `postgresql`.
        name: File of SQLite, or name of the database.
        user: Of PostgreSQL.
        password: Of PostgreSQL.
        host: Of PostgreSQL.
        port: Of PostgreSQL; empty for its own.
        options: Of the connection, as `sslmode`.
    """

    engine: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = {}

    def __repr__(self) -> str:
        """Without the password, whoever prints it."""
        return f"Database({self.engine}, {self.name!r})"


class SiteConfiguration(msgspec.Struct, frozen=True, kw_only=True):
    """One site.

    Attributes:
        folder: Where its keys and its SQLite files lie.
        database: Where the server stores what it knows.
        hosts: Names under which it is reached.
        passphrase_file: Opens the keys of the site.
        demo: Invented charts, plain HTTP on this machine, never real patients.
    """

    folder: Path
    database: Database
    hosts: tuple[str, ...]
    passphrase_file: Path
    demo: bool = False

    @property
    def key_file(self) -> Path:
        """The keys of the site."""
        return self.folder / "site.keys"

    @property
    def keystore(self) -> Path:
        """The keys of the patients: apart from the data, with a backup rotation of its own."""
        return self.folder / "keystore" / "keystore.sqlite"


def configuration(environment: Mapping[str, str]) -> SiteConfiguration:
    """The site that the environment describes.

    `CODEWARD_SITE` is its folder (`codeward-site` where it is not set), `CODEWARD_HOSTS` names
    the hosts, `DATABASE_URL` a PostgreSQL database, `CODEWARD_PASSPHRASE_FILE` the passphrase of
    the keys, and `CODEWARD_DEMO` switches the demonstration on.

    Raises:
        ConfigurationError: one of them cannot be used.
    """
    folder = Path(environment.get("CODEWARD_SITE") or _FOLDER).absolute()
    passphrase = environment.get("CODEWARD_PASSPHRASE_FILE")
    hosts = tuple(name.strip() for name in environment.get("CODEWARD_HOSTS", "").split(",") if name)
    return SiteConfiguration(
        folder=folder,
        database=_database(environment.get("DATABASE_URL", ""), folder),
        hosts=hosts or _LOOPBACK,
        passphrase_file=Path(passphrase) if passphrase else folder / "site.passphrase",
        demo=_switch(environment, "CODEWARD_DEMO"),
    )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    word = environment.get(name, "").strip().lower()
    if word not in _ON | _OFF:
        raise ConfigurationError(f"{name} is neither on nor off; write 1 or 0")
    return word in _ON


def _database(url: str, folder: Path) -> Database:
    if not url:
        return Database(engine="sqlite3", name=str(folder / "site.sqlite"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError("DATABASE_URL is no address; its port is a number") from None
    if parts.scheme == "sqlite":
        if not parts.path.startswith("/") or parts.netloc:
            raise ConfigurationError("DATABASE_URL: write sqlite:////absolute/path/of/the.file")
        return Database(engine="sqlite3", name=unquote(parts.path[1:] or str(folder)))
    if parts.scheme not in _POSTGRESQL:
        raise ConfigurationError("DATABASE_URL begins with sqlite:// or postgresql://")
    return _postgresql(parts, port)


def _postgresql(parts: SplitResult, port: int | None) -> Database:
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ConfigurationError("DATABASE_URL names no database behind its host")
    return Database(
        engine="postgresql",
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname or "",
        port="" if port is None else str(port),
        options=dict(parse_qsl(parts.query)),
    )
