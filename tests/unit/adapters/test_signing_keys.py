"""Keys: private for their owner, never overwritten, never half written, trusted one by one."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from codeward.adapters import signing_keys
from codeward.adapters.signing_keys import (
    SigningKeyError,
    key_id,
    make_keys,
    private_key,
    trusted_keys,
)


def test_a_pair_is_read_again_and_known_by_one_id(tmp_path: Path) -> None:
    public, name = make_keys(tmp_path / "key", None)
    assert public.name == "key.pub"
    assert key_id(private_key(tmp_path / "key", None).public_key()) == name
    assert list(trusted_keys(public)) == [name]


def test_the_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    make_keys(tmp_path / "key", None)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        private_key(tmp_path / "key", None)


def test_a_passphrase_is_needed_where_one_was_set(tmp_path: Path) -> None:
    make_keys(tmp_path / "key", b"long enough")
    assert private_key(tmp_path / "key", b"long enough")
    with pytest.raises(SigningKeyError, match="--passphrase-file"):
        private_key(tmp_path / "key", None)
    with pytest.raises(SigningKeyError, match="another passphrase"):
        private_key(tmp_path / "key", b"other")
    make_keys(tmp_path / "open", None)
    with pytest.raises(SigningKeyError, match="has none"):
        private_key(tmp_path / "open", b"long enough")


@pytest.mark.parametrize("taken", ["key", "key.pub"])
def test_a_key_is_never_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("other")
    with pytest.raises(SigningKeyError, match="never overwritten"):
        make_keys(tmp_path / "key", None)
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "other"


def test_a_full_disk_leaves_no_half_of_a_pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "hardlink_to", full)
    with pytest.raises(OSError, match="No space left"):
        make_keys(tmp_path / "key", None)
    assert list(tmp_path.iterdir()) == []


def test_several_signers_may_be_trusted_in_one_file(tmp_path: Path) -> None:
    pairs = [make_keys(tmp_path / name, None) for name in ("one", "two")]
    both = tmp_path / "trust"
    both.write_bytes(b"".join(public.read_bytes() for public, _ in pairs))
    assert set(trusted_keys(both)) == {name for _, name in pairs}


def test_other_keys_are_refused(tmp_path: Path) -> None:
    other = X25519PrivateKey.generate()
    path = tmp_path / "key"
    path.write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path.chmod(0o600)
    with pytest.raises(SigningKeyError, match="not an Ed25519 key"):
        private_key(path, None)
    with pytest.raises(SigningKeyError, match="no public key"):
        trusted_keys(path)
    path.write_bytes(
        other.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    with pytest.raises(SigningKeyError, match="not an Ed25519 key"):
        trusted_keys(path)
    with pytest.raises(SigningKeyError, match="no private key in PEM"):
        private_key(path, None)
    path.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    with pytest.raises(SigningKeyError, match="damaged"):
        trusted_keys(path)


def test_platforms_without_rights_of_files_are_not_asked_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path / "key", None)
    (tmp_path / "key").chmod(0o644)
    monkeypatch.setattr(signing_keys.os, "name", "nt")
    assert private_key(tmp_path / "key", None)
    assert os.name == "nt"
