"""The keys of the site in one file that a passphrase opens: the provider of a single machine.

The file says how the passphrase becomes a key (Argon2id) and holds the site keys of all versions
under it. What it says of itself is authenticated: weaker numbers written into it do not open it.
"""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from codeward.adapters.durable_files import write_whole
from codeward.model import CodewardError
from codeward.safeguards.encryption import KEY_BYTES, NONCE_BYTES

Random = Callable[[int], bytes]
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LARGEST: Final = 1 << 20
_VERSION_BYTES: Final = 4
_SALT_BYTES: Final = 16
_SHORTEST_PASSPHRASE: Final = 15  # NIST SP 800-63B-4: the shortest single factor


class KeyProviderError(CodewardError):
    """The keys of the site cannot be made, opened or used; never says a part of one."""


class _Derivation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers for Argon2id (RFC 9106, second recommended option); bounded against hostile files."""

    salt: Annotated[bytes, msgspec.Meta(min_length=16, max_length=64)]
    iterations: Annotated[int, msgspec.Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    memory_kib: Annotated[int, msgspec.Meta(ge=8192, le=1 << 21)] = 65536


class _Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    derivation: _Derivation
    nonce: bytes
    keys: bytes


class KeyFile:
    """The opened keys of the site. It wraps under the newest and unwraps under all of them."""

    def __init__(self, path: Path, passphrase: bytes, random: Random = os.urandom) -> None:
        """Open the file.

        Raises:
            KeyProviderError: another passphrase, others may read the file, or it is damaged.
            OSError: it cannot be read.
        """
        self._path = path
        self._random = random
        self._closed, self._derived = _unlocked(path, passphrase)
        self._keys = _site_keys(path, self._closed, self._derived)

    def __repr__(self) -> str:
        """Without any key, whoever prints it."""
        return f"KeyFile({str(self._path)!r}, {len(self._keys)} keys)"

    @property
    def newest(self) -> int:
        """Version of the key under which everything is wrapped now."""
        return max(self._keys)

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Encrypt a data key under the newest site key, bound to the context."""
        version = self.newest
        nonce = self._random(NONCE_BYTES)
        return b"".join((
            version.to_bytes(_VERSION_BYTES, "big"), nonce,
            AESGCM(self._keys[version]).encrypt(nonce, secret, context),
        ))  # fmt: skip

    def unwrap(self, wrap: bytes, context: bytes) -> bytes:
        """Decrypt a data key, under whichever site key it was wrapped.

        Raises:
            KeyProviderError: it was changed, is bound to something else, or its key was dropped.
        """
        key = self._keys.get(self.version_of(wrap))
        if key is None:
            raise KeyProviderError("a data key lies under a site key that was dropped")
        rest = wrap[_VERSION_BYTES:]
        try:
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            raise KeyProviderError(
                "a data key does not open: it was changed, or belongs to another patient"
            ) from None

    def version_of(self, wrap: bytes) -> int:
        """The version of the site key under which a data key was wrapped."""
        return int.from_bytes(wrap[:_VERSION_BYTES], "big")

    def rotate(self) -> int:
        """Make a new site key and put the file with it in place; the old ones stay to unwrap.

        Raises:
            OSError: the file cannot be written; the old keys stay in use.
        """
        version = self.newest + 1
        self._replace({**self._keys, version: self._random(KEY_BYTES)})
        return version

    def drop(self, version: int) -> None:
        """Forget an old site key, once everything is wrapped under a newer one.

        Raises:
            KeyProviderError: it is the newest, or none of that version is there.
            OSError: the file cannot be written; the key stays.
        """
        if version == self.newest or version not in self._keys:
            raise KeyProviderError(
                f"site key {version} cannot be dropped: it is in use or not there"
            )
        self._replace({number: key for number, key in self._keys.items() if number != version})

    def _replace(self, keys: Mapping[int, bytes]) -> None:
        _write(self._path, keys, self._closed.derivation, self._derived, self._random)
        self._keys = dict(keys)


def make_key_file(path: Path, passphrase: bytes, random: Random = os.urandom) -> None:
    """Make the first site key, in a file that only its owner and the passphrase open.

    Raises:
        KeyProviderError: a file is there already, or the passphrase is too short.
        OSError: the folder is missing or cannot be written.
    """
    if path.exists():
        raise KeyProviderError(f"{path} is there already; keys are never overwritten")
    _check_length(passphrase)
    derivation = _Derivation(salt=random(_SALT_BYTES))
    keys = {1: random(KEY_BYTES)}
    _write(path, keys, derivation, _derived(passphrase, derivation), random)


def change_passphrase(path: Path, old: bytes, new: bytes, random: Random = os.urandom) -> None:
    """Put the same site keys under another passphrase.

    Raises:
        KeyProviderError: the old passphrase does not open it, or the new one is too short.
        OSError: the file cannot be written; the old passphrase still opens it.
    """
    _check_length(new)
    closed, derived = _unlocked(path, old)
    derivation = _Derivation(salt=random(_SALT_BYTES))
    _write(path, _site_keys(path, closed, derived), derivation, _derived(new, derivation), random)


def _check_length(passphrase: bytes) -> None:
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        raise KeyProviderError(f"a passphrase has at least {_SHORTEST_PASSPHRASE} characters")


def _unlocked(path: Path, passphrase: bytes) -> tuple[_Closed, bytes]:
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise KeyProviderError(f"{path} can be read by others; do: chmod 600 {path}")
    with path.open("rb") as file:
        content = file.read(_LARGEST)
    try:
        closed = msgspec.json.decode(content, type=_Closed)
    except msgspec.DecodeError:
        raise KeyProviderError(f"{path}: no key file of Codeward, or damaged") from None
    return closed, _derived(passphrase, closed.derivation)


def _site_keys(path: Path, closed: _Closed, derived: bytes) -> Mapping[int, bytes]:
    try:
        plain = AESGCM(derived).decrypt(closed.nonce, closed.keys, _about(closed.derivation))
    except (InvalidTag, ValueError):
        raise KeyProviderError(f"{path}: another passphrase, or the file was changed") from None
    return msgspec.json.decode(plain, type=dict[int, bytes])


def _write(
    path: Path, keys: Mapping[int, bytes], derivation: _Derivation, derived: bytes, random: Random
) -> None:
    nonce = random(NONCE_BYTES)
    closed = AESGCM(derived).encrypt(nonce, msgspec.json.encode(keys), _about(derivation))
    content = msgspec.json.encode(_Closed(1, derivation, nonce, closed))
    write_whole(path, content + b"\n", private=True)


def _about(derivation: _Derivation) -> bytes:
    return msgspec.json.encode(derivation)


def _derived(passphrase: bytes, how: _Derivation) -> bytes:
    return Argon2id(
        salt=how.salt, length=KEY_BYTES, iterations=how.iterations, lanes=how.lanes,
        memory_cost=how.memory_kib,
    ).derive(passphrase)  # fmt: skip
