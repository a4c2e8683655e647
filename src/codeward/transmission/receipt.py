"""The receipt of a partner over HTTPS: what arrived, under which number, with which digest.

It is what an AS2 message disposition notification says (RFC 4130, 7.4), as lines of text that the
partner signs with OpenPGP.
"""

import base64
import hashlib
import re

import msgspec

from codeward.model import CodewardError

_LINE = re.compile(r"([A-Za-z-]{1,40}): ([\x21-\x7e][\x20-\x7e]{0,400})")
_FIELDS = frozenset({"Message-Id", "Received-Bytes", "Received-Content-MIC", "Disposition"})
_LARGEST = 4_096
_LONGEST_NUMBER = 12
_PROCESSED = "processed"
_FAILED = "failed"


class ReceiptError(CodewardError):
    """A receipt that says nothing, or something else; no word of it is in the text."""


class Receipt(msgspec.Struct, frozen=True):
    """What a partner confirms.

    Attributes:
        message: Number of the message, such as `<name@us>`.
        size: Bytes that arrived.
        digest: SHA-256 of them, base64.
        processed: Whether the partner took the message over.
    """

    message: str
    size: int
    digest: str
    processed: bool

    def confirms(self, message: str, content: bytes) -> bool:
        """Whether it speaks of these bytes under this number."""
        told = (self.message, self.size, self.digest)
        return told == (message, len(content), digest_of(content))


def digest_of(content: bytes) -> str:
    """SHA-256 in base64, as in a Content-Digest field (RFC 9530)."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")


def receipt_text(receipt: Receipt) -> bytes:
    """The lines that are signed."""
    word = _PROCESSED if receipt.processed else _FAILED
    return (
        f"Message-Id: {receipt.message}\n"
        f"Received-Bytes: {receipt.size}\n"
        f"Received-Content-MIC: {receipt.digest}, sha-256\n"
        f"Disposition: automatic-action; {word}\n"
    ).encode("ascii")


def read_receipt(text: bytes) -> Receipt:
    """A receipt from its lines, whose signature was verified.

    Raises:
        ReceiptError: a field is missing, twice there, unknown or malformed.
    """
    fields: dict[str, str] = {}
    for line in text[:_LARGEST].decode("latin-1").splitlines():
        found = _LINE.fullmatch(line)
        if found is None or found[1] not in _FIELDS or found[1] in fields:
            raise ReceiptError("the receipt is malformed")
        fields[found[1]] = found[2]
    digest, _, algorithm = fields.get("Received-Content-MIC", "").partition(", ")
    size, disposition = fields.get("Received-Bytes", ""), fields.get("Disposition", "")
    word = disposition.removeprefix("automatic-action; ")
    number = size.isascii() and size.isdecimal() and len(size) <= _LONGEST_NUMBER
    good = set(fields) == _FIELDS and algorithm == "sha-256" and word in (_PROCESSED, _FAILED)
    if len(text) > _LARGEST or not (number and good):
        raise ReceiptError("the receipt is malformed")
    return Receipt(fields["Message-Id"], int(size), digest, word == _PROCESSED)
