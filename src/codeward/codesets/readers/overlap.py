"""Finds keys whose spans overlap, in memory that is small and fixed by the number of records."""

from array import array
from datetime import date
from typing import Final

_OPEN: Final = date.max.toordinal()
_ALPHABET: Final = {
    character: n for n, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
_LONGEST: Final = 12


class Overlaps:
    """Records keys with their first and last day; tells afterwards which two lines collide."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._first = array("l")
        self._last = array("l")
        self._lines = array("Q")

    def add(self, key: str, first: date, last: date | None, line: int) -> None:
        """One record.

        Args:
            key: At most 12 digits and capital letters.
            first: First day.
            last: Last day, inclusive; None for an open end.
            line: Where it stands.
        """
        self._keys.append(_number(key))
        self._first.append(first.toordinal())
        self._last.append(_OPEN if last is None else last.toordinal())
        self._lines.append(line)

    def found(self) -> tuple[tuple[int, int], ...]:
        """Pairs of lines whose spans overlap under one key: the earlier span, then the later."""
        import numpy as np  # noqa: PLC0415 - lookups load the readers too, and must start at once

        keys = np.frombuffer(self._keys, dtype=np.uint64) if self._keys else np.empty(0, np.uint64)
        if keys.size == 0:
            return ()
        first = np.asarray(self._first)
        last = np.asarray(self._last)
        lines = np.asarray(self._lines)
        order = np.lexsort((lines, first, keys))
        before, after = order[:-1], order[1:]
        clash = (keys[before] == keys[after]) & (first[after] <= last[before])
        return tuple(
            (int(lines[one]), int(lines[two]))
            for one, two in zip(before[clash], after[clash], strict=True)
        )


def _number(key: str) -> int:
    """A key as a number below 2**64."""
    if len(key) > _LONGEST:
        raise ValueError("the key is too long")
    number = 1
    for character in key:
        number = number * 36 + _ALPHABET[character]
    return number
