"""The secrets of the site itself: one key a purpose, each in the keystore under the site keys."""

import base64
import os
from enum import StrEnum
from pathlib import Path

from codeward.adapters.durable_files import write_whole
from codeward.adapters.keys import KeyFile, Keystore, PatientCipher, make_key_file
from codeward.model import CodewardError
from codeward.safeguards.encryption import Context
from codeward_server.configuration import SiteConfiguration

SITE = "site"
_PASSPHRASE_BYTES = 32


class SiteSecretsError(CodewardError):
    """The keys of the site are not there or do not open."""


class Purpose(StrEnum):
    """What a secret of the site serves; never one key for two of them."""

    SIGNING = "@site/signing"
    SESSIONS = "@site/sessions"
    SECOND_FACTORS = "@site/second-factors"
    BLIND_INDEX = "@site/blind-index"


class SiteSecrets:
    """Opened once a process; everything secret of the site comes from here."""

    def __init__(self, keystore: Keystore) -> None:
        """Take the opened keystore."""
        self._keystore = keystore
        self._cipher = PatientCipher(keystore)

    def key(self, purpose: Purpose) -> bytes:
        """The 32 bytes of one purpose, made where there are none.

        Raises:
            KeystoreError: the keystore cannot be written.
        """
        return self._keystore.data_key_for_writing(purpose).secret

    def seal(self, purpose: Purpose, thing: str, plain: bytes) -> str:
        """Encrypt a secret for its one place, as text that a database column holds."""
        return base64.b64encode(self._cipher.seal(plain, _context(purpose, thing))).decode()

    def open(self, purpose: Purpose, thing: str, text: str) -> bytes:
        """Decrypt a secret in its place.

        Raises:
            EnvelopeError: it was changed or belongs to another place.
        """
        try:
            value = base64.b64decode(text, validate=True)
        except ValueError:
            value = b""  # too short for a sealed value: told as one that was changed
        self.key(purpose)  # so that a value of before the key is told as a damaged one
        return self._cipher.open(value, _context(purpose, thing))


def make_site(site: SiteConfiguration) -> bool:
    """Make the folder and the keys of a site where there are none; whether they were made.

    A passphrase is made too where its file is not there: for a machine that stands alone. `codeward
    server check` says what that means.

    Raises:
        KeyProviderError: the passphrase is too short.
        OSError: the folder cannot be written.
    """
    site.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if site.key_file.exists():
        return False
    if not site.passphrase_file.exists():
        phrase = base64.b32encode(os.urandom(_PASSPHRASE_BYTES)).rstrip(b"=").lower()
        write_whole(site.passphrase_file, phrase + b"\n", private=True)
    make_key_file(site.key_file, _passphrase(site.passphrase_file))
    return True


def open_site(site: SiteConfiguration) -> SiteSecrets:
    """Open the keys of a site.

    Raises:
        SiteSecretsError: the site was not made yet.
        KeyProviderError: the passphrase does not open them.
        OSError: a file cannot be read.
    """
    if not site.key_file.exists():
        raise SiteSecretsError(f"{site.folder} has no keys yet; start it once: codeward serve")
    keys = KeyFile(site.key_file, _passphrase(site.passphrase_file))
    return SiteSecrets(Keystore(site.keystore, keys, SITE))


def _passphrase(path: Path) -> bytes:
    return path.read_bytes().strip()


def _context(purpose: Purpose, thing: str) -> Context:
    return Context(site=SITE, patient=purpose, object=thing, field="secret")
