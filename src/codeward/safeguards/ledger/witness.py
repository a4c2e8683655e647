"""What a witness decides: it cosigns a ledger that grew out of the one it saw last, nothing else.

The rules and answers are those of C2SP tlog-witness (`add-checkpoint`).
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from codeward.safeguards.ledger.checkpoint import (
    Checkpoint,
    epoch_of,
    hash_line,
    hash_of,
    read_checkpoint,
)
from codeward.safeguards.ledger.note import Verifier
from codeward.safeguards.ledger.tree import EMPTY, LedgerError, consistent

MOST_HASHES: Final = 63
BAD_REQUEST, FORBIDDEN, UNKNOWN, CONFLICT, UNPROVEN = 400, 403, 404, 409, 422


class Seen(msgspec.Struct, frozen=True):
    """The last checkpoint that a witness cosigned for a log; its epoch, and its note."""

    epoch: int = 0
    size: int = 0
    root: bytes = EMPTY
    note: str = ""


class Request(msgspec.Struct, frozen=True):
    """A checkpoint that wants to be cosigned, and the proof that it grew from `old` entries."""

    old: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The body of the request."""
        hashes = "".join(hash_line(one) for one in self.path)
        return f"old {self.old}\n{hashes}\n{self.note}"


class Refusal(msgspec.Struct, frozen=True):
    """Why a witness does not sign.

    Attributes:
        status: The HTTP status of C2SP tlog-witness.
        reason: In words.
        alarm: Whether it shows that the ledger was changed, and a person must be told.
        size: Entries of the last cosigned checkpoint, where the status is 409.
    """

    status: int
    reason: str
    alarm: bool = False
    size: int = 0


def read_request(text: str) -> Request:
    """A request from its body.

    Raises:
        LedgerError: it is none.
    """
    head, mark, note = text.partition("\n\n")
    first, *hashes = head.split("\n")
    old = first.removeprefix("old ")
    if not mark or first == old or not (old.isascii() and old.isdigit()):
        raise LedgerError("this is no request to a witness")
    if len(hashes) > MOST_HASHES:
        raise LedgerError("a request to a witness holds too many hashes")
    return Request(int(old), tuple(hash_of(one) for one in hashes), note)


def consider(
    request: Request, seen: Seen, log: Verifier, accepted_epoch: int = 0
) -> Checkpoint | Refusal:
    """The checkpoint that may be cosigned, or why none may.

    Args:
        request: What the log asks.
        seen: What this witness cosigned last for it.
        log: The key of the log.
        accepted_epoch: The newest epoch that a person at the witness has accepted.
    """
    # The origin is read before the signature, because C2SP tells the two refusals apart
    origin = request.note.partition("\n")[0]
    epoch = epoch_of(log.name, origin)
    if epoch is None:
        return Refusal(UNKNOWN, "this witness does not know the log")
    try:
        checkpoint = read_checkpoint(request.note, [log])
    except LedgerError as error:
        return Refusal(FORBIDDEN, str(error), alarm=True)
    if request.old > checkpoint.size:
        return Refusal(BAD_REQUEST, "the old size is larger than the new one")
    if epoch != seen.epoch:
        return _other_epoch(request, seen, (epoch, accepted_epoch), checkpoint)
    return _same_epoch(request, seen, checkpoint)


def _other_epoch(
    request: Request, seen: Seen, epochs: tuple[int, int], checkpoint: Checkpoint
) -> Checkpoint | Refusal:
    epoch, accepted = epochs
    if epoch < seen.epoch:
        return Refusal(CONFLICT, "the log went back to an older epoch", alarm=True, size=seen.size)
    if epoch > accepted:
        reason = f"epoch {epoch} was not accepted here: start the witness with --accept-epoch"
        return Refusal(FORBIDDEN, reason, alarm=True)
    if request.old or request.path:
        return Refusal(CONFLICT, "a new epoch begins with the old size 0")
    return checkpoint


def _same_epoch(request: Request, seen: Seen, checkpoint: Checkpoint) -> Checkpoint | Refusal:
    if request.old != seen.size:
        shrunk = checkpoint.size < seen.size
        reason = f"this witness cosigned {seen.size} entries last"
        return Refusal(CONFLICT, reason, alarm=shrunk, size=seen.size)
    if seen.size == checkpoint.size and seen.root != checkpoint.root:
        return Refusal(CONFLICT, "a second root for one size", alarm=True, size=seen.size)
    if not consistent(seen.size, checkpoint.size, request.path, seen.root, checkpoint.root):
        return Refusal(UNPROVEN, "the ledger did not grow from the one seen last", alarm=True)
    return checkpoint


def cosigned_by(note: str, witnesses: Sequence[Verifier]) -> tuple[str, ...]:
    """The names of the witnesses whose cosignature on the note holds."""
    held = []
    for one in witnesses:
        try:
            read_checkpoint(note, [one])
        except LedgerError:
            continue
        held.append(one.name)
    return tuple(held)
