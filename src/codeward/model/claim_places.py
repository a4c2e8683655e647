"""Where a claim and its decisions stand on the ledger."""

import msgspec


class ClaimPlaces(msgspec.Struct, frozen=True):
    """Where a claim stands on the ledger.

    Attributes:
        claim: Entry of the claim.
        decisions: Entries of its decisions, in the order of the record.
        hashes: Hashes in the proof of the claim.
        size: Entries under the checkpoint that the proof leads to.
    """

    claim: int
    decisions: tuple[int, ...]
    hashes: int
    size: int
