"""C2SP signed notes: a text, an empty line, and a line for each signature (Ed25519)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from codeward.safeguards.ledger.tree import LedgerError

SIGNATURE: Final = 1
COSIGNATURE: Final = 4
_DASH: Final = "\u2014"
_ID: Final = 4
_TIME: Final = 8
_KEY: Final = 32
_MOST: Final = 64
_NAME: Final = re.compile(r"[^\s+]{1,200}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Verifier(msgspec.Struct, frozen=True):
    """A public key that is believed under a name; `kind` is SIGNATURE or COSIGNATURE."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names the key."""
        head = self.name.encode() + b"\n" + bytes([self.kind])
        return hashlib.sha256(head + self.public).digest()[:_ID]

    @property
    def text(self) -> str:
        """The verifier key as one line: name, id, key."""
        key = base64.b64encode(bytes([self.kind]) + self.public).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{key}"


class Signature(msgspec.Struct, frozen=True):
    """One signature that holds; `at` is its POSIX time, 0 for a plain one."""

    by: Verifier
    at: int
    line: str


class Note(msgspec.Struct, frozen=True):
    """A text with the signatures that hold, in the order of its lines."""

    body: str
    signatures: tuple[Signature, ...]


def verifier_of(name: str, kind: int, key: Ed25519PrivateKey) -> Verifier:
    """What others must know to believe a key.

    Raises:
        LedgerError: the name is empty or has a blank or a plus in it.
    """
    if _NAME.fullmatch(name) is None:
        raise LedgerError("a name of a signer has no blank and no plus in it")
    return Verifier(name, kind, key.public_key().public_bytes_raw())


def read_verifier(text: str) -> Verifier:
    """A verifier key from its line.

    Raises:
        LedgerError: it is none, or its id is not that of its key.
    """
    name, _, rest = text.strip().partition("+")
    key_id, _, key = rest.partition("+")
    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) == _KEY + 1 and raw[0] in (SIGNATURE, COSIGNATURE) and _NAME.fullmatch(name):
        found = Verifier(name, raw[0], raw[1:])
        if found.key_id.hex() == key_id:
            return found
    raise LedgerError("this is no verifier key: it looks like name+id+key, all in one line")


def signed(body: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note of a text with one signature."""
    return f"{body}\n{_line(verifier_of(name, SIGNATURE, key), key.sign(body.encode()))}"


def cosignature(body: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """The line with which a witness signs a checkpoint at a POSIX time (C2SP tlog-cosignature)."""
    done = at.to_bytes(_TIME, "big") + key.sign(_cosigned(body, at))
    return _line(verifier_of(name, COSIGNATURE, key), done)


def opened(note: str, believed: Iterable[Verifier]) -> Note:
    """The text of a note and the signatures of believed keys on it.

    Raises:
        LedgerError: it is no note, a signature of a believed key does not hold, or there is none.
    """
    body, lines = _parts(note)
    known = {(one.name, one.key_id): one for one in believed}
    found = []
    for line in lines:
        name, raw = _signature(line)
        by = known.get((name, raw[:_ID]))
        if by is None:
            continue
        at = _checked(by, body, raw[_ID:])
        if at is None:
            raise LedgerError(f"the signature of {name} on a note does not hold")
        found.append(Signature(by, at, line))
    if not found:
        raise LedgerError("a note without a signature of a believed key")
    return Note(body, tuple(found))


def _parts(note: str) -> tuple[str, list[str]]:
    text, mark, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not mark or lines.pop() or not lines or len(lines) > _MOST or _CONTROL.search(note):
        raise LedgerError("this is no signed note")
    return f"{text}\n", [f"{line}\n" for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    try:
        dash, name, text = line[:-1].split(" ")
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise LedgerError("a signature line of a note cannot be read") from None
    if dash != _DASH or len(raw) <= _ID:
        raise LedgerError("a signature line of a note cannot be read")
    return name, raw


def _checked(by: Verifier, body: str, raw: bytes) -> int | None:
    """The time of a signature that holds, None for one that does not."""
    at, message = 0, body.encode()
    if by.kind == COSIGNATURE:
        at, raw = int.from_bytes(raw[:_TIME], "big"), raw[_TIME:]
        message = _cosigned(body, at)
    try:
        Ed25519PublicKey.from_public_bytes(by.public).verify(raw, message)
    except InvalidSignature:
        return None
    return at


def _cosigned(body: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{body}".encode()


def _line(by: Verifier, raw: bytes) -> str:
    return f"{_DASH} {by.name} {base64.b64encode(by.key_id + raw).decode('ascii')}\n"
