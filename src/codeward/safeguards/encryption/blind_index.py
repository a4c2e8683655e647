"""Looking a patient up by an identifier that is stored only encrypted.

The index is an HMAC under a key of its own: equal identifiers give equal values, and without the
key nothing can be guessed from them. Only identifiers that are looked up whole have one; names and
birth dates have too few values to be hidden so and get none.
"""

import hashlib
import hmac
import unicodedata
from enum import StrEnum
from typing import Final

from codeward.model import CodewardError

_BYTES: Final = 16
_SHORTEST_KEY: Final = 32


class BlindIndexError(CodewardError):
    """An identifier or key with which no lookup is possible."""


class Identifier(StrEnum):
    """What a patient or a claim is looked up by."""

    MEDICAL_RECORD_NUMBER = "mrn"
    ACCOUNT_NUMBER = "account"
    MEMBER_ID = "member"
    CLAIM_NUMBER = "claim"


class BlindIndex:
    """Values under which identifiers are found again."""

    def __init__(self, key: bytes) -> None:
        """Take the key of the index.

        Raises:
            BlindIndexError: it is shorter than 32 bytes.
        """
        if len(key) < _SHORTEST_KEY:
            raise BlindIndexError(f"the key of a blind index has {_SHORTEST_KEY} bytes or more")
        self._key = key

    def __call__(self, kind: Identifier, site: str, value: str) -> bytes:
        """The 16 bytes under which an identifier of a site is stored.

        Case, spaces, hyphens and the width of characters do not count: people type them as they
        like.

        Raises:
            BlindIndexError: nothing is left of the identifier without them.
        """
        plain = unicodedata.normalize("NFKC", value).upper()
        plain = "".join(letter for letter in plain if letter.isalnum())
        if not plain:
            raise BlindIndexError(f"an identifier of kind {kind.value} without letters or digits")
        text = f"{kind.value}\x00{site}\x00{plain}".encode()
        return hmac.new(self._key, text, hashlib.sha256).digest()[:_BYTES]
