"""A file is there whole or not at all."""

import os
from pathlib import Path

import pytest

from codeward.adapters.durable_files import content_is, file_hash, write_whole


def test_a_file_is_written_and_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, b"abc")
    assert path.read_bytes() == b"abc"
    assert file_hash(path).startswith("ba7816bf")
    assert content_is(path, file_hash(path))
    assert not content_is(tmp_path / "b", file_hash(path))
    write_whole(path, b"abd")
    assert not content_is(path, "ba7816bf")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "claim.837"
    path.write_bytes(b"old")

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", crash)
    else:
        monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "packet", b"invented", private=True)
    write_whole(tmp_path / "release", b"public")
    assert (tmp_path / "packet").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "release").stat().st_mode & 0o777 == 0o644
