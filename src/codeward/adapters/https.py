"""AS2-like HTTPS: sealed messages under a number of their own, and signed receipts that are kept.

A message is sent in one request. The partner knows it by its number, so that sending it again
changes nothing there and brings the same receipt: an answer that got lost is no delivery that got
lost. Redirects are never followed, and no proxy or trust store of this machine is asked.
"""

import hashlib
import http.client
import os
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

from codeward.adapters.durable_files import write_whole
from codeward.adapters.file_drop import is_unfinished
from codeward.adapters.openpgp import Keys, OpenPgpError, verified
from codeward.adapters.transport_errors import (
    AnswerRefusedError,
    PartnerIdentityError,
    TransportError,
)
from codeward.ports import RemoteFile, Whereabouts
from codeward.transmission import Https
from codeward.transmission.receipt import Receipt, ReceiptError, digest_of, read_receipt

_TIMEOUT = 30.0
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST_RECEIPT = 65_536
_LARGEST_LISTING = 1 << 20
_GOOD, _REDIRECTS = range(200, 300), range(300, 400)
_UNKNOWN = (404, 410)
_NOT_KNOWN_TO_THEM = (401, 403)


class _Offered(msgspec.Struct, frozen=True):
    """An answer in the listing of a partner."""

    name: str
    size: int


class _PinnedConnection(http.client.HTTPSConnection):
    """Sends nothing before the certificate of the other side is the pinned one."""

    def __init__(self, way: Https, context: ssl.SSLContext) -> None:
        super().__init__(way.host, way.port, timeout=_TIMEOUT, context=context)
        self._pins = frozenset(way.certificates)

    def connect(self) -> None:
        """Connect, and hold the certificate against its pin; each reconnection does so too."""
        super().connect()
        certificate = self.sock.getpeercert(binary_form=True) or b""
        if self._pins and hashlib.sha256(certificate).hexdigest() not in self._pins:
            self.close()
            raise PartnerIdentityError(
                "HTTPS: the certificate is not the one in the register; ask the partner before "
                "changing it"
            )


class HttpsTransport:
    """A partner's endpoint."""

    def __init__(
        self, way: Https, keys: Keys, connection: http.client.HTTPSConnection, receipts: Path
    ) -> None:
        """Speak over a connection that holds its partner to the register.

        Args:
            way: The endpoint.
            keys: OpenPGP keys of both sides.
            connection: To the endpoint.
            receipts: Folder in which receipts are kept.
        """
        self._way = way
        self._keys = keys
        self._connection = connection
        self._receipts = receipts

    def upload(self, name: str, content: bytes) -> None:
        """Deliver the message, and keep the receipt that says so."""
        message = self._message(name)
        fields = {
            "Message-ID": message,
            "AS2-From": self._way.our_id,
            "AS2-To": self._way.their_id,
            "Content-Type": "application/octet-stream",
            "Content-Digest": f"sha-256=:{digest_of(content)}:",
            "Disposition-Notification-Options": "signed-receipt-protocol=required, openpgp",
        }
        status, told, _ = self._ask("POST", self._way.upload, _LARGEST_RECEIPT, content, fields)
        if status not in _GOOD:
            raise TransportError(f"HTTPS: cannot deliver: status {status}")
        receipt = self._receipt(told)
        if not receipt.confirms(message, content):
            raise PartnerIdentityError("HTTPS: the receipt is for another message")
        if not receipt.processed:
            raise TransportError("HTTPS: the partner could not process the message")
        self._keep(name, told)

    def place(self, name: str) -> None:
        """Nothing is left to do: the receipt for the whole message is here."""

    def whereabouts(self, name: str, size: int) -> Whereabouts:
        """Whether the partner has the message, by a receipt that it gives again."""
        message = self._message(name)
        path = f"{self._way.upload}/{quote(message, safe='')}"
        status, told, _ = self._ask("GET", path, _LARGEST_RECEIPT)
        if status in _UNKNOWN:
            return Whereabouts.ABSENT
        if status not in _GOOD:
            raise TransportError(f"HTTPS: cannot look for a message: status {status}")
        receipt = self._receipt(told)
        if (receipt.message, receipt.size) != (message, size):
            raise PartnerIdentityError("HTTPS: the receipt is for another message")
        if not receipt.processed:
            return Whereabouts.ABSENT
        self._keep(name, told)
        return Whereabouts.PLACED

    def answers(self) -> tuple[RemoteFile, ...]:
        """What the partner offers, by name."""
        status, told, _ = self._ask("GET", self._way.answers, _LARGEST_LISTING)
        if status not in _GOOD:
            raise TransportError(f"HTTPS: cannot list answers: status {status}")
        try:
            offered = msgspec.json.decode(told, type=tuple[_Offered, ...])
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise TransportError("HTTPS: the listing of answers is malformed") from None
        return tuple(
            RemoteFile(one.name, one.size, regular=True)
            for one in sorted(offered, key=lambda one: one.name)
            if not is_unfinished(one.name)
        )

    def fetch(self, name: str, limit: int) -> bytes:
        """The bytes of an answer, counted while they come and held against their digest."""
        status, told, digest = self._ask("GET", self._answer(name), limit)
        if status not in _GOOD:
            raise TransportError(f"HTTPS: cannot fetch an answer: status {status}")
        if digest != f"sha-256=:{digest_of(told)}:":
            raise AnswerRefusedError("an answer was changed on the way, or has no digest")
        return told

    def remove(self, name: str) -> None:
        """Delete an archived answer."""
        status, _, _ = self._ask("DELETE", self._answer(name), _LARGEST_RECEIPT)
        if status not in _GOOD and status not in _UNKNOWN:
            raise TransportError(f"HTTPS: cannot remove an answer: status {status}")

    def _message(self, name: str) -> str:
        """The number of a message: the same for the same file to the same partner."""
        return f"<{name}@{self._way.our_id}>"

    def _answer(self, name: str) -> str:
        if "/" in name or name in ("", ".", ".."):
            raise AnswerRefusedError("a remote name holds a path")
        return f"{self._way.answers}/{quote(name, safe='')}"

    def _receipt(self, told: bytes) -> Receipt:
        try:
            return read_receipt(verified(told, self._keys))
        except (OpenPgpError, ReceiptError) as error:
            raise PartnerIdentityError(f"HTTPS: no valid receipt: {error}") from None

    def _keep(self, name: str, receipt: bytes) -> None:
        """The proof of delivery, on the disk before the delivery counts as done."""
        with _told("keep a receipt"):
            self._receipts.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._receipts / f"{name}.receipt", receipt, private=True)

    def _ask(
        self, method: str, path: str, limit: int, content: bytes | None = None,
        fields: dict[str, str] | None = None,
    ) -> tuple[int, bytes, str]:  # fmt: skip
        """One request: status, body and digest; the connection ends with any fault."""
        with _told("talk to the partner"):
            try:
                self._connection.request(method, path, content, fields or {})
                response = self._connection.getresponse()
                told = response.read(limit + 1)
            except BaseException:
                self._connection.close()
                raise
            if len(told) > limit:
                self._connection.close()
        if response.status in _REDIRECTS:
            raise PartnerIdentityError("HTTPS: the partner sends us elsewhere; nothing follows it")
        if response.status in _NOT_KNOWN_TO_THEM:
            raise PartnerIdentityError("HTTPS: the partner does not accept who we are")
        if len(told) > limit:
            raise AnswerRefusedError("an answer is larger than the register allows")
        return response.status, told, response.headers.get("Content-Digest", "")


@contextmanager
def https_transport(way: Https, keys: Keys, folder: Path) -> Iterator[HttpsTransport]:
    """Speak to a partner for as long as the block lasts.

    Args:
        way: The partner's endpoint in the register.
        keys: OpenPGP keys of both sides.
        folder: Folder of the register, from which the paths of certificates count.

    Raises:
        PartnerIdentityError: a certificate or key of ours cannot be used.
    """
    connection = _PinnedConnection(way, _context(way, folder))
    try:
        yield HttpsTransport(way, keys, connection, folder / "receipts")
    finally:
        connection.close()


def _context(way: Https, folder: Path) -> ssl.SSLContext:
    """TLS 1.2 or newer, that believes the authority of the register or the pin, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with _told("use the certificates of the register"):
        if way.authority:
            context.load_verify_locations(folder / way.authority)
        else:  # the pin alone decides, before a byte is sent: the certificate may be self-signed
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if way.client_certificate and way.client_key:
            key = folder / way.client_key
            if os.name == "posix" and key.stat().st_mode & _OTHERS:
                raise PartnerIdentityError(f"{key} can be read by others; do: chmod 600 {key}")
            context.load_cert_chain(folder / way.client_certificate, key, password=lambda: "")
    return context


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say a fault by its class: the text of the other side could hold anything."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise PartnerIdentityError(
            "HTTPS: the certificate is not of the authority in the register, or not of this host"
        ) from None
    except (OSError, http.client.HTTPException) as error:
        raise TransportError(f"HTTPS: cannot {what}: {type(error).__name__}") from None
