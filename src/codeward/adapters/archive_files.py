"""Hands out the files in a folder, an archive or a spreadsheet, one at a time, within hard limits.

Nothing is unpacked under a name that an archive chooses. A member is copied to a temporary file
while its bytes are counted: what an archive says of its own sizes is not believed.
"""

import csv
import gzip
import hashlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, cast

import msgspec

from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.sheet_xml import shared_texts, sheet_parts, sheet_rows

_SUBJECT: Final = "archive"
_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 8 << 20
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TEXTS: Final = "xl/sharedStrings.xml"
_ENCRYPTED: Final = 0x1
_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_OLD_SPREADSHEET: Final = (
    "an old binary format: save it as .xlsx or .csv, or take the text file of the same release"
)
_IGNORED: Final = ("__MACOSX/", ".")
_REMEDY: Final = "get the archive from its publisher again, or unpack it and import the files"


class Limits(msgspec.Struct, frozen=True):
    """What an archive may cost; the official ones stay far below.

    Attributes:
        members: Files in one archive.
        member_bytes: Bytes of one file once unpacked.
        total_bytes: Bytes of all files once unpacked.
        ratio: Unpacked bytes for each packed one, for files over a megabyte.
        depth: Archives within archives.
    """

    members: int = 10_000
    member_bytes: int = 1 << 30
    total_bytes: int = 4 << 30
    ratio: int = 200
    depth: int = 3


class FoundFile(msgspec.Struct, frozen=True):
    """A file that can be read.

    Attributes:
        name: Path, with what lies inside an archive after `!`.
        sha256: Hash of its content.
        size: Bytes.
        content: Its bytes, at the start, seekable; closed when the next file is asked for.
        hint: What to do where the format is known to be unreadable, else empty.
    """

    name: str
    sha256: str
    size: int
    content: BinaryIO
    hint: str = ""


def files_in(path: Path, limits: Limits | None = None) -> Iterator[FoundFile]:
    """Every file of a folder or an archive, or the file itself; a sheet comes as CSV.

    Raises:
        ReaderError: an archive is damaged, encrypted, too large, or names a file outside itself.
        OSError: a file cannot be read.
    """
    walk = _Walk(limits or Limits())
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            if one.is_file() and not one.is_symlink() and not one.name.startswith("."):
                with one.open("rb") as file:
                    yield from walk.files(str(one), file, 0)
    else:
        with path.open("rb") as file:
            yield from walk.files(str(path), file, 0)


class _Walk:
    """A walk over one path; it counts what was unpacked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0

    def files(self, name: str, file: BinaryIO, depth: int) -> Iterator[FoundFile]:
        start = file.read(4)
        file.seek(0)
        if start == _ZIP:
            yield from self._zip(name, file, depth)
        elif start[:2] == _GZIP:
            yield from self._gzip(name, file, depth)
        else:
            size, sha256 = _measured(file)
            hint = _OLD_SPREADSHEET if start == _OLD_OFFICE else ""
            yield FoundFile(name, sha256, size, file, hint)

    def _zip(self, name: str, file: BinaryIO, depth: int) -> Iterator[FoundFile]:
        self._refuse_depth(name, depth)
        try:
            with zipfile.ZipFile(file) as archive:
                members = self._members(name, archive)
                if _WORKBOOK in {member.filename for member in members}:
                    yield from self._sheets(name, archive)
                    return
                for member in members:
                    inner = f"{name}!{member.filename}"
                    with self._unpacked(inner, archive, member) as content:
                        yield from self.files(inner, content, depth + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise ReaderError(
                _SUBJECT, "the archive is damaged or not whole", file=name, remedy=_REMEDY
            ) from None

    def _members(self, name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        """The files of an archive; none is handed out before all were looked at."""
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) > self._limits.members:
            raise _refused(name, f"more than {self._limits.members} files")
        seen: set[str] = set()
        for member in members:
            path = PurePosixPath(member.filename.replace("\\", "/"))
            drive = path.parts and path.parts[0].endswith(":")
            if path.is_absolute() or ".." in path.parts or drive:
                raise _refused(name, "a member names a place outside the archive")
            if member.flag_bits & _ENCRYPTED:
                raise _refused(name, "a member is encrypted")
            if member.filename in seen:
                raise _refused(name, "two members have one name")
            seen.add(member.filename)
        return [one for one in members if not one.filename.startswith(_IGNORED)]

    @contextmanager
    def _unpacked(
        self, name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo
    ) -> Iterator[BinaryIO]:
        with (
            archive.open(member) as source,
            self._copied(name, source, member.compress_size) as content,
        ):
            yield content

    def _gzip(self, name: str, file: BinaryIO, depth: int) -> Iterator[FoundFile]:
        self._refuse_depth(name, depth)
        packed = _measured(file)[0]
        try:
            with (
                gzip.GzipFile(fileobj=file) as source,
                self._copied(name, cast("IO[bytes]", source), packed) as content,
            ):
                yield from self.files(f"{name}!", content, depth + 1)
        except (gzip.BadGzipFile, zlib.error, EOFError):
            raise ReaderError(
                _SUBJECT, "the archive is damaged or not whole", file=name, remedy=_REMEDY
            ) from None

    @contextmanager
    def _copied(self, name: str, source: IO[bytes], packed: int) -> Iterator[BinaryIO]:
        """The bytes of a member in a temporary file, counted as they come."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as target:
            size = 0
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                self._total += len(chunk)
                self._refuse_size(name, size, packed)
                target.write(chunk)
            target.seek(0)
            yield cast("BinaryIO", target)

    def _refuse_size(self, name: str, size: int, packed: int) -> None:
        limits = self._limits
        if size > limits.member_bytes or self._total > limits.total_bytes:
            raise _refused(name, "it unpacks to more bytes than any official file has")
        if size > _CHUNK and size > packed * limits.ratio:
            raise _refused(name, f"it unpacks to more than {limits.ratio} times its size")

    def _refuse_depth(self, name: str, depth: int) -> None:
        if depth >= self._limits.depth:
            raise _refused(name, f"more than {self._limits.depth} archives inside each other")

    def _sheets(self, name: str, archive: zipfile.ZipFile) -> Iterator[FoundFile]:
        """Every sheet as CSV, one line for each row of the sheet."""
        try:
            yield from self._sheets_of(name, archive)
        except ReaderError as error:
            raise error if error.file else error.in_file(name) from None

    def _sheets_of(self, name: str, archive: zipfile.ZipFile) -> Iterator[FoundFile]:
        members = {member.filename: member for member in archive.infolist()}
        if _RELATIONS not in members:
            raise _refused(name, "the spreadsheet lacks its list of sheets")
        with (
            self._unpacked(name, archive, members[_WORKBOOK]) as workbook,
            self._unpacked(name, archive, members[_RELATIONS]) as relations,
        ):
            parts = sheet_parts(workbook, relations)
        texts: tuple[str, ...] = ()
        if _TEXTS in members:
            with self._unpacked(name, archive, members[_TEXTS]) as file:
                texts = shared_texts(file)
        for sheet, part in parts.items():
            if part not in members:
                continue
            with (
                self._unpacked(name, archive, members[part]) as file,
                tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as target,
            ):
                _write_rows(file, texts, cast("BinaryIO", target))
                size, sha256 = _measured(cast("BinaryIO", target))
                yield FoundFile(f"{name}!{sheet}", sha256, size, cast("BinaryIO", target))


def _write_rows(sheet: BinaryIO, texts: tuple[str, ...], target: BinaryIO) -> None:
    line = 1
    for row in sheet_rows(sheet, texts):
        target.write(b"\n" * (row.line - line))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(row.cells)
        target.write(text.getvalue().encode("utf-8"))
        line = row.line + 1
    target.seek(0)


def _measured(file: BinaryIO) -> tuple[int, str]:
    """Size and hash; the file is left at its start."""
    file.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def _refused(name: str, reason: str) -> ReaderError:
    return ReaderError(_SUBJECT, reason, file=name, remedy=_REMEDY)
