"""A partner's HTTPS endpoint on loopback: idempotent messages, signed receipts, and odd habits."""

import hashlib
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pysequoia import Tsk

from codeward.adapters.openpgp import Keys, public_part, signed
from codeward.transmission import Register, read_register
from codeward.transmission.receipt import Receipt, digest_of, receipt_text
from tests.unit.adapters.transmission_fixture import AGREEMENT

OURS, THEIRS = bytes(Tsk.generate(user_id="clinic")), bytes(Tsk.generate(user_id="plan"))
PLAN = Keys(THEIRS, *public_part(OURS))


class Certificate:
    """A self-signed certificate for 127.0.0.1, and its key."""

    def __init__(self, folder: Path, name: str) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        title = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = (
            x509.CertificateBuilder()
            .subject_name(title)
            .issuer_name(title)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.file, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )  # fmt: skip
        self.key.chmod(0o600)
        self.pin = hashlib.sha256(made.public_bytes(serialization.Encoding.DER)).hexdigest()


class HttpsPartner:
    """The endpoint.

    Attributes:
        messages: What it took over, by message number.
        requests: How often messages were posted.
        offered: Answers by name.
        habits: What it does wrong; each is left out where it does not apply.
    """

    def __init__(self, certificate: Certificate, clients: Path | None = None) -> None:
        self.messages: dict[str, bytes] = {}
        self.offered: dict[str, bytes] = {}
        self.requests = 0
        self.headers: dict[str, str] = {}
        self.habits: set[str] = set()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)
        if clients is not None:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(clients)
        partner = self

        class Handler(_Handler):
            owner = partner

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """A client that turns away is no fault here."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self.server.server_address[1]

    def receipt(self, message: str, content: bytes) -> bytes:
        number = "<other@clinic>" if "other receipt" in self.habits else message
        text = receipt_text(
            Receipt(number, len(content), digest_of(content), "failed" not in self.habits)
        )
        if "unsigned" in self.habits:
            return text
        keys = Keys(bytes(Tsk.generate(user_id="x")), *public_part(OURS))
        return signed(text, keys if "stranger" in self.habits else PLAN)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: HttpsPartner

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def _say(self, status: int, body: bytes = b"", **fields: str) -> None:
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        owner = self.owner
        owner.requests += 1
        owner.headers = dict(self.headers.items())
        content = self.rfile.read(int(self.headers["Content-Length"]))
        message = self.headers["Message-ID"]
        for habit, status in (("redirect", 307), ("busy", 503), ("forbids", 403)):
            if habit in owner.habits:
                return self._say(status, Location="https://127.0.0.1:1/elsewhere")
        if self.headers["Content-Digest"] != f"sha-256=:{digest_of(content)}:":
            return self._say(400)
        if owner.messages.setdefault(message, content) != content:
            return self._say(409)
        if "lost answer" in owner.habits:
            owner.habits.remove("lost answer")
            self.close_connection = True
            return None
        endless = b"x" * 70_000 if "endless" in owner.habits else b""
        return self._say(200, endless or owner.receipt(message, content))

    def do_GET(self) -> None:
        owner = self.owner
        folder, _, name = self.path.rpartition("/")
        if "gone" in owner.habits:
            return self._say(503)
        if self.path == "/answers":
            listing = [{"name": one, "size": len(body)} for one, body in owner.offered.items()]
            listing = (
                [{"name": one["name"], "size": 1} for one in listing]
                if "lies" in owner.habits
                else listing
            )
            return self._say(
                200, b"{}" if "odd listing" in owner.habits else json.dumps(listing).encode()
            )
        if folder == "/messages":
            content = owner.messages.get(unquote(name))
            known = content is not None and "forgets" not in owner.habits
            return (
                self._say(200, owner.receipt(unquote(name), content)) if known else self._say(404)
            )
        body = owner.offered.get(unquote(name))
        if body is None or folder != "/answers":
            return self._say(404)
        digest = digest_of(b"other") if "wrong digest" in owner.habits else digest_of(body)
        return self._say(200, body, Content_Digest=f"sha-256=:{digest}:")

    def do_DELETE(self) -> None:
        name = unquote(self.path.rpartition("/")[2])
        if "keeps" in self.owner.habits:
            return self._say(500)
        return self._say(204 if self.owner.offered.pop(name, None) is not None else 404)


@contextmanager
def https_partner(
    folder: Path, clients: Path | None = None
) -> Iterator[tuple[HttpsPartner, Certificate]]:
    certificate = Certificate(folder, "plan")
    partner = HttpsPartner(certificate, clients)
    thread = threading.Thread(target=partner.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield partner, certificate
    finally:
        partner.server.shutdown()
        partner.server.server_close()
        thread.join()


def https_register(folder: Path, port: int, belief: str, more: str = "") -> Register:
    """The register of that endpoint, with the keys of both sides beside it."""
    (folder / "clinic.pgp").write_bytes(OURS)
    (folder / "clinic.pgp").chmod(0o600)
    (folder / "plan.pgp").write_bytes(public_part(THEIRS)[0])
    text = f"""
[plan]
name = "Plan"
receiver_id = "RECEIVER"
transactions = ["837P"]
{AGREEMENT}
[plan.transport]
kind = "https"
host = "127.0.0.1"
port = {port}
{belief}
our_id = "clinic"
their_id = "plan"
upload = "/messages"
answers = "/answers"
{more}
[plan.openpgp]
our_key = "clinic.pgp"
our_fingerprint = "{public_part(OURS)[1]}"
their_key = "plan.pgp"
their_fingerprint = "{public_part(THEIRS)[1]}"
"""
    (folder / "partners.toml").write_text(text)
    return read_register(text.encode(), "partners.toml")
