"""Writes decision records as canonical JSON: the same record is always the same bytes.

Canonical means UTF-8, keys sorted, no blanks, fields of default value left out by none: replay
compares bytes, and the ledger hashes them.
"""

import msgspec

from codeward.model import DecisionRecord, FinalEncounter


def canonical(value: DecisionRecord | FinalEncounter) -> bytes:
    """The one JSON form of the value."""
    return msgspec.json.encode(value, order="sorted")


def read_record(data: bytes) -> DecisionRecord:
    """A decision record from its canonical form.

    Raises:
        msgspec.ValidationError: the data is no decision record.
    """
    return msgspec.json.decode(data, type=DecisionRecord)
