"""Checkpoints: the log says under its signature how many entries it has and what their root is.

A ledger that lost entries and goes on (a restore) must say so: an epoch event names what was lost,
and checkpoints from then on carry another origin. Sizes and roots of two epochs are never compared.
"""

import base64
import binascii
from collections.abc import Iterable
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.safeguards.ledger.note import Verifier, opened, signed
from codeward.safeguards.ledger.tree import LedgerError

_EPOCH: Final = "/epoch-"
_HASH: Final = 32
_LINES: Final = 3


class Checkpoint(msgspec.Struct, frozen=True):
    """Name of the log and its epoch, number of its entries, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{hash_line(self.root)}"


def origin_of(log: str, epoch: int) -> str:
    """The origin line of a log in its nth epoch, 0 for the first."""
    return f"{log}{_EPOCH}{epoch}" if epoch else log


def epoch_of(log: str, origin: str) -> int | None:
    """The epoch that an origin line names; None where it is another log's."""
    if origin == log:
        return 0
    number = origin.removeprefix(f"{log}{_EPOCH}")
    return int(number) if number.isascii() and number.isdigit() and number[0] != "0" else None


def sign_checkpoint(checkpoint: Checkpoint, log: str, key: Ed25519PrivateKey) -> str:
    """The signed note of a checkpoint."""
    return signed(checkpoint.body, log, key)


def read_checkpoint(note: str, believed: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint of a note that a believed key signed.

    Raises:
        LedgerError: it is no checkpoint, or no believed key signed it.
    """
    lines = opened(note, believed).body.split("\n")
    if len(lines) > _LINES and lines[0] and lines[1].isascii() and lines[1].isdigit():
        root = hash_of(lines[2])
        if str(int(lines[1])) == lines[1]:
            return Checkpoint(lines[0], int(lines[1]), root)
    raise LedgerError("this signed note is no checkpoint: origin, size, root")


def hash_line(root: bytes) -> str:
    """A hash as a line of a note, a proof or a request."""
    return f"{base64.b64encode(root).decode('ascii')}\n"


def hash_of(line: str) -> bytes:
    """A hash from its base64 line.

    Raises:
        LedgerError: it is none.
    """
    try:
        raw = base64.b64decode(line, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != _HASH:
        raise LedgerError("a line that should hold a hash does not")
    return raw
