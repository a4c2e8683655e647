"""The witness as a small process of its own, and how a ledger asks it (C2SP tlog-witness).

It keeps the last checkpoint that it cosigned, writes the next one to the disk before it signs, and
never goes back. It needs nothing of the ledger but its verifier key; run it on another host.
"""

import datetime as dt
import http.client
import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters.durable_files import write_whole
from codeward.adapters.file_lock import only_one
from codeward.adapters.ledger_store import LedgerStore
from codeward.safeguards.ledger import Checkpoint, LedgerError, Verifier, read_checkpoint
from codeward.safeguards.ledger.note import COSIGNATURE, cosignature, opened, verifier_of
from codeward.safeguards.ledger.witness import (
    BAD_REQUEST,
    CONFLICT,
    Refusal,
    Request,
    Seen,
    consider,
    read_request,
)

LARGEST: Final = 64 * 1024
PATH: Final = "/add-checkpoint"
SEEN: Final = "witnessed"
ALARMS: Final = "alarms.log"
_PATIENCE: Final = 10.0
_WAYS: Final = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
_SIZE: Final = re.compile(r"[0-9]{1,18}")
Clock = Callable[[], dt.datetime]


class Answer(msgspec.Struct, frozen=True):
    """What the witness answers: an HTTP status and a text."""

    status: int
    text: str


class Witness:
    """One witness for one ledger."""

    def __init__(
        self,
        folder: Path,
        name: str,
        key: Ed25519PrivateKey,
        log: Verifier,
        accepted_epoch: int = 0,
    ) -> None:
        """Prepare the witness.

        Args:
            folder: Where it keeps what it saw; nobody who keeps the ledger may write there.
            name: Its name on cosignatures.
            key: Its own key.
            log: The key of the ledger.
            accepted_epoch: The newest epoch that a person here has accepted.
        """
        self._folder = folder
        self._name = name
        self._key = key
        self._log = log
        self._accepted = accepted_epoch
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def verifier(self) -> Verifier:
        """What others must know to believe it."""
        return verifier_of(self._name, COSIGNATURE, self._key)

    def answer(self, body: bytes, at: dt.datetime) -> Answer:
        """Cosign the checkpoint of a request, or refuse; an alarm is written down first.

        Raises:
            OSError: what was seen cannot be written; nothing is signed then.
        """
        try:
            request = read_request(body.decode("utf-8"))
        except (LedgerError, UnicodeDecodeError):
            return Answer(BAD_REQUEST, "this is no request to a witness\n")
        with only_one(self._folder / "lock"):
            found = consider(request, self._seen(), self._log, self._accepted)
            if isinstance(found, Refusal):
                return self._refused(found, at)
            return self._cosigned(request, at)

    def _cosigned(self, request: Request, at: dt.datetime) -> Answer:
        plain = opened(request.note, [self._log])
        line = cosignature(plain.body, self._name, self._key, int(at.timestamp()))
        note = f"{plain.body}\n{plain.signatures[0].line}{line}"
        write_whole(self._folder / SEEN, note.encode())  # on the disk before it is signed away
        return Answer(HTTPStatus.OK, line)

    def _refused(self, refusal: Refusal, at: dt.datetime) -> Answer:
        if refusal.alarm:
            with (self._folder / ALARMS).open("a", encoding="utf-8") as file:
                file.write(f"{at:%Y-%m-%dT%H:%M:%SZ} {refusal.status} {refusal.reason}\n")
        told = str(refusal.size) if refusal.status == CONFLICT else refusal.reason
        return Answer(refusal.status, f"{told}\n")

    def _seen(self) -> Seen:
        path = self._folder / SEEN
        if not path.is_file():
            return Seen()
        note = path.read_text(encoding="utf-8")
        last = read_checkpoint(note, [self._log])
        epoch = last.origin.removeprefix(self._log.name).removeprefix("/epoch-")
        return Seen(int(epoch or 0), last.size, last.root, note)


def witness_server(witness: Witness, port: int, clock: Clock) -> HTTPServer:
    """A server on loopback; behind a TLS proxy it serves other hosts."""

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        timeout: ClassVar[float] = _PATIENCE
        server_version = "codeward-witness"
        sys_version = ""

        def do_POST(self) -> None:
            """Answer `add-checkpoint`; everything else is not there."""
            length = self.headers.get("Content-Length", "")
            if self.path != PATH or _SIZE.fullmatch(length) is None or int(length) > LARGEST:
                self._tell(Answer(HTTPStatus.NOT_FOUND, "not found\n"))
                return
            try:
                self._tell(witness.answer(self.rfile.read(int(length)), clock()))
            except (LedgerError, OSError):  # it cannot read or keep what it saw: it signs nothing
                self._tell(Answer(HTTPStatus.SERVICE_UNAVAILABLE, "the witness cannot sign\n"))

        def _tell(self, answer: Answer) -> None:
            body = answer.text.encode()
            kind = "text/x.tlog.size" if answer.status == CONFLICT else "text/plain; charset=utf-8"
            self.send_response(answer.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
            """Requests are not logged; alarms are written by the witness."""

    return HTTPServer(("127.0.0.1", port), Handler)


def ask_witness(store: LedgerStore, url: str, log: Verifier, witness: Verifier) -> Checkpoint:
    """Have the newest checkpoint cosigned, and keep the cosignature.

    Raises:
        LedgerError: the ledger is empty, or the witness cannot be reached, refuses, or answers with
            something else than its cosignature.
    """
    note = store.checkpoint()
    if note is None:
        raise LedgerError("the ledger has no entries yet")
    checkpoint = read_checkpoint(note, [log])
    plain = opened(note, [log])
    bare = f"{plain.body}\n{plain.signatures[0].line}"
    answer = _post(url, Request(0, (), bare).text)
    if answer.status == CONFLICT and _SIZE.fullmatch(answer.text.strip()):
        old = int(answer.text)
        if old > checkpoint.size:
            raise LedgerError(
                f"the witness saw {old} entries, the ledger has {checkpoint.size}: entries were "
                "lost; `codeward ledger verify` with the checkpoint of the witness shows which"
            )
        path = store.consistency(old, checkpoint.size)
        answer = _post(url, Request(old, path, bare).text)
    if answer.status != HTTPStatus.OK:
        raise LedgerError(f"the witness refuses ({answer.status}): {_first_line(answer.text)}")
    read_checkpoint(f"{plain.body}\n{answer.text}", [witness])
    store.add_cosignatures(checkpoint.size, answer.text)
    return checkpoint


def _post(url: str, text: str) -> Answer:
    parts = urlsplit(url)
    way = _WAYS.get(parts.scheme)
    if way is None or not parts.hostname:
        raise LedgerError("a witness is named by its URL: http://127.0.0.1:PORT or https://...")
    connection = way(parts.hostname, parts.port, timeout=_PATIENCE)
    try:
        connection.request("POST", parts.path.rstrip("/") + PATH, text.encode())
        response = connection.getresponse()
        return Answer(response.status, response.read(LARGEST).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise LedgerError(f"the witness cannot be reached ({type(error).__name__})") from None
    finally:
        connection.close()


def _first_line(text: str) -> str:
    return "".join(one for one in text.partition("\n")[0][:100] if one.isprintable())
