"""The folder of a site's ledger: its file, the key that signs it, and that of blind references."""

import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters.durable_files import write_whole
from codeward.adapters.file_lock import only_one
from codeward.adapters.ledger_store import LedgerStore
from codeward.adapters.signing_keys import make_keys, private_key
from codeward.safeguards.ledger import LedgerError, References, Verifier, read_verifier
from codeward.safeguards.ledger.note import SIGNATURE, verifier_of

_FILE: Final = "ledger.sqlite"
_SIGNING: Final = "signing.key"
_REFERENCES: Final = "reference.key"
VERIFIER: Final = "log.vkey"
_KEY: Final = 32
_ID: Final = 16


class OpenLedger(msgspec.Struct, frozen=True):
    """An open ledger, the maker of its blind references, and the key that others believe."""

    store: LedgerStore
    references: References
    verifier: Verifier


def ledger_file(folder: Path) -> Path:
    """Where the entries lie."""
    return folder / _FILE


def has_ledger(folder: Path) -> bool:
    """Whether a ledger was begun there."""
    return ledger_file(folder).is_file()


def open_ledger(folder: Path) -> OpenLedger:
    """Open the ledger of a site; the first time it is begun and its keys are made.

    Raises:
        LedgerError: it was begun, and a key of it is missing or no key.
        SigningKeyError: others may read the signing key.
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not has_ledger(folder):
        with only_one(folder / "lock"):
            if not has_ledger(folder):
                _make_keys(folder)
                LedgerStore(ledger_file(folder), *_log(folder)).database.close()
    for name in (_SIGNING, _REFERENCES, VERIFIER):
        if not (folder / name).is_file():
            raise LedgerError(f"{folder / name} is missing: restore it; a new one is never made")
    verifier = read_verifier((folder / VERIFIER).read_text(encoding="utf-8"))
    references = References((folder / _REFERENCES).read_bytes())
    return OpenLedger(LedgerStore(ledger_file(folder), *_log(folder)), references, verifier)


def _log(folder: Path) -> tuple[str, Ed25519PrivateKey]:
    verifier = read_verifier((folder / VERIFIER).read_text(encoding="utf-8"))
    key = private_key(folder / _SIGNING, None)
    if verifier_of(verifier.name, SIGNATURE, key) != verifier:
        raise LedgerError(f"{folder / _SIGNING} is not the key of this ledger")
    return verifier.name, key


def _make_keys(folder: Path) -> None:
    """Each key once: a run that was cut off leaves what it had made."""
    if not (folder / _SIGNING).is_file():
        (folder / f"{_SIGNING}.pub").unlink(missing_ok=True)
        make_keys(folder / _SIGNING, None)
    key = private_key(folder / _SIGNING, None)
    if not (folder / _REFERENCES).is_file():
        write_whole(folder / _REFERENCES, secrets.token_bytes(_KEY))
        (folder / _REFERENCES).chmod(0o600)
    if not (folder / VERIFIER).is_file():
        name = f"codeward-ledger/{verifier_of('-', SIGNATURE, key).public.hex()[:_ID]}"
        text = verifier_of(name, SIGNATURE, key).text
        write_whole(folder / VERIFIER, f"{text}\n".encode())
