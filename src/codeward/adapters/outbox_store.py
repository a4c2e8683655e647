"""The durable outbox: each step of a file is committed before anything that follows from it."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from codeward.adapters.ledger_home import OpenLedger
from codeward.adapters.ledger_recording import Recorder
from codeward.adapters.outbox_database import OutboxDatabase
from codeward.formats.x12 import whole_number
from codeward.transmission import (
    Action,
    ClaimLabel,
    ClaimPlace,
    ClaimState,
    Envelope,
    Label,
    SentFile,
    State,
    TransmissionError,
    after,
    claim_after,
)
from codeward.transmission.envelope import ORIGINAL

_ON_ITS_WAY = (ClaimState.QUEUED, ClaimState.SENT, ClaimState.ACCEPTED)
_COLUMNS = "id, partner, name, interchange, state, attempts, not_before, changed, reason"


class Transmission(msgspec.Struct, frozen=True):
    """A file in the outbox, without its content.

    Attributes:
        id: Number in the outbox.
        partner: Short name in the register.
        name: File name at the partner.
        interchange: ISA13.
        state: Where it stands.
        attempts: Attempts made so far.
        not_before: Time of the next attempt, in seconds since 1970.
        changed: Time of the last step, likewise.
        reason: Why it is held, failed or waits; empty where nothing is wrong.
    """

    id: int
    partner: str
    name: str
    interchange: int
    state: State
    attempts: int
    not_before: float
    changed: float
    reason: str


class Step(msgspec.Struct, frozen=True):
    """One step of a file.

    Attributes:
        action: What happens.
        reason: Why, without PHI.
        register: Version of the partner register that was asked.
        not_before: Time of the next attempt in seconds since 1970; left as it is where None.
        sealed: The encrypted bytes of this and every later attempt.
    """

    action: Action
    reason: str = ""
    register: str = ""
    not_before: float | None = None
    sealed: bytes | None = None


class OutboxStore:
    """The outgoing half of the outbox."""

    def __init__(
        self, path: Path, ledger: OpenLedger | None = None, actor: str = OutboxDatabase.SERVICE
    ) -> None:
        """Open or make the outbox.

        Args:
            path: The file.
            ledger: Where each step is recorded before anything leaves that follows from it.
            actor: In whose name steps are made.

        Raises:
            OutboxError: the file is damaged or no outbox.
        """
        self.database = OutboxDatabase(path, actor)
        self._recorder = None if ledger is None else Recorder(self.database, ledger)

    def record(self) -> None:
        """Bring the ledger up to what is committed here; what is on it already stays as it is.

        Raises:
            LedgerError: it could not be written: nothing may leave.
        """
        if self._recorder is not None:
            self._recorder.record()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.close()

    def queue(
        self, partner: str, envelope: Envelope, content: bytes, at: dt.datetime
    ) -> Transmission:
        """Take a file in; the same bytes again give the file that is there.

        Raises:
            TransmissionError: the control number or a group number was used before, or an original
                claim is on its way to that partner already.
            OutboxError: it could not be written.
        """
        with self.database.transaction() as on:
            there = on.execute(
                "SELECT id, sha256 FROM transmission WHERE partner = ? AND interchange = ?",
                (partner, envelope.control),
            ).fetchone()
            if there is not None:
                if there[1] != envelope.sha256:
                    raise TransmissionError(
                        f"control number {envelope.control} was used for another file to this "
                        "partner; build the claim again with a new one"
                    )
                return self._read(on, there[0])
            self._refuse_twice(on, partner, envelope)
            return self._insert(on, partner, envelope, content, at.timestamp())

    def _insert(
        self, on: sqlite3.Connection, partner: str, envelope: Envelope, content: bytes, now: float
    ) -> Transmission:
        done = on.execute(
            "INSERT INTO transmission (partner, name, sha256, interchange, envelope, content, "
            "state, not_before, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (partner, envelope.file_name, envelope.sha256, envelope.control,
             msgspec.msgpack.encode(envelope), content, State.QUEUED, now, now),
        )  # fmt: skip
        number = int(done.lastrowid or 0)
        _number_groups(on, partner, envelope, number)
        on.executemany(
            "INSERT INTO claim (transmission, set_group, set_control, reference, number, charge, "
            "state) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, one.group, one.control, one.reference, claim.number, str(claim.charge),
                 ClaimState.QUEUED)
                for one in envelope.sets
                for claim in one.claims
            ],
        )  # fmt: skip
        event_within(on, number, now, ("queue", State.QUEUED, "", ""))
        return self._read(on, number)

    def _refuse_twice(self, on: sqlite3.Connection, partner: str, envelope: Envelope) -> None:
        """An original claim that is under way is not sent again under another number."""
        for place, claim in enumerate(envelope.claims, start=1):
            if claim.frequency != ORIGINAL:
                continue
            states = on.execute(
                "SELECT claim.state FROM claim JOIN transmission AS file "
                "ON file.id = claim.transmission WHERE claim.number = ? AND file.partner = ?",
                (claim.number, partner),
            )
            if any(state in _ON_ITS_WAY for (state,) in states):
                raise TransmissionError(
                    f"claim {place} of the file is on its way to this partner already; a changed "
                    "claim is a replacement (frequency 7) or a void (8)"
                )

    def step(self, number: int, step: Step, at: dt.datetime) -> State:
        """Commit one step of a file, and of its claims with it.

        Raises:
            TransmissionError: the state does not allow the action, or there is no such file.
            OutboxError: it could not be written.
        """
        with self.database.transaction() as on:
            return step_within(on, number, step, at.timestamp())

    def note(self, number: int, at: dt.datetime, reason: str, register: str) -> None:
        """Write into the history of a file why nothing was done with it."""
        with self.database.transaction() as on:
            state = self._read(on, number).state
            last = on.execute(
                "SELECT reason FROM event WHERE transmission = ? ORDER BY id DESC LIMIT 1",
                (number,),
            ).fetchone()
            if last != (reason,):
                event_within(on, number, at.timestamp(), ("note", state, reason, register))
            on.execute("UPDATE transmission SET reason = ? WHERE id = ?", (reason, number))

    def all(self, *states: State) -> tuple[Transmission, ...]:
        """The files in any of the states, or all files, in the order of queueing."""
        marks = ", ".join("?" * len(states))
        where = f" WHERE state IN ({marks})" if states else ""
        rows = self.database.connection.execute(
            f"SELECT {_COLUMNS} FROM transmission{where} ORDER BY id",  # noqa: S608 - marks only
            states,
        )
        return tuple(_transmission(row) for row in rows)

    def envelope(self, number: int) -> Envelope:
        """The envelope of a file, with the labels that its claims carry now."""
        raw = self._one("SELECT envelope FROM transmission WHERE id = ?", number)
        envelope = msgspec.msgpack.decode(raw, type=Envelope)
        return msgspec.structs.replace(envelope, labels=self.labels(envelope))

    def bytes_to_send(self, number: int) -> bytes:
        """What goes to the partner: the sealed bytes where there are some."""
        raw = self._one("SELECT coalesce(sealed, content) FROM transmission WHERE id = ?", number)
        return bytes(raw)

    def is_sealed(self, number: int) -> bool:
        """Whether encrypted bytes are stored."""
        return bool(self._one("SELECT sealed IS NOT NULL FROM transmission WHERE id = ?", number))

    def label(self, one: ClaimLabel) -> None:
        """Mark a claim; the gate sees it from now on, in files queued already as well."""
        with self.database.transaction() as on:
            on.execute(
                "INSERT OR IGNORE INTO label (claim, label, partner) VALUES (?, ?, ?)",
                (one.claim, one.label, one.partner or ""),
            )

    def labels(self, envelope: Envelope) -> tuple[ClaimLabel, ...]:
        """The labels of the claims of an envelope."""
        numbers = frozenset(envelope.told)
        rows = self.database.connection.execute("SELECT claim, label, partner FROM label")
        return tuple(
            ClaimLabel(claim, Label(label), partner or None)
            for claim, label, partner in rows
            if claim in numbers
        )

    def labels_of(self, claim: str) -> tuple[ClaimLabel, ...]:
        """The labels of one claim."""
        rows = self.database.connection.execute(
            "SELECT claim, label, partner FROM label WHERE claim = ?", (claim,)
        )
        return tuple(ClaimLabel(one, Label(label), to or None) for one, label, to in rows)

    def sent_files(self, partner: str) -> Iterable[SentFile]:
        """The keys of everything that may have reached the partner."""
        on = self.database.connection
        for number, raw in on.execute(
            "SELECT id, envelope FROM transmission WHERE partner = ? "
            "AND state NOT IN ('queued', 'held')",
            (partner,),
        ).fetchall():
            envelope = msgspec.msgpack.decode(raw, type=Envelope)
            sets = tuple((one.code, one.group, one.control) for one in envelope.sets)
            theirs = {
                (one.group, one.control, claim.number): claim.clearinghouse
                for one in envelope.sets
                for claim in one.claims
            }
            claims = tuple(_place(number, row, theirs) for row in on.execute(
                "SELECT set_group, set_control, reference, number, charge, payer_number, state "
                "FROM claim WHERE transmission = ?", (number,),
            ))  # fmt: skip
            yield SentFile(number, envelope.control, envelope.created, sets, claims)

    def claim_states(self) -> dict[str, int]:
        """How many claims stand in which state."""
        rows = self.database.connection.execute("SELECT state, count(*) FROM claim GROUP BY state")
        return dict(sorted(rows.fetchall()))

    def disagreements(self) -> int:
        """Claims whose state cannot go with the state of their file; always 0."""
        sql = (
            "SELECT count(*) FROM claim JOIN transmission AS file ON file.id = claim.transmission "
            "WHERE (file.state IN ('queued', 'sending', 'placing', 'held', 'failed')) "
            "<> (claim.state = 'queued')"
        )
        return int(self.database.connection.execute(sql).fetchone()[0])

    def _one(self, sql: str, number: int) -> bytes:
        row = self.database.connection.execute(sql, (number,)).fetchone()
        if row is None:
            raise TransmissionError(f"the outbox has no file {number}")
        found: bytes = row[0]
        return found

    def _read(self, on: sqlite3.Connection, number: int) -> Transmission:
        row = on.execute(
            f"SELECT {_COLUMNS} FROM transmission WHERE id = ?",  # noqa: S608 - column names only
            (number,),
        ).fetchone()
        if row is None:
            raise TransmissionError(f"the outbox has no file {number}")
        return _transmission(row)


def _number_groups(on: sqlite3.Connection, partner: str, envelope: Envelope, number: int) -> None:
    """Hold that a 999, which names the group only, can mean one file."""
    groups = {(one.code, one.group) for one in envelope.sets}
    for code, text in sorted(groups):
        group = whole_number(text.strip())
        if group is None:
            continue
        done = on.execute(
            "INSERT OR IGNORE INTO group_sent VALUES (?, ?, ?, ?)", (partner, code, group, number)
        )
        if done.rowcount == 0:
            raise TransmissionError(
                "the group control number (GS06) was used for another file to this partner, so "
                "that a 999 could mean either; build the claim again with a new one"
            )


def step_within(on: sqlite3.Connection, number: int, step: Step, now: float) -> State:
    """One step within a transaction that is open.

    Raises:
        TransmissionError: the state does not allow the action, or there is no such file.
    """
    row = on.execute("SELECT state FROM transmission WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise TransmissionError(f"the outbox has no file {number}")
    state = after(State(row[0]), step.action)
    on.execute(
        "UPDATE transmission SET state = ?, changed = ?, reason = ?, attempts = attempts + ?, "
        "not_before = coalesce(?, not_before), sealed = coalesce(?, sealed) WHERE id = ?",
        (state, now, step.reason, step.action is Action.START, step.not_before, step.sealed,
         number),
    )  # fmt: skip
    if step.action is Action.RELEASE:
        on.execute("UPDATE transmission SET attempts = 0 WHERE id = ?", (number,))
    if step.action in (Action.PLACE, Action.ACKNOWLEDGE, Action.REJECT):
        move_claims(on, number, None, ClaimState.SENT)
    event_within(on, number, now, (step.action, state, step.reason, step.register))
    return state


def move_claims(
    on: sqlite3.Connection, number: int, claims: tuple[int, ...] | None, told: ClaimState
) -> None:
    """Move claims of a file, all of them or those of the ids, as an answer tells."""
    if claims is None:
        sql = "SELECT id, state FROM claim WHERE transmission = ?"
        rows = on.execute(sql, (number,)).fetchall()
    else:  # one by one: an answer for each of many claims must not read them all
        rows = [
            on.execute("SELECT id, state FROM claim WHERE id = ?", (one,)).fetchone()
            for one in claims
        ]
    on.executemany(
        "UPDATE claim SET state = ? WHERE id = ?",
        [(claim_after(ClaimState(state), told), claim) for claim, state in rows],
    )


def event_within(
    on: sqlite3.Connection, number: int, now: float, told: tuple[str, State, str, str]
) -> None:
    """Write action, state, reason and register version into the history of a file."""
    on.execute(
        "INSERT INTO event (transmission, at, action, state, reason, register) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (number, now, *told),
    )


def _transmission(row: tuple[object, ...]) -> Transmission:
    names = Transmission.__struct_fields__
    return msgspec.convert(dict(zip(names, row, strict=True)), Transmission)


def _place(
    number: int, row: tuple[str, str, str, str, str, str, str],
    theirs: Mapping[tuple[str, str, str], str],
) -> ClaimPlace:  # fmt: skip
    group, control, reference, claim, charge, payer_number, state = row
    return ClaimPlace(
        number, group, control, reference, claim, Decimal(charge), payer_number,
        state == ClaimState.REJECTED, theirs.get((group, control, claim), ""),
    )  # fmt: skip
