"""The wordings of a search index as people read them, compressed in blocks: only hits are shown."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codeward.codesets.search.container import Container

_BLOCK = 64
_BETWEEN = "\n"


def compressed(texts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Arrays that hold the texts, in order; none of them has a line break.

    Where all are empty there is nothing to unpack later.
    """
    texts = texts if any(texts) else ()
    blocks = [
        zlib.compress(_BETWEEN.join(texts[start : start + _BLOCK]).encode(), 9)
        for start in range(0, len(texts), _BLOCK)
    ]
    return {
        "texts": np.frombuffer(b"".join(blocks), np.uint8),
        "text_ends": np.cumsum([0, *map(len, blocks)], dtype=np.int32),
    }


class Texts:
    """The texts that `compressed` packed."""

    def __init__(self, content: Container) -> None:
        self._texts = content.array("texts")
        self._ends = content.array("text_ends").view(np.int32)

    def at(self, place: int) -> str:
        """The text at a place; empty where no text is stored at all."""
        if not len(self._texts):
            return ""
        block, number = divmod(place, _BLOCK)
        packed = self._texts[self._ends[block] : self._ends[block + 1]].tobytes()
        return zlib.decompress(packed).decode().split(_BETWEEN)[number]
