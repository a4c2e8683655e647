"""The keys of patients: made once, found again, re-wrapped, and destroyed so that no byte is left."""

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from codeward.adapters.keys import (
    KeyFile,
    KeyProviderError,
    Keystore,
    KeystoreError,
    PatientCipher,
    make_key_file,
)
from codeward.safeguards.encryption import Context, EnvelopeError

PASSPHRASE = b"invented pass phrase"
NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
EXPIRY = dt.date(2026, 12, 24)
APPROVERS = ("u-1", "u-2")
PLACE = Context(site="s", patient="p-1", object="d-1", field="text")


@pytest.fixture
def provider(tmp_path: Path) -> KeyFile:
    path = tmp_path / "site.keys"
    make_key_file(path, PASSPHRASE)
    return KeyFile(path, PASSPHRASE)


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keystore.sqlite"


@pytest.fixture
def store(store_path: Path, provider: KeyFile) -> Keystore:
    return Keystore(store_path, provider, "s")


def on_disk(store_path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(store_path.parent.iterdir()))


class TestKeys:
    def test_a_patient_has_one_key_and_keeps_it(
        self, store: Keystore, store_path: Path, provider: KeyFile
    ) -> None:
        key = store.data_key_for_writing("p-1")
        assert store.data_key_for_writing("p-1") == key == store.data_key("p-1")
        store.close()
        assert Keystore(store_path, provider, "s").data_key("p-1") == key

    def test_two_patients_have_two(self, store: Keystore) -> None:
        one, two = (store.data_key_for_writing(patient) for patient in ("p-1", "p-2"))
        assert one.id != two.id
        assert one.secret != two.secret

    def test_a_patient_without_a_key_is_told_and_not_named(self, store: Keystore) -> None:
        with pytest.raises(KeystoreError, match="no key yet") as caught:
            store.data_key("p-secret")
        assert "p-secret" not in str(caught.value)

    def test_the_key_of_another_patient_does_not_open(
        self, store: Keystore, store_path: Path
    ) -> None:
        for patient in ("p-1", "p-2"):
            store.data_key_for_writing(patient)
        with sqlite3.connect(store_path) as other:
            other.execute(
                "UPDATE data_key SET wrap = (SELECT wrap FROM data_key WHERE patient = 'p-2') "
                "WHERE patient = 'p-1'"
            )
        with pytest.raises(KeyProviderError, match="another patient"):
            store.data_key("p-1")

    def test_the_store_of_another_site_does_not_open(
        self, store: Keystore, store_path: Path, provider: KeyFile
    ) -> None:
        store.data_key_for_writing("p-1")
        with pytest.raises(KeyProviderError):
            Keystore(store_path, provider, "t").data_key("p-1")

    def test_no_secret_lies_on_the_disk(self, store: Keystore, store_path: Path) -> None:
        key = store.data_key_for_writing("p-1")
        assert key.secret not in on_disk(store_path)

    def test_eight_that_make_it_at_once_get_the_same(
        self, store_path: Path, provider: KeyFile, store: Keystore
    ) -> None:
        def make(_number: int) -> bytes:
            return Keystore(store_path, provider, "s").data_key_for_writing("p-1").secret

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(make, range(8))) == {store.data_key("p-1").secret}

    def test_the_threads_of_a_server_share_one_store(self, store: Keystore) -> None:
        def use(number: int) -> bytes:
            store.data_key_for_writing(f"p-{number % 3}")
            return store.data_key(f"p-{number % 3}").secret

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(use, range(60)))) == 3

    def test_only_its_owner_can_read_it(self, store: Keystore, store_path: Path) -> None:
        store.data_key_for_writing("p-1")
        assert store_path.stat().st_mode & 0o077 == 0

    def test_a_file_that_is_no_keystore_is_refused_and_left_alone(
        self, tmp_path: Path, provider: KeyFile
    ) -> None:
        path = tmp_path / "notes.txt"
        path.write_bytes(b"an invented file of something else" * 100)
        with pytest.raises(KeystoreError, match="SQLITE_NOTADB"):
            Keystore(path, provider, "s")
        assert path.read_bytes().startswith(b"an invented")


class TestShredding:
    def shred(self, store: Keystore, approvers: tuple[str, str] = APPROVERS) -> None:
        store.shred("p-1", approvers, NOW, EXPIRY)

    def test_what_it_encrypted_cannot_be_read_any_more(self, store: Keystore) -> None:
        cipher = PatientCipher(store)
        value = cipher.seal(b"invented note", PLACE)
        assert cipher.open(value, PLACE) == b"invented note"
        self.shred(store)
        with pytest.raises(KeystoreError, match="was destroyed"):
            cipher.open(value, PLACE)

    def test_nothing_new_is_stored_under_a_destroyed_key(self, store: Keystore) -> None:
        store.data_key_for_writing("p-1")
        self.shred(store)
        with pytest.raises(KeystoreError, match="nothing new is stored"):
            store.data_key_for_writing("p-1")

    def test_no_byte_of_the_wrapped_key_is_left_in_any_file(
        self, store: Keystore, store_path: Path
    ) -> None:
        store.data_key_for_writing("p-1")
        for number in range(50):
            store.data_key_for_writing(f"q-{number}")
        with sqlite3.connect(store_path) as reader:
            (wrap,) = reader.execute("SELECT wrap FROM data_key WHERE patient = 'p-1'").fetchone()
        reader.close()
        assert wrap in on_disk(store_path)
        self.shred(store)
        assert wrap not in on_disk(store_path)
        assert wrap[-16:] not in on_disk(store_path)

    def test_the_certificate_says_who_when_and_until_when_backups_hold_it(
        self, store: Keystore
    ) -> None:
        key = store.data_key_for_writing("p-1")
        certificate = store.shred("p-1", APPROVERS, NOW, EXPIRY)
        assert certificate.key_id == key.id.hex()
        assert certificate.approvers == APPROVERS
        assert (certificate.at, certificate.backups_expire) == (NOW, EXPIRY)

    @pytest.mark.parametrize("approvers", [("u-1", "u-1"), ("u-1", ""), ("", "")])
    def test_two_different_people_must_approve(
        self, store: Keystore, approvers: tuple[str, str]
    ) -> None:
        store.data_key_for_writing("p-1")
        with pytest.raises(KeystoreError, match="two different people"):
            self.shred(store, approvers)
        store.data_key("p-1")

    def test_a_legal_hold_beats_it_until_it_is_lifted(self, store: Keystore) -> None:
        store.data_key_for_writing("p-1")
        store.hold("p-1", "invented case 7")
        with pytest.raises(KeystoreError, match="legal hold"):
            self.shred(store)
        store.data_key("p-1")
        store.hold("p-1", "")
        self.shred(store)

    def test_a_hold_or_a_destruction_needs_a_key(self, store: Keystore) -> None:
        with pytest.raises(KeystoreError, match="needs a key"):
            store.hold("p-1", "invented case 7")
        with pytest.raises(KeystoreError, match="no key that could"):
            self.shred(store)

    def test_a_reader_that_keeps_the_log_is_told_and_the_second_run_empties_it(
        self, store: Keystore, store_path: Path
    ) -> None:
        store.data_key_for_writing("p-1")
        store._connection.execute("PRAGMA busy_timeout = 1")  # not to wait 30 s
        reader = sqlite3.connect(store_path, isolation_level=None)
        reader.execute("BEGIN")
        (wrap,) = reader.execute("SELECT wrap FROM data_key").fetchone()
        with pytest.raises(KeystoreError, match="still in the log"):
            self.shred(store)
        reader.close()
        assert store.is_shredded("p-1")
        store.empty_log()
        assert wrap not in on_disk(store_path)


class TestRotation:
    def test_every_key_is_wrapped_anew_and_values_stay_readable(
        self, store: Keystore, provider: KeyFile
    ) -> None:
        cipher = PatientCipher(store)
        value = cipher.seal(b"invented note", PLACE)
        for number in range(7):
            store.data_key_for_writing(f"q-{number}")
        provider.rotate()
        assert [store.rewrap(5), store.rewrap(5), store.rewrap(5)] == [5, 3, 0]
        provider.drop(1)
        assert cipher.open(value, PLACE) == b"invented note"

    def test_before_a_rotation_there_is_nothing_to_do(self, store: Keystore) -> None:
        store.data_key_for_writing("p-1")
        assert store.rewrap() == 0

    def test_what_is_half_wrapped_anew_is_not_kept(
        self, store: Keystore, store_path: Path, provider: KeyFile
    ) -> None:
        for patient in ("p-1", "p-2"):
            store.data_key_for_writing(patient)
        with sqlite3.connect(store_path) as other:
            other.execute("UPDATE data_key SET wrap = zeroblob(60) WHERE patient = 'p-2'")
        provider.rotate()
        with pytest.raises(KeyProviderError):
            store.rewrap()
        with sqlite3.connect(store_path) as other:
            (wrap,) = other.execute("SELECT wrap FROM data_key WHERE patient = 'p-1'").fetchone()
        assert provider.version_of(wrap) == 1


def test_a_value_moved_to_another_patient_does_not_open(store: Keystore) -> None:
    cipher = PatientCipher(store)
    value = cipher.seal(b"invented note", PLACE)
    elsewhere = Context(site="s", patient="p-2", object="d-1", field="text")
    cipher.seal(b"another", elsewhere)
    with pytest.raises(EnvelopeError, match="another key"):
        cipher.open(value, elsewhere)
