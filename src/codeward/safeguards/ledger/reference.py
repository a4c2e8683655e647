"""Blind references: an entry names a claim so that only its owner, or who is told, can tell which.

A reference is a commitment: the hash of the number under a secret of its own. Whoever is given that
secret can check one reference, and learns nothing of any other.
"""

import base64
import hashlib
import hmac
from enum import StrEnum
from typing import Final

import msgspec

_LENGTH: Final = 24
_FORM: Final = b"codeward ledger reference 1"


class Kind(StrEnum):
    """What a reference stands for."""

    CLAIM = "claim"
    DECISION = "decision"
    ENCOUNTER = "encounter"
    RECORD = "record"


class Opening(msgspec.Struct, frozen=True):
    """What shows that a reference stands for a number.

    Attributes:
        kind: What the number is.
        value: The number itself: an identifier under 45 CFR 164.514(b), give it to nobody else.
        nonce: Hex of the secret of this one reference.
    """

    kind: Kind
    value: str
    nonce: str


class References:
    """Makes the references of one site, always the same for the same number."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: Kind, value: str) -> str:
        """The reference of a number."""
        return reference(self.opening(kind, value))

    def opening(self, kind: Kind, value: str) -> Opening:
        """What to give to an auditor who shall recognise this one number."""
        nonce = hmac.digest(self._key, f"{kind}\0{value}".encode(), "sha256")
        return Opening(kind, value, nonce.hex())


def reference(opening: Opening) -> str:
    """The reference that an opening leads to."""
    parts = (_FORM, opening.kind.encode(), opening.nonce.encode(), opening.value.encode())
    digest = hashlib.sha256(b"\0".join(parts)).digest()
    return base64.urlsafe_b64encode(digest[:_LENGTH]).decode("ascii")
