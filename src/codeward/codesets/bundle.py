"""What a bundle for a site without network holds: its manifest, its rules, and what may be in it.

    codeward code-set bundle 1          the format
    <bytes of the manifest>
    <signature in hexadecimal>          Ed25519 over `signed_part`
    <the manifest, canonical JSON>
    <the members one after another, in the order and with the sizes of the manifest>

The same content gives the same bytes. Nothing behind the signature is looked at before it holds.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.readers.recognise import LICENSED, FileKind
from codeward.codesets.releases import InstalledRelease
from codeward.model import CodewardError

FORMAT_LINE: Final = b"codeward code-set bundle 1\n"
VERSION: Final = 1
IMPORTS: Final = "imports"
RELEASES: Final = "codesets"
LARGEST_MANIFEST: Final = 4 << 20
LARGEST_MEMBER: Final = 1 << 30
LARGEST_BUNDLE: Final = 8 << 30
_MOST_MEMBERS: Final = 10_000
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"(imports/[0-9a-f]{64}|codesets/[a-z0-9][a-z0-9.-]{0,80}\.sqlite)")
_REMEDY: Final = "get the bundle again from whoever made it"
# Somebody else's texts or numbers: AMA (CPT, also in the NCCI and coverage tables), X12, NUCC.
RESTRICTED: Final = LICENSED | {
    FileKind.PTP,
    FileKind.MUE,
    FileKind.AOC,
    FileKind.COVERAGE,
    FileKind.CLAIM_CODES,
}


class BundleError(CodewardError):
    """A bundle that is refused; nothing of it was used."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in a bundle.

    Attributes:
        name: `imports/` and its hash, or `codesets/` and the name of a compiled release.
        size: Bytes.
        sha256: Hash of its content.
    """

    name: str
    size: int
    sha256: str


class BundledRelease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A compiled release in a bundle.

    Attributes:
        release: The release.
        artefacts: What each artefact in it was computed from, as a key by its name.
    """

    release: InstalledRelease
    artefacts: Mapping[str, str]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a bundle holds.

    Attributes:
        version: Of the format.
        created: Day on which it was made.
        imports: The imported official files.
        releases: The compiled releases, often none.
        fingerprint: All that the releases were compiled from; empty where there is none.
        members: The files, sorted by name.
    """

    version: int
    created: date
    imports: tuple[ImportedFile, ...]
    releases: tuple[BundledRelease, ...]
    fingerprint: str
    members: tuple[Member, ...]


def manifest_of(
    created: date,
    imports: Iterable[ImportedFile],
    releases: Iterable[BundledRelease] = (),
    fingerprint: str = "",
) -> Manifest:
    """The manifest of a bundle with these files."""
    files = tuple(sorted(imports, key=lambda one: one.place))
    compiled = tuple(sorted(releases, key=lambda one: one.release.file))
    members = {f"{IMPORTS}/{one.sha256}": (one.size, one.sha256) for one in files}
    for one in compiled:
        found = one.release
        members[f"{RELEASES}/{found.file}"] = (found.size, found.id.sha256)
    return Manifest(
        version=VERSION,
        created=created,
        imports=files,
        releases=compiled,
        fingerprint=fingerprint,
        members=tuple(Member(name, *members[name]) for name in sorted(members)),
    )


def canonical(manifest: Manifest) -> bytes:
    """The bytes of a manifest, the same for the same manifest."""
    return msgspec.json.encode(manifest, order="deterministic") + b"\n"


def signed_part(manifest: bytes) -> bytes:
    """What is signed: the manifest, bound to this format so that it serves nowhere else."""
    return FORMAT_LINE + manifest


def restricted(files: Iterable[ImportedFile]) -> tuple[ImportedFile, ...]:
    """The files that leave this installation only when the operator says so."""
    return tuple(one for one in files if one.licensed or one.kind in RESTRICTED)


def read_manifest(raw: bytes, name: str) -> Manifest:
    """The manifest from its signed bytes, held against every rule.

    Args:
        raw: The bytes; their signature was checked.
        name: Of the bundle, for errors.

    Raises:
        BundleError: another version, or a rule is broken; the text says which.
    """
    try:
        version = msgspec.json.decode(raw, type=_Version).version
        if version != VERSION:
            raise BundleError(
                f"{name}: format {version} is not the one of this Codeward ({VERSION}); "
                "make the bundle with the same version of Codeward"
            )
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BundleError(f"{name}: its manifest cannot be read ({error}); {_REMEDY}") from None
    fault = next((fault for fault in _faults(manifest)), None)
    if fault is not None:
        raise BundleError(f"{name}: {fault}; {_REMEDY}")
    return manifest


def _faults(manifest: Manifest) -> Iterable[str]:
    """Every rule that a manifest breaks."""
    names = [member.name for member in manifest.members]
    if len(names) > _MOST_MEMBERS:
        yield f"more than {_MOST_MEMBERS:,} members"
    if len(set(names)) != len(names):
        yield "two members have one name"
    if names != sorted(names):
        yield "its members are not in order"
    for member in manifest.members:
        yield from _member_faults(member)
    if sum(member.size for member in manifest.members) > LARGEST_BUNDLE:
        yield "its members are larger than all official files together"
    if len({file.place for file in manifest.imports}) != len(manifest.imports):
        yield "two imported files claim one place"
    if manifest_of(manifest.created, manifest.imports, manifest.releases).members != (
        manifest.members
    ):
        yield "its members are not those of its files and releases"


def _member_faults(member: Member) -> Iterable[str]:
    if not _NAME.fullmatch(member.name):
        yield "a member names a place where no code set belongs"
    if not _SHA256.fullmatch(member.sha256):
        yield "a member has no proper hash"
    if not 0 < member.size <= LARGEST_MEMBER:
        yield "a member is empty or larger than any official file"


class _Version(msgspec.Struct):
    version: int
