"""Encryption of what identifies a patient, bound to its place: the format, no keys and no I/O."""

from codeward.safeguards.encryption.blind_index import BlindIndex, Identifier
from codeward.safeguards.encryption.envelope import (
    KEY_BYTES,
    NONCE_BYTES,
    Context,
    DataKey,
    EnvelopeError,
    key_id_of,
    opened,
    sealed,
    wrapping_context,
)

__all__ = [
    "KEY_BYTES",
    "NONCE_BYTES",
    "BlindIndex",
    "Context",
    "DataKey",
    "EnvelopeError",
    "Identifier",
    "key_id_of",
    "opened",
    "sealed",
    "wrapping_context",
]
