"""Lines of an official text file: decoded, numbered, without their ends, never without bound."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from codeward.codesets.readers.reader_error import ReaderError

# The widest official record is a HCPCS long title of some 5,000 characters.
LONGEST_LINE: Final = 65536
_BOM: Final = b"\xef\xbb\xbf"


def numbered_lines(file: BinaryIO, subject: str) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1.

    The official files are ASCII, UTF-8 or Windows-1252; a line that is not UTF-8 is read as the
    latter, which leaves five byte values undefined and therefore refused.

    Raises:
        ReaderError: binary content, another encoding, a line without end.
    """
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise ReaderError(subject, f"longer than {LONGEST_LINE} bytes", line=number)
        yield number, decoded(raw.removeprefix(_BOM) if number == 1 else raw, subject, number)


def decoded(raw: bytes, subject: str, number: int) -> str:
    """One line as text, without its end.

    Raises:
        ReaderError: the line is not text in UTF-8 or Windows-1252.
    """
    if b"\0" in raw:
        raise ReaderError(
            subject, "binary content or UTF-16", line=number, remedy="save it as plain text (UTF-8)"
        )
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    raise ReaderError(
        subject, "neither UTF-8 nor Windows-1252", line=number, remedy="save it as UTF-8"
    )
