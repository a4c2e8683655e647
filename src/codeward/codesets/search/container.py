"""One byte string that holds named arrays and texts, read back without copying."""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeward.model import StaleReleaseError

_LENGTH = struct.Struct("<Q")
_ALIGNMENT = 64


def pack(arrays: Mapping[str, NDArray[np.generic]], texts: Mapping[str, str]) -> bytes:
    """The arrays and texts as one byte string; the same content gives the same bytes."""
    parts: list[bytes] = []
    index: dict[str, list[object]] = {}
    offset = 0
    blocks = {
        name: (np.ascontiguousarray(array), array.dtype.str) for name, array in arrays.items()
    }
    for name, text in texts.items():
        blocks[name] = (np.frombuffer(text.encode(), np.uint8), "text")
    for name, (array, kind) in sorted(blocks.items()):
        raw = array.tobytes()
        index[name] = [kind, list(array.shape), offset, len(raw)]
        padding = -len(raw) % _ALIGNMENT
        parts += [raw, b"\0" * padding]
        offset += len(raw) + padding
    header = json.dumps(index, sort_keys=True).encode()
    header += b" " * (-(len(header) + _LENGTH.size) % _ALIGNMENT)
    return b"".join([_LENGTH.pack(len(header)), header, *parts])


class Container:
    """The content of a byte string that `pack` made."""

    def __init__(self, data: bytes) -> None:
        (length,) = _LENGTH.unpack_from(data)
        self._start = _LENGTH.size + length
        self._index = json.loads(data[_LENGTH.size : self._start])
        self._data = data

    def array(self, name: str) -> NDArray[np.generic]:
        """The array of that name: read-only, in place."""
        kind, shape, offset, length = self._place(name)
        count = length // np.dtype(kind).itemsize
        flat = np.frombuffer(self._data, kind, count, self._start + offset)
        return flat.reshape(shape)

    def raw(self, name: str) -> memoryview:
        """The bytes of the text of that name, not copied."""
        _, _, offset, length = self._place(name)
        return memoryview(self._data)[self._start + offset : self._start + offset + length]

    def text(self, name: str) -> str:
        """The text of that name."""
        return bytes(self.raw(name)).decode()

    def lines(self, name: str) -> list[str]:
        """The lines of the text of that name."""
        return self.text(name).split("\n")

    def _place(self, name: str) -> list[Any]:
        """Kind, shape, offset and length of a part.

        Raises:
            StaleReleaseError: the part is not there: another version packed the content.
        """
        if name not in self._index:
            raise StaleReleaseError(
                "the search index was compiled by another version of Codeward; "
                "compile the code sets anew with: codeward codesets build"
            )
        place: list[Any] = self._index[name]
        return place

    def __contains__(self, name: str) -> bool:
        return name in self._index
