"""OpenPGP both ways, with GnuPG too; nothing is read without the pinned signature."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pysequoia import Cert, Tsk, encrypt

from codeward.adapters.openpgp import (
    Keys,
    OpenPgpError,
    new_key,
    opened,
    public_part,
    read_keys,
    sealed,
    signed,
    verified,
)
from codeward.transmission import OpenPgp

TEXT = b"ISA*canary-Quist~" * 2000


def pair(ours: bytes, theirs: bytes) -> Keys:
    certificate, fingerprint = public_part(theirs)
    return Keys(ours, certificate, fingerprint)


@pytest.fixture(scope="module")
def us() -> bytes:
    return bytes(Tsk.generate(user_id="clinic"))


@pytest.fixture(scope="module")
def them() -> bytes:
    return bytes(Tsk.generate(user_id="plan"))


@pytest.fixture
def gpg() -> Iterator[Path]:
    if shutil.which("gpg") is None:
        pytest.skip("needs GnuPG (gpg), which is not installed")
    with tempfile.TemporaryDirectory(prefix="cw-") as home:
        yield Path(home)
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)


def run_gpg(
    home: Path, *arguments: str, content: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["gpg", "--homedir", str(home), "--batch", "--quiet", "--trust-model", "always", *arguments],
        input=content, capture_output=True, check=True,
    )  # fmt: skip


def test_what_we_seal_the_partner_opens(us: bytes, them: bytes) -> None:
    message = sealed(TEXT, pair(us, them))
    assert b"canary" not in message
    assert opened(message, pair(them, us), len(TEXT)) == TEXT


@pytest.mark.parametrize("with_gpg", [True, False])
def test_unsigned_changed_and_foreign_messages_are_refused_without_their_text(
    us: bytes, them: bytes, monkeypatch: pytest.MonkeyPatch, *, with_gpg: bool
) -> None:
    if not with_gpg:
        monkeypatch.setattr(shutil, "which", lambda _name: None)
    to_them = Cert.from_bytes(public_part(them)[0])
    unsigned = encrypt(TEXT, recipients=[to_them], armor=False)
    good = sealed(TEXT, pair(us, them))
    changed = good[:-40] + bytes([good[-40] ^ 1]) + good[-39:]
    stranger = sealed(TEXT, pair(bytes(Tsk.generate(user_id="stranger")), them))
    for message in (unsigned, changed, stranger, b"", b"canary"):
        with pytest.raises(OpenPgpError) as error:
            opened(message, pair(them, us), len(TEXT))
        assert "canary" not in str(error.value)
        assert "backtrace" not in str(error.value)
        assert "\n" not in str(error.value)


def test_a_message_larger_than_the_limit_is_refused(us: bytes, them: bytes) -> None:
    with pytest.raises(OpenPgpError, match="larger"):
        opened(sealed(TEXT, pair(us, them)), pair(them, us), 10)


def test_gnupg_opens_what_we_seal_and_sees_our_signature(gpg: Path, us: bytes) -> None:
    theirs = new_key("plan")
    run_gpg(gpg, "--import", content=theirs)
    run_gpg(gpg, "--import", content=public_part(us)[0])
    done = run_gpg(gpg, "--status-fd", "2", "--decrypt", content=sealed(TEXT, pair(us, theirs)))
    assert done.stdout == TEXT
    assert b"GOODSIG" in done.stderr


@pytest.mark.parametrize("prefers_uncompressed", [True, False])
def test_we_open_what_gnupg_seals_with_its_defaults(
    gpg: Path, us: bytes, *, prefers_uncompressed: bool
) -> None:
    ours = new_key("clinic") if prefers_uncompressed else us
    theirs = new_key("plan")
    run_gpg(gpg, "--import", content=theirs)
    run_gpg(gpg, "--import", content=public_part(ours)[0])
    message = run_gpg(
        gpg, "--encrypt", "--sign", "--recipient", public_part(ours)[1], content=TEXT
    ).stdout
    assert opened(message, pair(ours, theirs), len(TEXT)) == TEXT
    unsigned = run_gpg(gpg, "--encrypt", "--recipient", public_part(ours)[1], content=TEXT).stdout
    with pytest.raises(OpenPgpError):
        opened(unsigned, pair(ours, theirs), len(TEXT))
    with pytest.raises(OpenPgpError):
        opened(message, pair(ours, new_key("stranger")), len(TEXT))


def test_our_published_key_asks_gnupg_not_to_compress(
    gpg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = new_key("clinic"), new_key("plan")
    run_gpg(gpg, "--import", content=theirs)
    run_gpg(gpg, "--import", content=public_part(ours)[0])
    message = run_gpg(
        gpg, "--encrypt", "--sign", "--recipient", public_part(ours)[1], content=TEXT
    ).stdout
    monkeypatch.setattr(shutil, "which", lambda _name: None)  # no fallback is needed
    assert opened(message, pair(ours, theirs), len(TEXT)) == TEXT


def test_a_signed_text_is_read_only_with_the_pinned_signature(us: bytes, them: bytes) -> None:
    message = signed(TEXT, pair(them, us))
    assert verified(message, pair(us, them)) == TEXT
    changed = message.replace(message[200:240], message[240:280], 1)
    other = msgspec.structs.replace(pair(us, them), their_fingerprint=public_part(us)[1])
    for bad, keys in (
        (TEXT, pair(us, them)),
        (changed, pair(us, them)),
        (message, pair(us, bytes(Tsk.generate(user_id="stranger")))),
        (message, other),  # the pin decides, not whichever key lies in the file
    ):
        with pytest.raises(OpenPgpError) as error:
            verified(bad, keys)
        assert "canary" not in str(error.value)


def test_keys_are_held_against_the_register(us: bytes, them: bytes, tmp_path: Path) -> None:
    (tmp_path / "ours").write_bytes(us)
    (tmp_path / "theirs").write_bytes(public_part(them)[0])
    ours, theirs = public_part(us)[1], public_part(them)[1]
    good = OpenPgp(
        our_key="ours", our_fingerprint=ours, their_key="theirs", their_fingerprint=theirs
    )
    os.chmod(tmp_path / "ours", 0o644)  # noqa: PTH101 - as an operator does it
    with pytest.raises(OpenPgpError, match="chmod 600"):
        read_keys(good, tmp_path)
    (tmp_path / "ours").chmod(0o600)
    assert read_keys(good, tmp_path).their_fingerprint == theirs
    for swapped, name in (("our_fingerprint", "our_fingerprint"), ("their_fingerprint", "their_")):
        bad = msgspec.structs.replace(good, **{swapped: "A" * 40})
        with pytest.raises(OpenPgpError, match=name):
            read_keys(bad, tmp_path)


def test_a_key_file_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    settings = OpenPgp(our_key="none", our_fingerprint="A", their_key="b", their_fingerprint="B")
    with pytest.raises(OpenPgpError, match="cannot be read"):
        read_keys(settings, tmp_path)
