"""Fetches answers: into quarantine first, then decrypted, verified, matched, applied, archived."""

import datetime as dt
import hashlib
import os
import unicodedata
from pathlib import Path

import msgspec

from codeward.adapters.answer_store import AnswerStore, Inbound, Landed, Outcome
from codeward.adapters.durable_files import write_whole
from codeward.adapters.openpgp import Keys, OpenPgpError, opened, read_keys
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import Connect
from codeward.adapters.transport_errors import AnswerRefusedError, TransportError
from codeward.formats.x12 import X12ReadError, validate
from codeward.ports import RemoteFile, Transport
from codeward.transmission import Book, Kind, Partner, Received, Register, read_answers

_LONGEST_NAME = 200


class Polled(msgspec.Struct, frozen=True):
    """What one poll did.

    Attributes:
        applied: Files taken in.
        refused: Files that wait in quarantine or were left with the partner.
        unmatched: Answers that wait in the unmatched queue.
        faults: Partners that could not be asked, each with the reason.
    """

    applied: int = 0
    refused: int = 0
    unmatched: int = 0
    faults: tuple[str, ...] = ()


class Receiver:
    """One poll of all partners. The caller sees to it that only one runs at a time."""

    def __init__(
        self, store: OutboxStore, register: Register, connect: Connect, folder: Path,
        keys: Path, at: dt.datetime,
    ) -> None:  # fmt: skip
        """Prepare a poll.

        Args:
            store: The outbox.
            register: The partners as they are agreed now.
            connect: Opens the way to a partner.
            folder: Where `quarantine` and `archive` lie.
            keys: Folder from which the key files of the register count.
            at: Time of the poll.
        """
        self._store = store
        self._answers = AnswerStore(store)
        self._register = register
        self._connect = connect
        self._quarantine = _private(folder / "quarantine")
        self._archive = _private(folder / "archive")
        self._keys = keys
        self._pairs: dict[str, Keys] = {}
        self._at = at
        self._applied = self._refused = self._unmatched = 0

    def run(self) -> Polled:
        """Ask every partner whose agreement holds today; without one no connection is opened.

        Raises:
            OutboxError: a step could not be committed; the answer stays with the partner.
            LedgerError: an answer that was applied could not be recorded; the next poll does.
        """
        self._store.record()  # what a poll that was cut off left unrecorded
        faults = []
        for name, partner in self._register.partners.items():
            try:
                # Our own keys first: a fault of ours must not put the answer of a partner aside.
                if partner.openpgp is not None:
                    self._pairs[name] = read_keys(partner.openpgp, self._keys)
                self._finish(name, partner)
                if partner.agreement is None or not partner.agreement.current(self._at.date()):
                    continue
                with self._connect(partner) as transport:
                    for remote in transport.answers():
                        self._take(transport, name, partner, remote)
            except (TransportError, OpenPgpError) as error:
                faults.append(f"{name}: {error}")
        self._store.record()
        return Polled(self._applied, self._refused, self._unmatched, tuple(faults))

    def _finish(self, name: str, partner: Partner) -> None:
        """Finish what a poll that was cut off left open."""
        for one in self._answers.landed(name, Inbound.QUARANTINED):
            self._process(name, partner, one)
        for one in self._answers.landed(name, Inbound.APPLIED):
            path = self._path(self._quarantine, name, one.sha256)
            if path.is_file():
                path.replace(self._path(self._archive, name, one.sha256))

    def _take(self, transport: Transport, name: str, partner: Partner, remote: RemoteFile) -> None:
        """One file of the partner; what is odd about it already is left there."""
        if _oddity(remote, partner.largest_answer):
            self._refused += 1
            return
        try:
            content = transport.fetch(remote.name, partner.largest_answer)
        except AnswerRefusedError:
            self._refused += 1
            return
        sha256 = hashlib.sha256(content).hexdigest()
        landed = self._answers.known(name, sha256)
        if landed is None:
            path = self._path(self._quarantine, name, sha256)
            write_whole(path, content)
            path.chmod(0o600)
            landed = self._answers.receive(name, sha256, len(content), self._at)
        if landed.state is Inbound.QUARANTINED:
            self._process(name, partner, landed)
        if not partner.transport.keep_answers:
            transport.remove(remote.name)

    def _process(self, name: str, partner: Partner, landed: Landed) -> None:
        """Open, read, match and apply a file that lies in quarantine."""
        path = self._path(self._quarantine, name, landed.sha256)
        try:
            content = self._opened(_read_private(path), name, partner)
            received = read_answers(content)
            reason = self._fault(name, content, received)
        except OpenPgpError as error:
            reason = str(error)
        except X12ReadError:
            reason = "it is no X12 interchange"
        if reason:
            self._refused += 1
            self._answers.refuse(landed.id, reason)
            return
        digest = hashlib.sha256(content).hexdigest()
        fresh = [one for one in received if self._answers.interchange(name, one) is None]
        outcomes = self._matched(name, fresh)
        self._unmatched += self._answers.apply(
            landed.id, name, [(one, digest) for one in fresh], outcomes, self._at
        )
        self._applied += 1
        path.replace(self._path(self._archive, name, landed.sha256))

    def _opened(self, content: bytes, name: str, partner: Partner) -> bytes:
        if partner.openpgp is None:
            return content
        return opened(content, self._pairs[name], partner.largest_answer)

    def _fault(self, name: str, content: bytes, received: tuple[Received, ...]) -> str:
        """Why a file that can be read must still not be applied; empty for nothing."""
        if not all(one.complete for one in received):
            return "an interchange in it is not complete"
        if not any(one.answers for one in received):
            return "it holds no answer: no TA1, 999, 277CA or 835"
        digest = hashlib.sha256(content).hexdigest()
        if any(self._answers.interchange(name, one) not in (None, digest) for one in received):
            return "its control number was used for another file before"
        payments = any(answer.kind is Kind.PAYMENT for one in received for answer in one.answers)
        if payments and not validate([content]).accepted:
            return "the remittance does not validate or does not balance"
        return ""

    def _matched(self, name: str, received: list[Received]) -> list[Outcome]:
        book = Book(self._store.sent_files(name))
        return [(answer, book.match(answer)) for one in received for answer in one.answers]

    def _path(self, folder: Path, name: str, sha256: str) -> Path:
        return folder / f"{name}-{sha256}.bin"


def _oddity(remote: RemoteFile, largest: int) -> bool:
    """Whether a remote file is refused before a byte of it is read."""
    name = remote.name
    return (
        not remote.regular
        or not 0 < remote.size <= largest
        or len(name) > _LONGEST_NAME
        or unicodedata.normalize("NFC", name) != name
        or not name.isprintable()
        or any(mark in name for mark in "/\\")
    )


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _read_private(path: Path) -> bytes:
    """A file of the quarantine; a link in its place is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        return file.read()
