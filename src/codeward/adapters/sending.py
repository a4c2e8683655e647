"""Sends what is due: the gate first, then a committed step before whatever cannot be undone."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

import msgspec

from codeward.adapters.openpgp import read_keys, sealed
from codeward.adapters.outbox_store import OutboxStore, Step, Transmission
from codeward.adapters.partner_register import Connect
from codeward.adapters.transport_errors import PartnerIdentityError, TransportError
from codeward.model import CodewardError
from codeward.ports import Transport, Whereabouts
from codeward.transmission import MOST_ATTEMPTS, Action, Partner, Register, State, delay, may_send


class Sent(msgspec.Struct, frozen=True):
    """What one run did, as numbers of files."""

    sent: int = 0
    waiting: int = 0
    held: int = 0
    failed: int = 0


class Sender:
    """One run over the outbox. The caller sees to it that only one runs at a time."""

    def __init__(
        self, store: OutboxStore, register: Register, connect: Connect, keys: Path, at: dt.datetime
    ) -> None:
        """Prepare a run.

        Args:
            store: The outbox.
            register: The partners as they are agreed now.
            connect: Opens the way to a partner.
            keys: Folder from which the key files of the register count.
            at: Time of the run.
        """
        self._store = store
        self._register = register
        self._connect = connect
        self._keys = keys
        self._at = at

    def run(self) -> Sent:
        """Send everything that is due.

        Raises:
            OutboxError: a step could not be committed; nothing that follows from it was done.
            LedgerError: a step could not be recorded; likewise.
        """
        self._store.record()  # what a run that was cut off left unrecorded
        before = {one.id for one in self._store.all(State.SENT)}
        for one in self._store.all(State.SENDING):  # left by a run that was cut off
            self._again(one, "the run before was cut off")
        by_partner: dict[str, list[Transmission]] = defaultdict(list)
        for one in self._store.all(State.QUEUED, State.PLACING):
            if one.state is State.PLACING or one.not_before <= self._at.timestamp():
                by_partner[one.partner].append(one)
        for name, files in by_partner.items():
            self._to_partner(name, files)
        self._store.record()
        return Sent(
            sum(one.id not in before for one in self._store.all(State.SENT)),
            len(self._store.all(State.QUEUED, State.SENDING, State.PLACING)),
            len(self._store.all(State.HELD)),
            len(self._store.all(State.FAILED)),
        )

    def _to_partner(self, name: str, files: list[Transmission]) -> None:
        partner = self._register.partners.get(name)
        if partner is None:
            for one in files:
                self._stop(one, "the register has no such partner")
            return
        allowed = [one for one in files if self._gate(one, name, partner)]
        if not partner.schedule.open_at(self._at):
            allowed = []
        ready = [one for one in allowed if one.state is State.PLACING or self._start(one, partner)]
        if not ready:
            return
        self._store.record()  # a disclosure is on the ledger before its first byte leaves
        try:
            with self._connect(partner) as transport:
                for one in ready:
                    self._try(transport, one)
        except PartnerIdentityError as error:
            for one in self._unfinished(ready):
                self._stop(one, str(error))
        except TransportError as error:
            for one in self._unfinished(ready):
                self._again(one, str(error))

    def _gate(self, one: Transmission, name: str, partner: Partner) -> bool:
        """Ask the gate; what it forbids is held."""
        findings = may_send(self._store.envelope(one.id), partner, self._at.date(), name)
        if not findings:
            return True
        self._stop(one, "; ".join(f"{found.edit} {found.message}" for found in findings))
        return False

    def _stop(self, one: Transmission, reason: str) -> None:
        """Hold a file; one whose last step may be done already keeps its state and is noted."""
        if one.state is State.PLACING:
            self._store.note(one.id, self._at, reason, self._register.version)
        else:
            self._step(one, Action.HOLD, reason)

    def _start(self, one: Transmission, partner: Partner) -> bool:
        """Commit that an attempt begins, with the very bytes that it will send."""
        message = None
        if partner.openpgp is not None and not self._store.is_sealed(one.id):
            try:
                keys = read_keys(partner.openpgp, self._keys)
                message = sealed(self._store.bytes_to_send(one.id), keys)
            except (CodewardError, OSError) as error:
                told = str(error) if isinstance(error, CodewardError) else type(error).__name__
                self._stop(one, told)
                return False
        self._step(one, Action.START, sealed=message)
        return True

    def _try(self, transport: Transport, one: Transmission) -> None:
        """Deliver one file; its fault does not keep the others back."""
        try:
            self._deliver(transport, one)
        except PartnerIdentityError:
            raise
        except TransportError as error:
            for now in self._unfinished([one]):
                self._again(now, str(error))

    def _deliver(self, transport: Transport, one: Transmission) -> None:
        content = self._store.bytes_to_send(one.id)
        name = f"{one.name}.pgp" if self._store.is_sealed(one.id) else one.name
        where = transport.whereabouts(name, len(content))
        if one.state is not State.PLACING:
            if where is not Whereabouts.PLACED:
                transport.upload(name, content)
                where = Whereabouts.TEMPORARY
            self._step(one, Action.UPLOAD)
        if where is Whereabouts.TEMPORARY:
            transport.place(name)
        # Neither name is there: it was placed before the run was cut off, and has been collected.
        reason = "found collected after a cut-off run" if where is Whereabouts.ABSENT else ""
        self._step(one, Action.PLACE, reason)

    def _unfinished(self, files: list[Transmission]) -> list[Transmission]:
        wanted = {one.id for one in files}
        now = self._store.all(State.SENDING, State.PLACING)
        return [one for one in now if one.id in wanted]

    def _again(self, one: Transmission, reason: str) -> None:
        """Try later, or give up after the last attempt."""
        if one.state is State.PLACING:
            self._store.note(one.id, self._at, reason, self._register.version)
        elif one.attempts >= MOST_ATTEMPTS:
            self._step(one, Action.GIVE_UP, reason)
        else:
            later = self._at.timestamp() + delay(one.attempts, one.name)
            self._step(one, Action.RETRY, reason, not_before=later)

    def _step(
        self, one: Transmission, action: Action, reason: str = "", *,
        not_before: float | None = None, sealed: bytes | None = None,
    ) -> None:  # fmt: skip
        step = Step(action, reason, self._register.version, not_before, sealed)
        self._store.step(one.id, step, self._at)
