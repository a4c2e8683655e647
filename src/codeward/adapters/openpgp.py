"""OpenPGP files: encrypted to the partner and signed by us; read only with the pinned signature."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from pysequoia import Cert, Tsk, decrypt, encrypt, sign, verify

from codeward.model import CodewardError
from codeward.transmission import OpenPgp

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_TIMEOUT = 300
# Older GnuPG compresses by default unless the key of the recipient asks not to.
_PREFERENCES = "SHA512 SHA256 AES256 AES192 AES Uncompressed"


class OpenPgpError(CodewardError):
    """A key or message that is not usable; the text never holds a part of the message."""


class Keys(msgspec.Struct, frozen=True):
    """Our secret key, the partner's certificate, and the pin that it must have.

    Attributes:
        secret: Our secret key as it stands in its file.
        certificate: The partner's public key likewise.
        their_fingerprint: In capitals.
        passphrase: Of our key, None where it has none.
    """

    secret: bytes
    certificate: bytes
    their_fingerprint: str
    passphrase: str | None = None


def read_keys(settings: OpenPgp, folder: Path) -> Keys:
    """The keys that the register names, held against their fingerprints.

    Raises:
        OpenPgpError: a file cannot be read, others may read our key, or a key is not the one of
            the fingerprint.
    """
    try:
        return _read_keys(settings, folder)
    except OSError as error:
        raise OpenPgpError(
            f"an OpenPGP key of the register cannot be read: {error.strerror} ({error.filename})"
        ) from None


def _read_keys(settings: OpenPgp, folder: Path) -> Keys:
    path = folder / settings.our_key
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise OpenPgpError(f"{path} can be read by others; do: chmod 600 {path}")
    variable = settings.passphrase_variable
    passphrase = os.environ.get(variable) if variable else None
    secret = path.read_bytes()
    certificate = (folder / settings.their_key).read_bytes()
    with _class_only("our key cannot be used"):
        ours = Tsk.from_bytes(secret).extract_certificate().fingerprint.upper()
    with _class_only("the partner's key cannot be used"):
        theirs = Cert.from_bytes(certificate).fingerprint.upper()
    if ours != settings.our_fingerprint:
        raise OpenPgpError("our OpenPGP key is not the one of our_fingerprint")
    if theirs != settings.their_fingerprint:
        raise OpenPgpError("the partner's OpenPGP key is not the one of their_fingerprint")
    return Keys(secret, certificate, theirs, passphrase)


def sealed(content: bytes, keys: Keys) -> bytes:
    """The content, encrypted to the partner and signed by us.

    Raises:
        OpenPgpError: a key cannot be used for that.
    """
    with _class_only("the file cannot be encrypted"):
        return encrypt(
            content,
            recipients=[Cert.from_bytes(keys.certificate)],
            signer=Tsk.from_bytes(keys.secret).signer(keys.passphrase),
            armor=False,
        )


def opened(message: bytes, keys: Keys, limit: int) -> bytes:
    """The content of a message that the partner signed.

    GnuPG's default compression is read by `gpg`, where it is installed.

    Args:
        message: Binary or armored.
        keys: Of both sides.
        limit: Most bytes of content.

    Raises:
        OpenPgpError: it is not encrypted to us, not signed by the pinned key, changed on the way,
            or too large.
    """
    try:
        content = _by_sequoia(message, keys)
    except OpenPgpError:
        if shutil.which("gpg") is None:
            raise
        content = _by_gpg(message, keys, limit)
    if len(content) > limit:
        raise OpenPgpError("the decrypted file is larger than the register allows")
    return content


def signed(text: bytes, keys: Keys) -> bytes:
    """The text with our signature around it, readable for all: a receipt holds no secret.

    Raises:
        OpenPgpError: our key cannot be used for that.
    """
    with _class_only("the text cannot be signed"):
        return sign(Tsk.from_bytes(keys.secret).signer(keys.passphrase), text)


def verified(message: bytes, keys: Keys) -> bytes:
    """The text of a message that the partner signed.

    Raises:
        OpenPgpError: it is not signed by the pinned key, or changed on the way.
    """
    with _class_only("the signature cannot be verified"):
        certificate = Cert.from_bytes(keys.certificate)
        found = verify(message, store=lambda _ids: [certificate])
    signers = {str(one.certificate).upper() for one in found.valid_sigs}
    if keys.their_fingerprint not in signers or found.bytes is None:
        raise OpenPgpError("the message is not signed by the key that the register pins")
    return found.bytes


def _by_sequoia(message: bytes, keys: Keys) -> bytes:
    with _class_only("the message cannot be opened"):
        certificate = Cert.from_bytes(keys.certificate)
        decryptor = Tsk.from_bytes(keys.secret).decryptor(keys.passphrase)
        # Without a store pysequoia would decrypt and verify nothing.
        found = decrypt(message, decryptor, store=lambda _ids: [certificate])
    signers = {str(one.certificate).upper() for one in found.valid_sigs}
    if keys.their_fingerprint not in signers or found.bytes is None:
        raise OpenPgpError("the message is not signed by the key that the register pins")
    return found.bytes


def _by_gpg(message: bytes, keys: Keys, limit: int) -> bytes:
    """The same by GnuPG, in a home of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="codeward-gpg-") as home:
        try:
            for key in (keys.secret, keys.certificate):
                _gpg(home, ["--import"], key, keys.passphrase)
            told, content = _gpg(
                home, ["--max-output", str(limit), "--decrypt"], message, keys.passphrase
            )
        finally:
            subprocess.run(  # noqa: S603 - fixed words, and a folder that we made
                ["gpgconf", "--homedir", home, "--kill", "all"],  # noqa: S607 - found by PATH
                check=False, capture_output=True, timeout=_TIMEOUT,
            )  # fmt: skip
    # VALIDSIG ends with the fingerprint of the primary key.
    signers = {line.split()[-1] for line in told if line.startswith("[GNUPG:] VALIDSIG ")}
    bad = ("BADSIG", "ERRSIG", "EXPKEYSIG", "REVKEYSIG", "EXPSIG", "DECRYPTION_FAILED")
    faults = [line for line in told if line.split()[1:2] and line.split()[1] in bad]
    if signers != {keys.their_fingerprint} or faults:
        raise OpenPgpError("the message is not signed by the key that the register pins")
    return content


def _gpg(
    home: str, arguments: list[str], content: bytes, passphrase: str | None
) -> tuple[list[str], bytes]:
    command = [
        "gpg", "--homedir", home, "--batch", "--no-tty", "--quiet", "--no-auto-key-locate",
        "--trust-model", "always", "--pinentry-mode", "loopback",
    ]  # fmt: skip
    read, write = os.pipe()
    status = Path(home) / "status"
    try:
        os.write(write, (passphrase or "").encode() + b"\n")
        os.close(write)
        command += ["--passphrase-fd", str(read), "--status-file", str(status), *arguments]
        done = subprocess.run(  # noqa: S603 - fixed words; content goes in by a pipe
            command, input=content, capture_output=True, check=False, timeout=_TIMEOUT,
            pass_fds=(read,),
        )  # fmt: skip
    finally:
        os.close(read)
    if done.returncode != 0:
        raise OpenPgpError(f"the message cannot be opened (gpg ended with {done.returncode})")
    return status.read_text("utf-8", "replace").splitlines(), done.stdout


def new_key(name: str) -> bytes:
    """A new secret key without passphrase, for its owner's file.

    Made by GnuPG where it is installed, because only there the key can say that it prefers
    uncompressed messages, which every partner's GnuPG then follows.
    """
    if shutil.which("gpg") is None:
        return bytes(Tsk.generate(user_id=name))
    with tempfile.TemporaryDirectory(prefix="codeward-gpg-") as home:
        try:
            arguments = ["--default-new-key-algo", "ed25519/cert,sign+cv25519/encr",
                         "--default-preference-list", _PREFERENCES,
                         "--quick-generate-key", name, "default", "default", "never"]  # fmt: skip
            _gpg(home, arguments, b"", "")
            _, secret = _gpg(home, ["--export-secret-keys"], b"", "")
        finally:
            subprocess.run(  # noqa: S603 - fixed words, and a folder that we made
                ["gpgconf", "--homedir", home, "--kill", "all"],  # noqa: S607 - found by PATH
                check=False, capture_output=True, timeout=_TIMEOUT,
            )  # fmt: skip
    return secret


def public_part(secret: bytes) -> tuple[bytes, str]:
    """The certificate that a partner gets, and its fingerprint in capitals."""
    with _class_only("the key cannot be used"):
        certificate = Tsk.from_bytes(secret).extract_certificate()
        return str(certificate).encode("ascii"), certificate.fingerprint.upper()


@contextmanager
def _class_only(what: str) -> Iterator[None]:
    """Pysequoia tells everything, with a backtrace; of that only the class may be said."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - it raises bare RuntimeError and others
        raise OpenPgpError(f"OpenPGP: {what} ({type(error).__name__})") from None
