"""Whatever bytes a bundle has: it is read as it was signed, or refused in one line."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from codeward.adapters.code_set_bundle import opened_bundle, write_bundle
from codeward.codesets.bundle import (
    FORMAT_LINE,
    BundleError,
    canonical,
    manifest_of,
    read_manifest,
    signed_part,
)
from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.readers.recognise import FileKind
from codeward.model import System

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUST = {"known": KEY.public_key()}
FILES = st.builds(
    ImportedFile,
    kind=st.sampled_from(FileKind),
    system=st.none() | st.sampled_from(System),
    effective_from=st.dates(),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    size=st.integers(1, 1 << 20),
    name=st.text(),
    counts=st.dictionaries(st.text(), st.integers(0, 1 << 40)),
    part=st.text(),
)


def refused(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "bundle"
        path.write_bytes(raw)
        with pytest.raises(BundleError) as error, opened_bundle(path, TRUST, Path(name)):
            raise AssertionError
        assert "\n" not in str(error.value)
        assert list(Path(name).iterdir()) == [path]


@given(st.binary() | st.binary().map(lambda rest: FORMAT_LINE + rest))
def test_any_bytes_are_refused(raw: bytes) -> None:
    refused(raw)


@given(st.binary())
def test_any_signed_manifest_is_refused_unless_it_is_one(manifest: bytes) -> None:
    signature = KEY.sign(signed_part(manifest)).hex().encode()
    refused(FORMAT_LINE + f"{len(manifest)}\n".encode() + signature + b"\n" + manifest)


@given(st.lists(FILES, unique_by=(lambda one: one.place, lambda one: one.sha256)))
def test_a_manifest_is_read_as_it_was_written(files: list[ImportedFile]) -> None:
    manifest = manifest_of(date(2030, 1, 2), files)
    assert read_manifest(canonical(manifest), "bundle") == manifest
    assert canonical(manifest_of(date(2030, 1, 2), files[::-1])) == canonical(manifest)


@given(st.data())
def test_no_changed_byte_gets_through(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_bundle(home / "bundle", manifest_of(date(2030, 1, 2), []), home, KEY)
        raw = bytearray((home / "bundle").read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    refused(bytes(raw))
