"""The form of everything encrypted: version, key id, nonce, AES-256-GCM bound to its context.

A sealed value is `01 | key id, 16 bytes | nonce, 12 bytes | ciphertext and tag`. The version byte
and the key id let keys and algorithms change while old values stay readable. The context is
authenticated and not stored, so that a value moved to another patient, document, field or version
does not open (NIST SP 800-38D).
"""

from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from codeward.model import CodewardError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_VERSION: Final = b"\x01"
_ID_BYTES: Final = 16
_TAG_BYTES: Final = 16
_HEAD_BYTES: Final = len(_VERSION) + _ID_BYTES
_LENGTH_BYTES: Final = 4


class EnvelopeError(CodewardError):
    """A value that does not open: damaged, moved, or under another key. Never says which text."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value belongs; it opens nowhere else.

    Attributes:
        site: The site, or tenant.
        patient: Id of the patient.
        object: Id of the document, encounter or claim.
        field: Which part of it.
        version: Which version of it.
    """

    site: str
    patient: str
    object: str
    field: str
    version: int = 1

    def authenticated(self) -> bytes:
        """Its parts, each behind its length, so that no two contexts give the same bytes."""
        return _joined(
            b"value", *(part.encode() for part in (
                self.site, self.patient, self.object, self.field, str(self.version),
            ))
        )  # fmt: skip


class DataKey(msgspec.Struct, frozen=True):
    """The key of one patient, and the id under which the keystore holds it."""

    id: bytes
    secret: bytes

    def __repr__(self) -> str:
        """Without the secret, whoever prints it."""
        return f"DataKey(id={self.id.hex()})"

    def __post_init__(self) -> None:
        """Refuse lengths that no data key has."""
        if len(self.id) != _ID_BYTES or len(self.secret) != KEY_BYTES:
            raise EnvelopeError(f"a data key has {_ID_BYTES} bytes of id and {KEY_BYTES} of secret")


def sealed(key: DataKey, plain: bytes, context: Context, nonce: bytes) -> bytes:
    """Encrypt a value for its one place.

    Args:
        key: The data key of the patient.
        plain: The value.
        context: Its place.
        nonce: 12 bytes that were never used with this key; random ones serve for 2**32 values.

    Raises:
        EnvelopeError: the nonce has another length.
    """
    if len(nonce) != NONCE_BYTES:
        raise EnvelopeError(f"a nonce has {NONCE_BYTES} bytes")
    return b"".join((
        _VERSION, key.id, nonce, AESGCM(key.secret).encrypt(nonce, plain, context.authenticated()),
    ))  # fmt: skip


def key_id_of(value: bytes) -> bytes:
    """The id of the data key that opens a sealed value.

    Raises:
        EnvelopeError: it is no sealed value, or one of a version that is not known here.
    """
    if len(value) < _HEAD_BYTES + NONCE_BYTES + _TAG_BYTES:
        raise EnvelopeError("too short for an encrypted value; restore it from a backup")
    if not value.startswith(_VERSION):
        raise EnvelopeError("an encrypted value of another version; update Codeward")
    return value[len(_VERSION) : _HEAD_BYTES]


def opened(key: DataKey, value: bytes, context: Context) -> bytes:
    """Decrypt a value in its place.

    Raises:
        EnvelopeError: it is under another key, was changed, or belongs to another place.
    """
    if key_id_of(value) != key.id:
        raise EnvelopeError("an encrypted value under another key than that of its patient")
    nonce = value[_HEAD_BYTES : _HEAD_BYTES + NONCE_BYTES]
    try:
        return AESGCM(key.secret).decrypt(
            nonce, value[_HEAD_BYTES + NONCE_BYTES :], context.authenticated()
        )
    except InvalidTag:
        raise EnvelopeError(
            "an encrypted value was changed or belongs to another place; restore it from a backup"
        ) from None


def wrapping_context(key_id: bytes, site: str, patient: str) -> bytes:
    """To what the wrap of a data key is bound: no other patient's opens in its place."""
    return _joined(b"data key", key_id, site.encode(), patient.encode())


def _joined(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)
