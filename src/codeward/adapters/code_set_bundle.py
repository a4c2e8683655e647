"""Writes and reads bundles: signature first, then the manifest, then every member by its hash."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from codeward.adapters.durable_files import put
from codeward.codesets.bundle import (
    FORMAT_LINE,
    LARGEST_MANIFEST,
    BundleError,
    Manifest,
    Member,
    canonical,
    read_manifest,
    signed_part,
)

_CHUNK: Final = 1 << 20
_SCRATCH: Final = ".bundle-"
_NUMBER_LINE: Final = 12
_LENGTH: Final = re.compile(rb"[1-9][0-9]*\n")
_SIGNATURE: Final = re.compile(rb"[0-9a-f]{128}\n")
_SIGNATURE_LINE: Final = 129
_REMEDY: Final = "get the bundle again from whoever made it"


def write_bundle(path: Path, manifest: Manifest, home: Path, key: Ed25519PrivateKey) -> None:
    """Write a bundle, whole or not at all.

    Args:
        path: The bundle; one of that name is replaced.
        manifest: What it holds.
        home: The installation, below which every member lies under its name.
        key: Signs the manifest.

    Raises:
        BundleError: a member is missing or is not what the manifest says.
        OSError: the folder is missing, full or not writable.
    """
    raw = canonical(manifest)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(FORMAT_LINE + f"{len(raw)}\n".encode())
            file.write(key.sign(signed_part(raw)).hex().encode() + b"\n" + raw)
            for member in manifest.members:
                _copy_in(file, home / member.name, member)
        put(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def opened_bundle(
    path: Path, trusted: Mapping[str, Ed25519PublicKey], scratch_in: Path
) -> Iterator[tuple[Manifest, str, Path]]:
    """A bundle whose every byte was checked, with its members in a folder of their own.

    The folder is gone after the block: what is to be kept is moved out of it.

    Args:
        path: The bundle.
        trusted: Public keys by their ids.
        scratch_in: The installation, in which nobody else imports meanwhile.

    Yields:
        The manifest, the id of the key that signed it, and the folder with the members by name.

    Raises:
        BundleError: not signed by a trusted key, changed, cut off, or against the rules.
        OSError: the bundle cannot be read, or the folder cannot be written.
    """
    with path.open("rb") as file:
        manifest, signer = _signed_manifest(file, path, trusted)
        _refuse_other_size(file, path, manifest)
        for left in scratch_in.glob(f"{_SCRATCH}*"):  # of an import that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=scratch_in) as name:
            for member in manifest.members:
                _copy_out(file, Path(name) / member.name, member, path)
            yield manifest, signer, Path(name)


def _signed_manifest(
    file: IO[bytes], path: Path, trusted: Mapping[str, Ed25519PublicKey]
) -> tuple[Manifest, str]:
    """The manifest; it is not even parsed before its signature holds."""
    first = file.readline(len(FORMAT_LINE))
    if first != FORMAT_LINE:
        raise BundleError(
            f"{path}: no bundle, or one of another format; make it with: codeward codesets export"
        )
    length, signature = file.readline(_NUMBER_LINE), file.readline(_SIGNATURE_LINE)
    if not _LENGTH.fullmatch(length) or int(length) > LARGEST_MANIFEST:
        raise BundleError(f"{path}: its manifest is too large or of no length; {_REMEDY}")
    raw = file.read(int(length))
    signer = next((name for name, key in trusted.items() if _holds(key, signature, raw)), None)
    if signer is None:
        raise BundleError(
            f"{path}: not signed by a key you trust, or changed after it was signed; nothing was "
            "read from it. Trust its signer by the .pub file, or get the bundle again"
        )
    return read_manifest(raw, str(path)), signer


def _holds(key: Ed25519PublicKey, signature: bytes, raw: bytes) -> bool:
    if not _SIGNATURE.fullmatch(signature):  # one spelling only, so that one bundle has one hash
        return False
    try:
        key.verify(bytes.fromhex(signature.decode("ascii")), signed_part(raw))
    except InvalidSignature:
        return False
    return True


def _refuse_other_size(file: IO[bytes], path: Path, manifest: Manifest) -> None:
    whole = file.tell() + sum(member.size for member in manifest.members)
    has = os.fstat(file.fileno()).st_size
    if has != whole:
        raise BundleError(f"{path}: {has:,} bytes instead of {whole:,}; {_REMEDY}")


def _copy_in(target: IO[bytes], path: Path, member: Member) -> None:
    try:
        with path.open("rb") as source:
            same = _copied(source, target, member)
            more = source.read(1)
    except FileNotFoundError:
        raise BundleError(f"{path} is missing; import it again or build anew") from None
    if not same or more:
        raise BundleError(f"{path} was changed; import it again or build anew")


def _copy_out(source: IO[bytes], target: Path, member: Member, path: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as file:
        same = _copied(source, file, member)
    if not same:
        raise BundleError(f"{path}: {member.name} is not what was signed; {_REMEDY}")


def _copied(source: IO[bytes], target: IO[bytes], member: Member) -> bool:
    """Copy the bytes of a member; whether they are those of the manifest."""
    digest, left = hashlib.sha256(), member.size
    while left and (chunk := source.read(min(_CHUNK, left))):
        digest.update(chunk)
        target.write(chunk)
        left -= len(chunk)
    return not left and digest.hexdigest() == member.sha256
