"""Where the publishers put their current files: one data file, which an operator may replace.

A package of its own, so that a changed address leaves compiled releases valid.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from fnmatch import fnmatch
from importlib import resources
from typing import Annotated

import msgspec

from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError

_FILE = "addresses.toml"
_SHA256 = r"^[0-9a-f]{64}$"
_KEY = r"^[a-z0-9][a-z0-9.-]{0,63}$"


class AddressError(CodewardError):
    """The list of publishers' addresses cannot be read, or has nothing that was asked for."""


class WantedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file inside a release.

    Attributes:
        member: Pattern of its name inside the archive, such as `*tabular*.xml`; folders left out.
        kind: What it must be recognised as.
    """

    member: str
    kind: FileKind


class PublishedRelease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a publisher offers for download.

    Attributes:
        key: Name for `--only`.
        title: What it is, in words.
        publisher: Who publishes it.
        url: Its address, https only.
        page: The publisher's page with the link to it, for people.
        first: First day for which it holds.
        last: Last day for which it holds.
        files: What is taken out of it; everything else in it is left.
        licence: Whose it is and what may be done with it.
        verified: Whether somebody has fetched this very address for this list.
        agreement: The publisher asks a person to accept terms first: never fetched by a program.
        sha256: Its hash where the operator pins it.
    """

    key: Annotated[str, msgspec.Meta(pattern=_KEY)]
    title: str
    publisher: str
    url: str
    page: str
    first: date
    last: date
    files: tuple[WantedFile, ...]
    licence: str
    verified: bool
    agreement: bool = False
    sha256: Annotated[str, msgspec.Meta(pattern=_SHA256)] | None = None

    def wanted(self, member: str) -> WantedFile | None:
        """What a member of the archive is taken as, None where it is left."""
        name = member.rpartition("/")[2].lower()
        return next((one for one in self.files if fnmatch(name, one.member.lower())), None)


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    release: tuple[PublishedRelease, ...]


def package_addresses() -> tuple[PublishedRelease, ...]:
    """The addresses that came with this version of Codeward."""
    text = resources.files("codeward.codesets.publishers").joinpath(_FILE).read_text("utf-8")
    return read_addresses(text, _FILE)


def read_addresses(text: str, name: str) -> tuple[PublishedRelease, ...]:
    """The addresses of a list in TOML.

    Args:
        text: The list.
        name: Where it came from, for errors.

    Raises:
        AddressError: no TOML, a field that is missing, unknown or wrong, or a key given twice.
    """
    try:
        found = msgspec.convert(tomllib.loads(text), _List).release
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AddressError(f"{name}: {error}; compare it with the list in the package") from None
    keys = [one.key for one in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise AddressError(f"{name}: the key {twice} stands twice; give each release its own")
    return found


def chosen(
    releases: Iterable[PublishedRelease], day: date, only: tuple[str, ...], *, past: bool
) -> tuple[PublishedRelease, ...]:
    """The releases to install: those that hold on the day or later, or the named ones.

    Args:
        releases: The whole list.
        day: Today.
        only: Keys, or first parts of keys, that limit the choice.
        past: Take those as well whose time is over.

    Raises:
        AddressError: a name in `only` fits none.
    """
    listed = tuple(releases)
    for name in only:
        if not any(one.key.startswith(name) for one in listed):
            known = ", ".join(sorted(one.key for one in listed)) or "none"
            raise AddressError(f"no address is listed for {name}; known: {known}")
    return tuple(
        one
        for one in listed
        if (past or one.last >= day) and (not only or one.key.startswith(only))
    )
