"""A proof as one text file that stands alone (C2SP tlog-proof): entry, path and checkpoint."""

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import msgspec

from codeward.safeguards.ledger.checkpoint import hash_line, hash_of, read_checkpoint
from codeward.safeguards.ledger.event import Entry, read_entry
from codeward.safeguards.ledger.note import Verifier
from codeward.safeguards.ledger.reference import Opening, reference
from codeward.safeguards.ledger.tree import LedgerError, includes, leaf_hash

_HEAD: Final = "c2sp.org/tlog-proof@v1"


class Extra(msgspec.Struct, frozen=True):
    """What the proof speaks of: the entry, and openings of references in it."""

    entry: str
    openings: tuple[Opening, ...] = ()


class Proof(msgspec.Struct, frozen=True):
    """That an entry stands at its place in a ledger that was signed.

    Attributes:
        index: Place of the entry.
        path: Hashes from the entry to the root.
        note: The checkpoint, with its signature and the cosignatures of witnesses.
        extra: The entry itself. Believe it only by its hash.
    """

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: Extra

    @property
    def text(self) -> str:
        """The proof as a file."""
        extra = base64.b64encode(msgspec.json.encode(self.extra)).decode("ascii")
        hashes = "".join(hash_line(one) for one in self.path)
        return f"{_HEAD}\nextra {extra}\nindex {self.index}\n{hashes}\n{self.note}"


def read_proof(text: str) -> Proof:
    """A proof from its file.

    Raises:
        LedgerError: it is none.
    """
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    try:
        if lines[0] != _HEAD:
            raise LedgerError("this is no proof of the ledger")
        extra = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
        index = int(lines[2].removeprefix("index "))
        path = tuple(hash_of(line) for line in lines[3:])
        return Proof(index, path, note, msgspec.json.decode(extra, type=Extra))
    except (IndexError, binascii.Error, ValueError, msgspec.DecodeError):
        raise LedgerError("this is no proof of the ledger") from None


def check_proof(proof: Proof, log: Verifier, witnesses: Sequence[Verifier] = ()) -> Entry:
    """The entry that a proof proves.

    Args:
        proof: The proof.
        log: The key of the ledger.
        witnesses: Witnesses of whom each must have cosigned the checkpoint.

    Raises:
        LedgerError: the proof does not hold; the text says where.
    """
    checkpoint = read_checkpoint(proof.note, [log])
    for one in witnesses:
        read_checkpoint(proof.note, [one])
    data = proof.extra.entry.encode()
    leaf = leaf_hash(data)
    if not includes(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root):
        raise LedgerError("the entry does not stand at that place of the signed ledger")
    entry = read_entry(data)
    if entry.seq != proof.index:
        raise LedgerError("the entry carries another number than its place")
    for opening in proof.extra.openings:
        if reference(opening) not in entry.subjects:
            raise LedgerError(f"the entry does not speak of that {opening.kind}")
    return entry
