"""The keys of the patients, wrapped, in a database of their own, and how one is destroyed for good.

Apart from everything they encrypt, with a backup rotation of its own: a deleted key would live on
in the backups of the data. Deleted bytes are overwritten (secure_delete) and the log is emptied.
"""

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from codeward.adapters.durable_database import name_of, open_durable, whole
from codeward.model import CodewardError
from codeward.ports import KeyProvider
from codeward.safeguards.encryption import KEY_BYTES, DataKey, wrapping_context

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS data_key (
    patient TEXT PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    wrap BLOB NOT NULL,
    version INTEGER NOT NULL,
    hold TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS data_key_by_version ON data_key (version);
CREATE TABLE IF NOT EXISTS shredded (
    patient TEXT PRIMARY KEY,
    certificate BLOB NOT NULL
) STRICT, WITHOUT ROWID;
"""
_ID_BYTES: Final = 16
_APPROVERS: Final = 2


class KeystoreError(CodewardError):
    """A key that is not there, must not go, or cannot be stored; names no patient."""


class ShredCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """Proof that a key was destroyed, as it goes on the ledger.

    Attributes:
        key_id: Of the destroyed key, in hexadecimal.
        approvers: The two people who approved it.
        at: When, in UTC.
        backups_expire: The day on which the last backup that holds the key expires; until then the
            key can come back with it.
    """

    key_id: str
    approvers: tuple[str, str]
    at: dt.datetime
    backups_expire: dt.date


class Keystore:
    """An open store of data keys."""

    def __init__(
        self, path: Path, provider: KeyProvider, site: str,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:  # fmt: skip
        """Open the store, and make it for its owner only where it is not there yet.

        Raises:
            KeystoreError: the file is damaged or no keystore.
            OSError: the folder cannot be made or written.
        """
        self._provider, self._site, self._random = provider, site, random
        self._turn = threading.RLock()  # threads of a server share the one connection
        try:
            self._connection = open_durable(path, shared_by_threads=True)
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise _keystore_error(error) from None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def data_key(self, patient: str) -> DataKey:
        """The key of a patient.

        Raises:
            KeystoreError: the patient has none, or it was destroyed.
            KeyProviderError: it does not open.
        """
        row = self._row("SELECT id, wrap FROM data_key WHERE patient = ?", patient)
        if row is None:
            raise KeystoreError(
                "the key of this patient was destroyed; what it encrypted cannot be read"
                if self.is_shredded(patient)
                else "this patient has no key yet"
            )
        key_id, wrap = row
        return DataKey(key_id, self._provider.unwrap(wrap, self._context(key_id, patient)))

    def data_key_for_writing(self, patient: str) -> DataKey:
        """The key of a patient, made where there is none; two that make it at once get the same.

        Raises:
            KeystoreError: it was destroyed, or the store cannot be written.
            KeyProviderError: the provider does not answer.
        """
        if self._row("SELECT id FROM data_key WHERE patient = ?", patient) is not None:
            return self.data_key(patient)
        with self._transaction() as connection:
            if self.is_shredded(patient):
                raise KeystoreError("the key of this patient was destroyed; nothing new is stored")
            held = connection.execute("SELECT 1 FROM data_key WHERE patient = ?", (patient,))
            if held.fetchone() is None:
                key_id = self._random(_ID_BYTES)
                wrap = self._provider.wrap(self._random(KEY_BYTES), self._context(key_id, patient))
                connection.execute(
                    "INSERT INTO data_key (patient, id, wrap, version) VALUES (?, ?, ?, ?)",
                    (patient, key_id, wrap, self._provider.version_of(wrap)),
                )
        return self.data_key(patient)

    def is_shredded(self, patient: str) -> bool:
        """Whether the key of the patient was destroyed."""
        return self._row("SELECT 1 FROM shredded WHERE patient = ?", patient) is not None

    def hold(self, patient: str, reason: str) -> None:
        """Put a legal hold on a patient's key, or lift it with an empty reason.

        Raises:
            KeystoreError: the patient has no key.
        """
        with self._transaction() as connection:
            changed = connection.execute(
                "UPDATE data_key SET hold = ? WHERE patient = ?", (reason, patient)
            ).rowcount
            if changed != 1:
                raise KeystoreError("a hold needs a key that is there")

    def shred(
        self, patient: str, approvers: tuple[str, str], at: dt.datetime, backups_expire: dt.date
    ) -> ShredCertificate:
        """Destroy the key of a patient: everything under it becomes unreadable for ever.

        Args:
            patient: Whose key.
            approvers: Two different people (45 CFR 164.316(b) and the site's retention allow it).
            at: Now, in UTC.
            backups_expire: When the last backup of this store that holds the key expires.

        Raises:
            KeystoreError: no two people approved, a legal hold stands, or there is no key.
        """
        if len(set(approvers)) != _APPROVERS or not all(approvers):
            raise KeystoreError("two different people approve the destruction of a key")
        with self._transaction() as connection:
            row = connection.execute(
                "SELECT id, hold FROM data_key WHERE patient = ?", (patient,)
            ).fetchone()
            if row is None:
                raise KeystoreError("this patient has no key that could be destroyed")
            key_id, hold = row
            if hold:
                raise KeystoreError("a legal hold stands on this key; lift it first, or keep it")
            certificate = ShredCertificate(
                key_id=key_id.hex(), approvers=approvers, at=at, backups_expire=backups_expire
            )
            connection.execute("DELETE FROM data_key WHERE patient = ?", (patient,))
            connection.execute(
                "INSERT INTO shredded VALUES (?, ?)", (patient, msgspec.json.encode(certificate))
            )
        self.empty_log()
        return certificate

    def rewrap(self, at_most: int = 1000) -> int:
        """Wrap keys under the newest site key; how many were. Call until it answers 0.

        Readers go on meanwhile: each key opens before and after.

        Raises:
            KeystoreError: the store cannot be written.
            KeyProviderError: a key does not open, or the provider does not answer.
        """
        newest = self._provider.newest
        with self._transaction() as connection:
            old = connection.execute(
                "SELECT patient, id, wrap FROM data_key WHERE version < ? LIMIT ?",
                (newest, at_most),
            ).fetchall()
            for patient, key_id, wrap in old:
                context = self._context(key_id, patient)
                new = self._provider.wrap(self._provider.unwrap(wrap, context), context)
                connection.execute(
                    "UPDATE data_key SET wrap = ?, version = ? WHERE patient = ?",
                    (new, self._provider.version_of(new), patient),
                )
        if old:
            self.empty_log()
        return len(old)

    def empty_log(self) -> None:
        """Write the log into the file and cut it, so that no deleted key is left in it.

        Raises:
            KeystoreError: somebody reads the store; nothing is lost, run it again.
        """
        with self._turn:
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise KeystoreError(
                "deleted keys are still in the log of the keystore, because somebody reads it; "
                "run it again"
            )

    def _context(self, key_id: bytes, patient: str) -> bytes:
        return wrapping_context(key_id, self._site, patient)

    def _row(self, question: str, patient: str) -> tuple[bytes, ...] | None:
        with self._turn:
            found: tuple[bytes, ...] | None = self._connection.execute(
                question, (patient,)
            ).fetchone()
        return found

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn, whole(self._connection, _keystore_error) as on:
            yield on


def _keystore_error(error: sqlite3.Error) -> KeystoreError:
    return KeystoreError(
        f"the keystore cannot be used ({name_of(error)}); nothing of this step was kept"
    )
