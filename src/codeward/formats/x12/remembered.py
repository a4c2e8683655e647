"""Remembers which texts a set has told before, in few bytes each, however many there are."""

from array import array
from hashlib import blake2b

_DIGEST = 8
_FIRST_SLOTS = 1024


def _digest(text: str) -> int:
    raw = blake2b(text.encode(), digest_size=_DIGEST).digest()
    return int.from_bytes(raw, "big") or 1


class Remembered:
    """A set of texts by digests of 64 bits: two texts in ten billion are taken for one.

    The digests stand in an open table with a power of two of slots, at most two thirds full; 0 is
    an empty slot.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(_DIGEST * _FIRST_SLOTS))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: str) -> bool:
        return self._slots[self._place(_digest(text))] != 0

    def add(self, text: str) -> bool:
        """Remember a text; whether it was known before."""
        digest = _digest(text)
        place = self._place(digest)
        if self._slots[place] == digest:
            return True
        self._slots[place] = digest
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            self._grow()
        return False

    def _place(self, digest: int) -> int:
        slots, mask = self._slots, len(self._slots) - 1
        place = digest & mask
        while slots[place] not in (0, digest):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        before = self._slots
        self._slots = array("Q", bytes(2 * _DIGEST * len(before)))
        for digest in before:
            if digest:
                self._slots[self._place(digest)] = digest
