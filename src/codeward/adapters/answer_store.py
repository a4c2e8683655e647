"""The incoming half of the outbox: each received file is taken in once, and applied once."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from codeward.adapters.outbox_store import OutboxStore, Step, move_claims, step_within
from codeward.transmission import (
    TRANSITIONS,
    Action,
    Answer,
    Match,
    Reason,
    Received,
    State,
)


class Inbound(StrEnum):
    """Where a received file stands."""

    QUARANTINED = "quarantined"
    APPLIED = "applied"
    REFUSED = "refused"


class Landed(msgspec.Struct, frozen=True):
    """A received file: its number, the hash that names it here, and where it stands."""

    id: int
    sha256: str
    state: Inbound


class Unmatched(msgspec.Struct, frozen=True):
    """An answer that waits for a person: its number here, from whom and when it came."""

    id: int
    partner: str
    at: float
    kind: str
    reason: str
    answer: Answer


Outcome = tuple[Answer, Match | Reason]


class AnswerStore:
    """Received files, answers and the unmatched queue, in the file of the outbox."""

    def __init__(self, store: OutboxStore) -> None:
        self._database = store.database

    def receive(self, partner: str, sha256: str, size: int, at: dt.datetime) -> Landed:
        """Commit that a file lies in quarantine; the same bytes again give what is known of them.

        Raises:
            OutboxError: it could not be written.
        """
        with self._database.transaction() as on:
            on.execute(
                "INSERT OR IGNORE INTO received (partner, sha256, size, state, at) "
                "VALUES (?, ?, ?, ?, ?)",
                (partner, sha256, size, Inbound.QUARANTINED, at.timestamp()),
            )
            row = on.execute(
                "SELECT id, sha256, state FROM received WHERE partner = ? AND sha256 = ?",
                (partner, sha256),
            ).fetchone()
        return Landed(row[0], row[1], Inbound(row[2]))

    def known(self, partner: str, sha256: str) -> Landed | None:
        """What is known of a file with these bytes."""
        row = self._database.connection.execute(
            "SELECT id, sha256, state FROM received WHERE partner = ? AND sha256 = ?",
            (partner, sha256),
        ).fetchone()
        return Landed(row[0], row[1], Inbound(row[2])) if row else None

    def landed(self, partner: str, state: Inbound | None = None) -> tuple[Landed, ...]:
        """The files of a partner, in one state or in all."""
        rows = self._database.connection.execute(
            "SELECT id, sha256, state FROM received WHERE partner = ? "
            "AND (? IS NULL OR state = ?) ORDER BY id",
            (partner, state, state),
        )
        return tuple(Landed(number, sha, Inbound(now)) for number, sha, now in rows)

    def refuse(self, received: int, reason: str) -> None:
        """Leave a file in quarantine for a person, and say why."""
        with self._database.transaction() as on:
            on.execute(
                "UPDATE received SET state = ?, reason = ? WHERE id = ?",
                (Inbound.REFUSED, reason, received),
            )

    def apply(
        self, received: int, partner: str, interchanges: Iterable[tuple[Received, str]],
        outcomes: Iterable[Outcome], at: dt.datetime,
    ) -> int:  # fmt: skip
        """Commit everything that a file says, in one step.

        Args:
            received: Number of the file.
            partner: From whom.
            interchanges: Its interchanges, each with the hash of the decrypted file.
            outcomes: Each answer with what it speaks of, or why that is not known.
            at: When.

        Returns:
            How many answers wait in the unmatched queue.

        Raises:
            OutboxError: it could not be written; nothing of it was.
        """
        now, unmatched = at.timestamp(), 0
        with self._database.transaction() as on:
            for one, sha256 in interchanges:
                on.execute(
                    "INSERT OR IGNORE INTO interchange_received VALUES (?, ?, ?, ?)",
                    (partner, one.sender, one.control, sha256),
                )
            for answer, found in outcomes:
                if isinstance(found, Match):
                    take_answer(on, received, answer, found, now)
                else:
                    unmatched += 1
                    on.execute(
                        "INSERT INTO unmatched (received, kind, reason, answer, at) "
                        "VALUES (?, ?, ?, ?, ?)",
                        (received, answer.kind, found, msgspec.msgpack.encode(answer), now),
                    )
            on.execute("UPDATE received SET state = ? WHERE id = ?", (Inbound.APPLIED, received))
        return unmatched

    def interchange(self, partner: str, one: Received) -> str | None:
        """Hash of the file in which that partner's control number came before, None for never."""
        row = self._database.connection.execute(
            "SELECT sha256 FROM interchange_received WHERE partner = ? AND sender = ? "
            "AND control = ?",
            (partner, one.sender, one.control),
        ).fetchone()
        return None if row is None else str(row[0])

    def unmatched(self) -> tuple[Unmatched, ...]:
        """The unmatched queue: what no person has resolved yet."""
        rows = self._database.connection.execute(
            "SELECT one.id, received.partner, one.at, one.kind, one.reason, one.answer "
            "FROM unmatched AS one JOIN received ON received.id = one.received "
            "WHERE one.id NOT IN (SELECT unmatched FROM resolution) ORDER BY one.id"
        )
        return tuple(
            Unmatched(number, partner, at, kind, reason, msgspec.msgpack.decode(raw, type=Answer))
            for number, partner, at, kind, reason, raw in rows
        )

    def refusals(self) -> tuple[tuple[str, str, str], ...]:
        """Partner, hash and reason of each file that waits in quarantine."""
        rows = self._database.connection.execute(
            "SELECT partner, sha256, reason FROM received WHERE state = ? ORDER BY id",
            (Inbound.REFUSED,),
        )
        return tuple(rows.fetchall())


def take_answer(
    on: sqlite3.Connection, received: int, answer: Answer, found: Match, now: float
) -> None:
    """One matched answer: the file, its claims, and the record of it."""
    row = on.execute(
        "SELECT state FROM transmission WHERE id = ?", (found.transmission,)
    ).fetchone()
    state, action = State(row[0]), found.action
    if action is None and state in (State.SENDING, State.PLACING):
        action = Action.ACKNOWLEDGE  # whatever an answer says, it proves that the file arrived
    repeated = state is State.ACKNOWLEDGED and action is Action.ACKNOWLEDGE
    if action is not None and not repeated and (state, action) in TRANSITIONS:
        reason = answer.kind.value if action is Action.REJECT else ""
        step_within(on, found.transmission, Step(action, reason), now)
    ids = tuple(_claim_id(on, one.transmission, one.group, one.control, one.number)
                for one in found.claims)  # fmt: skip
    if found.told is not None:
        move_claims(on, found.transmission, ids, found.told)
    if answer.payer_number and len(ids) == 1:
        on.execute("UPDATE claim SET payer_number = ? WHERE id = ?", (answer.payer_number, ids[0]))
    content = msgspec.msgpack.encode(answer)
    for claim in ids or (None,):
        done = on.execute(
            "INSERT INTO answer (received, transmission, claim, kind, status, accepted, paid, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (received, found.transmission, claim, answer.kind, answer.status[:12],
             answer.accepted, str(answer.paid), now),
        )  # fmt: skip
        on.execute("INSERT INTO answer_content VALUES (?, ?)", (done.lastrowid, content))


def _claim_id(
    on: sqlite3.Connection, transmission: int, group: str, control: str, number: str
) -> int:
    row = on.execute(
        "SELECT id FROM claim WHERE transmission = ? AND set_group = ? AND set_control = ? "
        "AND number = ?",
        (transmission, group, control, number),
    ).fetchone()
    return int(row[0])
