"""The keys of the site in a file: what opens it, what does not, and rotation without loss."""

from pathlib import Path

import msgspec
import pytest

from codeward.adapters.keys import KeyFile, KeyProviderError, change_passphrase, make_key_file

PASSPHRASE = b"invented pass phrase"
CONTEXT = b"data key of p-1"
SECRET = b"d" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "site.keys"
    make_key_file(made, PASSPHRASE)
    return made


def test_what_it_wrapped_it_unwraps_also_after_a_restart(path: Path) -> None:
    wrap = KeyFile(path, PASSPHRASE).wrap(SECRET, CONTEXT)
    assert KeyFile(path, PASSPHRASE).unwrap(wrap, CONTEXT) == SECRET


def test_only_its_owner_can_read_it(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    KeyFile(path, PASSPHRASE).rotate()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(KeyProviderError, match="chmod 600"):
        KeyFile(path, PASSPHRASE)


def test_another_passphrase_does_not_open_it_and_is_not_repeated(path: Path) -> None:
    with pytest.raises(KeyProviderError, match="another passphrase") as caught:
        KeyFile(path, b"a wrong pass phrase")
    assert "wrong pass" not in str(caught.value)


def test_a_key_file_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KeyProviderError, match="never overwritten"):
        make_key_file(path, PASSPHRASE)
    assert path.read_bytes() == before


def test_fourteen_characters_are_no_passphrase(tmp_path: Path) -> None:
    with pytest.raises(KeyProviderError, match="15"):
        make_key_file(tmp_path / "k", b"x" * 14)
    assert not list(tmp_path.iterdir())


def test_after_a_rotation_old_wraps_open_and_new_ones_are_under_the_new_key(path: Path) -> None:
    keys = KeyFile(path, PASSPHRASE)
    old = keys.wrap(SECRET, CONTEXT)
    assert keys.rotate() == 2
    new = keys.wrap(SECRET, CONTEXT)
    assert (keys.version_of(old), keys.version_of(new)) == (1, 2)
    assert keys.unwrap(old, CONTEXT) == keys.unwrap(new, CONTEXT) == SECRET


def test_a_dropped_key_opens_nothing_any_more(path: Path) -> None:
    keys = KeyFile(path, PASSPHRASE)
    old = keys.wrap(SECRET, CONTEXT)
    keys.rotate()
    keys.drop(1)
    with pytest.raises(KeyProviderError, match="was dropped"):
        KeyFile(path, PASSPHRASE).unwrap(old, CONTEXT)


@pytest.mark.parametrize("version", [1, 7])
def test_the_key_in_use_cannot_be_dropped_nor_one_that_is_not_there(
    path: Path, version: int
) -> None:
    with pytest.raises(KeyProviderError, match=f"site key {version}"):
        KeyFile(path, PASSPHRASE).drop(version)


@pytest.mark.parametrize("where", [0, 4, 16, -1])
def test_a_changed_wrap_or_another_context_does_not_open(path: Path, where: int) -> None:
    keys = KeyFile(path, PASSPHRASE)
    wrap = bytearray(keys.wrap(SECRET, CONTEXT))
    with pytest.raises(KeyProviderError, match="another patient"):
        keys.unwrap(bytes(wrap), b"data key of p-2")
    wrap[where] ^= 1
    with pytest.raises(KeyProviderError):
        keys.unwrap(bytes(wrap), CONTEXT)


def test_a_wrap_that_is_cut_off_does_not_open(path: Path) -> None:
    keys = KeyFile(path, PASSPHRASE)
    wrap = keys.wrap(SECRET, CONTEXT)
    for length in range(len(wrap)):
        with pytest.raises(KeyProviderError):
            keys.unwrap(wrap[:length], CONTEXT)


def test_a_new_passphrase_opens_the_same_keys_and_the_old_one_none(path: Path) -> None:
    wrap = KeyFile(path, PASSPHRASE).wrap(SECRET, CONTEXT)
    change_passphrase(path, PASSPHRASE, b"another invented phrase")
    assert KeyFile(path, b"another invented phrase").unwrap(wrap, CONTEXT) == SECRET
    with pytest.raises(KeyProviderError):
        KeyFile(path, PASSPHRASE)


def test_weaker_numbers_written_into_it_do_not_open_it(path: Path) -> None:
    content = msgspec.json.decode(path.read_bytes())
    content["derivation"]["iterations"] = 1
    path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(KeyProviderError, match="the file was changed"):
        KeyFile(path, PASSPHRASE)


@pytest.mark.parametrize(
    ("number", "value"),
    [("iterations", 0), ("iterations", 2**40), ("memory_kib", 1), ("memory_kib", 2**31),
     ("lanes", -1), ("lanes", 10**6), ("salt", "AA==")],
)  # fmt: skip
def test_numbers_that_weaken_it_or_that_no_machine_has_are_refused_at_once(
    path: Path, number: str, value: int | str
) -> None:
    content = msgspec.json.decode(path.read_bytes())
    content["derivation"][number] = value
    path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(KeyProviderError, match="no key file"):
        KeyFile(path, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b'{"format": 1}'])
def test_what_is_no_key_file_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeyProviderError, match="no key file"):
        KeyFile(path, PASSPHRASE)


def test_a_rotation_that_cannot_be_written_keeps_the_old_keys(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KeyFile(path, PASSPHRASE)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("codeward.adapters.durable_files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.rotate()
    assert path.read_bytes() == before
    assert keys.newest == 1
    assert list(path.parent.iterdir()) == [path]


def test_it_is_printed_without_a_key(path: Path) -> None:
    keys = KeyFile(path, PASSPHRASE, random=lambda count: b"\x5a" * count)
    assert "5a" not in repr(keys).replace(str(path), "")
    assert "ZZ" not in repr(keys).replace(str(path), "")
