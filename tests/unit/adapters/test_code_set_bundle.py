"""A bundle is checked from its signature down to its last byte before anything of it is used."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters import code_set_bundle
from codeward.adapters.code_set_bundle import opened_bundle, write_bundle
from codeward.adapters.signing_keys import key_id
from codeward.codesets import bundle as rules
from codeward.codesets.bundle import BundleError, Manifest, Member, canonical, manifest_of
from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.readers.recognise import FileKind

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUST = {key_id(KEY.public_key()): KEY.public_key()}
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def imported(content: bytes, kind: FileKind, year: int = 2030) -> ImportedFile:
    return ImportedFile(
        kind=kind,
        system=None,
        effective_from=date(year, 10, 1),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        name="a file",
        counts={"codes": 2, "added": 1},
    )


ONE, TWO = b"one" * 1000, b"two" * 700_000
FILES = (imported(ONE, FileKind.CODE_LIST), imported(TWO, FileKind.ORDER))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "imports"
    folder.mkdir(parents=True)
    for content in (ONE, TWO):
        (folder / hashlib.sha256(content).hexdigest()).write_bytes(content)
    return tmp_path / "home"


@pytest.fixture
def bundle(home: Path, tmp_path: Path) -> Path:
    path = tmp_path / "code-sets.bundle"
    write_bundle(path, manifest_of(date(2030, 1, 2), FILES), home, KEY)
    return path


def read(path: Path, scratch: Path) -> dict[str, bytes]:
    scratch.mkdir(exist_ok=True)
    with opened_bundle(path, TRUST, scratch) as (manifest, _, folder):
        return {one.name: (folder / one.name).read_bytes() for one in manifest.members}


def refused(path: Path, tmp_path: Path, reason: str) -> None:
    scratch = tmp_path / "scratch"
    with pytest.raises(BundleError, match=reason) as error:
        read(path, scratch)
    assert "\n" not in str(error.value)
    assert list(scratch.iterdir()) == []


def test_what_was_bundled_comes_out(bundle: Path, tmp_path: Path) -> None:
    found = read(bundle, tmp_path / "scratch")
    assert sorted(found.values()) == sorted((ONE, TWO))
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_a_killed_import_left_is_removed(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "scratch" / ".bundle-old" / "imports").mkdir(parents=True)
    read(bundle, tmp_path / "scratch")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_same_content_gives_the_same_bytes(bundle: Path, home: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_bundle(again, manifest_of(date(2030, 1, 2), reversed(FILES)), home, KEY)
    assert again.read_bytes() == bundle.read_bytes()


def test_a_stranger_is_not_believed(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "strange"
    write_bundle(path, manifest_of(date(2030, 1, 2), FILES), home, STRANGER)
    refused(path, tmp_path, "not signed by a key you trust")


def test_nothing_is_parsed_before_the_signature_holds(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*_: object) -> Manifest:
        raise AssertionError

    raw = bytearray(bundle.read_bytes())
    raw[raw.index(b'"created"') + 12] ^= 1
    bundle.write_bytes(raw)
    monkeypatch.setattr(code_set_bundle, "read_manifest", parsed)
    refused(bundle, tmp_path, "nothing was read from it")


def test_a_signature_has_one_spelling(bundle: Path, tmp_path: Path) -> None:
    first, length, signature, rest = bundle.read_bytes().split(b"\n", 3)
    bundle.write_bytes(b"\n".join((first, length, signature.upper(), rest)))
    refused(bundle, tmp_path, "not signed by a key you trust")
    bundle.write_bytes(b"\n".join((first, b"0" + length, signature, rest)))
    refused(bundle, tmp_path, "of no length")


def places(whole: int) -> list[int]:
    return [0, 10, 30, 40, 160, 250, 700, whole // 2, whole - 1]


@pytest.mark.parametrize("place", range(9))
def test_any_changed_byte_is_refused(bundle: Path, tmp_path: Path, place: int) -> None:
    raw = bytearray(bundle.read_bytes())
    raw[places(len(raw))[place]] ^= 1
    bundle.write_bytes(raw)
    refused(bundle, tmp_path, "code-sets.bundle: ")


@pytest.mark.parametrize("place", range(9))
def test_a_bundle_cut_anywhere_is_refused(bundle: Path, tmp_path: Path, place: int) -> None:
    raw = bundle.read_bytes()
    bundle.write_bytes(raw[: places(len(raw))[place]])
    refused(bundle, tmp_path, "code-sets.bundle: ")


def test_bytes_behind_the_end_are_refused(bundle: Path, tmp_path: Path) -> None:
    bundle.write_bytes(bundle.read_bytes() + b"more")
    refused(bundle, tmp_path, "bytes instead of")


def test_a_manifest_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bundle"
    path.write_bytes(rules.FORMAT_LINE + b"99999999999\n" + b"0" * 128 + b"\n")
    refused(path, tmp_path, "manifest is too large")


def signed(raw: bytes, path: Path, members: bytes = b"") -> Path:
    signature = KEY.sign(rules.signed_part(raw)).hex().encode()
    path.write_bytes(rules.FORMAT_LINE + f"{len(raw)}\n".encode() + signature + b"\n" + raw)
    with path.open("ab") as file:
        file.write(members)
    return path


GOOD = manifest_of(date(2030, 1, 2), FILES[:1])


def members(*changed: Member) -> Manifest:
    return msgspec.structs.replace(GOOD, members=changed)


def renamed(name: str) -> Member:
    return msgspec.structs.replace(GOOD.members[0], name=name)


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (members(renamed("../../etc/cron.d/x")), "where no code set belongs"),
        (members(renamed("/imports/x")), "where no code set belongs"),
        (members(renamed("codesets/../x.sqlite")), "where no code set belongs"),
        (members(renamed("codesets/installed.json")), "where no code set belongs"),
        (members(*GOOD.members * 2), "two members have one name"),
        (members(renamed(f"imports/{'b' * 64}"), renamed(f"imports/{'a' * 64}")), "not in order"),
        (members(msgspec.structs.replace(GOOD.members[0], size=1 << 40)), "larger than any"),
        (members(msgspec.structs.replace(GOOD.members[0], size=-1)), "is empty or larger"),
        (members(msgspec.structs.replace(GOOD.members[0], sha256="x")), "no proper hash"),
        (members(), "not those of its files"),
        (msgspec.structs.replace(GOOD, imports=FILES[:1] * 2), "claim one place"),
        (msgspec.structs.replace(GOOD, version=2), "format 2 is not the one"),
    ],
)
def test_even_a_trusted_signer_keeps_the_rules(
    tmp_path: Path, manifest: Manifest, reason: str
) -> None:
    refused(signed(canonical(manifest), tmp_path / "bundle", ONE), tmp_path, reason)


@pytest.mark.parametrize("raw", [b"{", b'{"version": 1}', b"[]", b'{"version": 1, "colour": 2}'])
def test_a_signed_manifest_of_another_shape_is_refused(tmp_path: Path, raw: bytes) -> None:
    refused(signed(raw, tmp_path / "bundle"), tmp_path, "manifest cannot be read")


def test_too_many_or_too_large_members_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = signed(canonical(GOOD), tmp_path / "bundle", ONE)
    assert read(path, tmp_path / "scratch")
    monkeypatch.setattr(rules, "_MOST_MEMBERS", 0)
    refused(path, tmp_path, "more than 0 members")
    monkeypatch.undo()
    monkeypatch.setattr(rules, "LARGEST_BUNDLE", 10)
    refused(path, tmp_path, "larger than all official files together")


def test_a_changed_or_missing_original_is_never_signed(home: Path, tmp_path: Path) -> None:
    path, target = home / "imports" / FILES[0].sha256, tmp_path / "bundle"
    manifest = manifest_of(date(2030, 1, 2), FILES)
    for damage in (b"x" + ONE[1:], ONE + b"x", ONE[:-1]):
        path.write_bytes(damage)
        with pytest.raises(BundleError, match="was changed"):
            write_bundle(target, manifest, home, KEY)
    path.unlink()
    with pytest.raises(BundleError, match="is missing"):
        write_bundle(target, manifest, home, KEY)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home"]


class Killed(BaseException):
    """Ends the work as a kill does: no handler for errors sees it."""


def killing(real: Callable[..., object], at: int) -> Callable[..., object]:
    calls = iter(range(100))

    def call(*arguments: object) -> object:
        if next(calls) == at:
            raise Killed
        return real(*arguments)

    return call


@pytest.mark.parametrize("at", [0, 1])
def test_a_kill_while_writing_leaves_the_former_bundle(
    bundle: Path, home: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    before = bundle.read_bytes()
    monkeypatch.setattr(code_set_bundle, "_copied", killing(code_set_bundle._copied, at))
    with pytest.raises(Killed):
        write_bundle(bundle, manifest_of(date(2031, 1, 2), FILES), home, KEY)
    assert bundle.read_bytes() == before
