"""The Merkle tree of RFC 6962: an entry cannot be changed, moved or dropped without another root.

Leaves and inner nodes are hashed under different first bytes, so that neither passes for the other.
A `Perfect` gives the root of a perfect subtree: `perfect(level, index)` is that of the `2**level`
leaves from `index * 2**level` on. Stores answer it from the hashes that they keep.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from codeward.model import CodewardError

Perfect = Callable[[int, int], bytes]

EMPTY: Final = hashlib.sha256(b"").digest()
# Roots of 256, 65,536, ... leaves are kept, so that a proof reads few rows (C2SP tlog-tiles).
TILE: Final = 8


class LedgerError(CodewardError):
    """A ledger that cannot be read, written or believed; no PHI in its text."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The perfect subtrees that make up a tree, largest first: all that appending needs."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(peaks):
            raise LedgerError(f"a tree of {size} entries has {size.bit_count()} peaks")
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> tuple[tuple[int, bytes], ...]:
        """Add a leaf; gives the tiles that it completes, each as its level and root."""
        node, level, tiles = leaf, 0, []
        while self.size >> level & 1:
            node = node_hash(self._peaks.pop(), node)
            level += 1
            if not level % TILE:
                tiles.append((level, node))
        self._peaks.append(node)
        self.size += 1
        return tuple(tiles)

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self._peaks:
            return EMPTY
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def frontier(size: int, perfect: Perfect) -> Frontier:
    """The frontier of a tree whose subtrees are known."""
    peaks, done = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(perfect(level, done >> level))
            done += 1 << level
    return Frontier(size, peaks)


def root_of(size: int, perfect: Perfect) -> bytes:
    """The root over the first `size` leaves."""
    return frontier(size, perfect).root()


def perfect_over(leaves: Sequence[bytes]) -> Perfect:
    """Subtree roots computed from leaf hashes that lie in memory."""

    def perfect(level: int, index: int) -> bytes:
        return reduced(leaves[index << level : index + 1 << level])

    return perfect


def reduced(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring subtrees of one size; their number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def inclusion_path(index: int, size: int, perfect: Perfect) -> tuple[bytes, ...]:
    """The hashes that lead from an entry to the root (RFC 6962, 2.1.1).

    Raises:
        LedgerError: the tree has no such entry.
    """
    if not 0 <= index < size:
        raise LedgerError(f"a tree of {size} entries has no entry {index}")
    first, last, path = 0, size, []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(_range_root(middle, last, perfect))
            last = middle
        else:
            path.append(_range_root(first, middle, perfect))
            first = middle
    return tuple(reversed(path))


def consistency_path(old: int, new: int, perfect: Perfect) -> tuple[bytes, ...]:
    """The hashes that show that a tree begins with an older one (RFC 6962, 2.1.2).

    Raises:
        LedgerError: the older tree is the larger one.
    """
    if not 0 <= old <= new:
        raise LedgerError(f"a tree of {new} entries cannot begin with {old}")
    if old in (0, new):
        return ()
    first, last, path, whole = 0, new, [], True
    while old != last:
        middle = first + _split(last - first)
        if old <= middle:
            path.append(_range_root(middle, last, perfect))
            last = middle
        else:
            path.append(_range_root(first, middle, perfect))
            first, whole = middle, False
    if not whole:
        path.append(_range_root(first, last, perfect))
    return tuple(reversed(path))


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from that leaf at that place to that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            at, last = _climbed(at, last)
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the path shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    if not 0 < old < new or not hashes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found_new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            found_old, found_new = node_hash(other, found_old), node_hash(other, found_new)
            at, last = _climbed(at, last)
        else:
            found_new = node_hash(found_new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _climbed(at: int, last: int) -> tuple[int, int]:
    """Past the levels on which a node at the right edge has no neighbour."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(first: int, last: int, perfect: Perfect) -> bytes:
    """The root over the leaves of a subtree; only the one at the right edge is not perfect."""
    count = last - first
    if not count & (count - 1):
        level = count.bit_length() - 1
        return perfect(level, first >> level)
    middle = first + _split(count)
    return node_hash(_range_root(first, middle, perfect), _range_root(middle, last, perfect))
