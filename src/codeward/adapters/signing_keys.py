"""Ed25519 keys for bundles: a private key that only its owner reads, public keys that are trusted.

Both in PEM (PKCS #8, SubjectPublicKeyInfo), so that other tools read them too.
"""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from codeward.adapters.durable_files import write_whole
from codeward.model import CodewardError

_PUBLIC: Final = ".pub"
_BLOCK: Final = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)
_LARGEST: Final = 1 << 20
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_ID_LENGTH: Final = 16


class SigningKeyError(CodewardError):
    """A key that cannot be made, read or trusted."""


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a public key: the start of its SHA-256."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:_ID_LENGTH]


def make_keys(path: Path, passphrase: bytes | None) -> tuple[Path, str]:
    """Make a key pair: `path` for its owner only, `path`.pub for those who shall trust it.

    Args:
        path: Where the private key shall lie; nothing may lie there yet.
        passphrase: Encrypts the private key; None leaves it to the rights of the file.

    Returns:
        The file of the public key, and the id of the key.

    Raises:
        SigningKeyError: one of the files is there already.
        OSError: the folder is missing or cannot be written.
    """
    public_path = path.with_name(path.name + _PUBLIC)
    for taken in (path, public_path):
        if taken.exists():
            raise SigningKeyError(f"{taken} is there already; a key is never overwritten")
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    write_whole(
        public_path,
        public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    )
    try:
        _write_private(path, _private_pem(private, passphrase))
    except BaseException:
        public_path.unlink(missing_ok=True)
        raise
    return public_path, key_id(public)


def private_key(path: Path, passphrase: bytes | None) -> Ed25519PrivateKey:
    """The private key of a file.

    Raises:
        SigningKeyError: others may read the file, or it holds no key for that passphrase.
        OSError: the file cannot be read.
    """
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise SigningKeyError(f"{path} can be read by others; do: chmod 600 {path}")
    try:
        key = serialization.load_pem_private_key(_read(path), passphrase)
    except TypeError:
        how = "needs its passphrase: --passphrase-file" if passphrase is None else "has none"
        raise SigningKeyError(f"{path}: the key {how}") from None
    except ValueError:
        raise SigningKeyError(f"{path}: no private key in PEM, or another passphrase") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"{path}: not an Ed25519 key; make one: codeward codesets keygen")
    return key


def trusted_keys(path: Path) -> Mapping[str, Ed25519PublicKey]:
    """The public keys of a file, one or several PEM blocks, by their ids.

    Raises:
        SigningKeyError: it holds none, or one that is no Ed25519 key.
        OSError: the file cannot be read.
    """
    found: dict[str, Ed25519PublicKey] = {}
    for block in _BLOCK.findall(_read(path)):
        try:
            key = serialization.load_pem_public_key(block)
        except ValueError:
            raise SigningKeyError(f"{path}: a public key in it is damaged") from None
        if not isinstance(key, Ed25519PublicKey):
            raise SigningKeyError(f"{path}: a public key in it is not an Ed25519 key")
        found[key_id(key)] = key
    if not found:
        raise SigningKeyError(f"{path}: no public key in PEM; take the .pub file of the signer")
    return found


def _private_pem(key: Ed25519PrivateKey, passphrase: bytes | None) -> bytes:
    encryption: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


def _write_private(path: Path, content: bytes) -> None:
    """Whole or not at all, never readable by others, never in place of another file."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)
