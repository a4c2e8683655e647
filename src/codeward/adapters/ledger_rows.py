"""A row of the ledger: an entry or, after its time, its hash; and the keys that find it again."""

from typing import Final

from codeward.safeguards.ledger import Action, Event
from codeward.safeguards.ledger.tree import EMPTY, leaf_hash

# Before the hash of a deleted entry; no canonical JSON begins with it.
PRUNED: Final = b"\0"
# Objects by which entries are found again; the others are read with the entry.
FOUND_BY: Final = ("file",)
EPOCH_KEY: Final = f"action:{Action.EPOCH_DECLARED}"


def is_pruned(data: bytes) -> bool:
    """Whether a row holds only the hash of an entry that was deleted after its time."""
    return data.startswith(PRUNED) and len(data) == len(PRUNED) + len(EMPTY)


def leaf_of(data: bytes) -> bytes:
    """The leaf of a row."""
    return data[len(PRUNED) :] if is_pruned(data) else leaf_hash(data)


def mentions(event: Event) -> set[str]:
    """The keys by which an entry is found again."""
    keys = {f"subject:{one}" for one in event.subjects}
    keys |= {f"{name}:{event.objects[name]}" for name in FOUND_BY if name in event.objects}
    if event.source:
        keys.add(f"source:{event.source}")
    if event.action is Action.EPOCH_DECLARED:
        keys.add(EPOCH_KEY)
    return keys
