"""Carries what the outbox has committed onto the ledger: each step and each matched answer, once.

The outbox commits first and the ledger is written before anything leaves that follows from it. What
a crash leaves between the two is entered by the next run: a source is never entered twice.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from codeward.adapters.ledger_home import OpenLedger
from codeward.adapters.outbox_database import OutboxDatabase
from codeward.model import Finding
from codeward.safeguards.ledger import (
    Action,
    Event,
    Kind,
    LedgerError,
    Outcome,
    References,
    event_of,
)
from codeward.transmission import Envelope

_AT_ONCE: Final = 500
_SUBJECTS: Final = 1_000
_UNKNOWN: Final = "unknown"
_NOT_DONE: Final = {
    Action.TRANSMISSION_HOLD: Outcome.REFUSED,
    Action.TRANSMISSION_GIVE_UP: Outcome.FAILED,
    Action.TRANSMISSION_RETRY: Outcome.FAILED,
}
_EDIT: Final = re.compile(r"\bTRM\d{3}\b")
_KINDS: Final = ("event", "answer")
_EVENTS: Final = """
SELECT event.id, event.at, event.action, event.reason, event.register, coalesce(actor, ''),
       file.partner, file.envelope
FROM event JOIN transmission AS file ON file.id = event.transmission
LEFT JOIN event_actor ON event_actor.event = event.id
WHERE event.id > ? ORDER BY event.id LIMIT ?
"""
_ANSWERS: Final = """
SELECT answer.id, answer.at, answer.kind, answer.status, answer.accepted, file.partner,
       file.sha256, received.sha256, claim.number
FROM answer JOIN transmission AS file ON file.id = answer.transmission
JOIN received ON received.id = answer.received
LEFT JOIN claim ON claim.id = answer.claim
WHERE answer.id > ? ORDER BY answer.id LIMIT ?
"""


class Recorder:
    """The way from one outbox to the ledger."""

    def __init__(self, database: OutboxDatabase, ledger: OpenLedger) -> None:
        self._database = database
        self._ledger = ledger
        (self._outbox,) = database.connection.execute("SELECT id FROM outbox").fetchone()

    def record(self) -> int:
        """Enter what is not on the ledger yet; gives the number of rows.

        Raises:
            LedgerError: the ledger cannot be written, or lacks what was entered before.
            OutboxError: it was entered, and that could not be noted; the next run finds out.
        """
        self._check_nothing_lost()
        count = 0
        for kind in _KINDS:
            while rows := self._rows(kind, self._last(kind)):
                self._ledger.store.append(
                    event for row in rows for event in self._events(kind, row)
                )
                with self._database.transaction() as on:
                    on.execute(
                        "INSERT OR REPLACE INTO on_ledger VALUES (?, ?)", (kind, rows[-1][0])
                    )
                count += len(rows)
        return count

    def record_anew(self) -> int:
        """Enter again whatever the ledger lacks, after a loss that was declared."""
        with self._database.transaction() as on:
            on.execute("DELETE FROM on_ledger")
        return self.record()

    def disagreements(self) -> tuple[str, ...]:
        """Sources that are not on both sides, or say different things there; empty for none."""
        apart: list[str] = []
        agreed = 0
        for event in self._all():
            found = self._ledger.store.about(f"source:{event.source}")
            if [self._told(place) for place in found] == [event]:
                agreed += 1
            else:
                apart.append(event.source)
        prefix = f"outbox/{self._outbox}/"
        if sum(1 for _ in self._ledger.store.sources(prefix)) != agreed:
            ours = {event.source for event in self._all()}
            apart += [one for one, _ in self._ledger.store.sources(prefix) if one not in ours]
        return tuple(sorted(apart))

    def _told(self, place: int) -> Event | None:
        """What the ledger says there; an entry that is gone or damaged agrees with nothing."""
        try:
            return event_of(self._ledger.store.entry(place))
        except LedgerError:
            return None

    def _all(self) -> Iterator[Event]:
        """What the outbox has to say, from its first row on."""
        for kind in _KINDS:
            after = 0
            while rows := self._rows(kind, after):
                after = rows[-1][0]
                for row in rows:
                    yield from self._events(kind, row)

    def _check_nothing_lost(self) -> None:
        for kind in _KINDS:
            last = self._last(kind)
            if last and not self._ledger.store.about(f"source:{self._source(kind, last)}/0"):
                raise LedgerError(
                    "the ledger lacks what was entered before: it was restored from an older copy; "
                    "declare what was lost: codeward ledger epoch"
                )

    def _last(self, kind: str) -> int:
        row = self._database.connection.execute(
            "SELECT last FROM on_ledger WHERE kind = ?", (kind,)
        ).fetchone()
        return int(row[0]) if row else 0

    def _rows(self, kind: str, after: int) -> list[tuple[Any, ...]]:
        sql = _EVENTS if kind == "event" else _ANSWERS
        return self._database.connection.execute(sql, (after, _AT_ONCE)).fetchall()

    def _events(self, kind: str, row: tuple[Any, ...]) -> Iterator[Event]:
        source = self._source(kind, row[0])
        make = _steps if kind == "event" else _answer
        return make(source, row, self._ledger.references)

    def _source(self, kind: str, number: object) -> str:
        return f"outbox/{self._outbox}/{kind}/{number}"


def refused_at_the_door(
    ledger: OpenLedger, envelope: Envelope, partner: str, findings: Iterable[Finding],
    at: dt.datetime, actor: str,
) -> None:  # fmt: skip
    """Record that the gate refused a file before it came into the outbox."""
    explanation = "+".join(dict.fromkeys(one.edit for one in findings))
    ledger.store.append(
        Event(
            at=_microseconds(at.timestamp()), actor=actor, action=Action.TRANSMISSION_REFUSED,
            outcome=Outcome.REFUSED, objects=_objects(envelope, partner), subjects=part,
            explanation=explanation,
        )
        for part in _parts(envelope, ledger.references)
    )  # fmt: skip


def _steps(source: str, row: tuple[Any, ...], references: References) -> Iterator[Event]:
    """One step of a file; only the first one names all its claims, in parts."""
    _number, at, action, reason, register, actor, partner, raw = row
    envelope = msgspec.msgpack.decode(raw, type=Envelope)
    what = Action(f"transmission.{str(action).replace(' ', '-')}")
    parts = _parts(envelope, references) if what is Action.TRANSMISSION_QUEUE else [()]
    for part, subjects in enumerate(parts):
        yield Event(
            at=_microseconds(at), actor=str(actor) or _UNKNOWN, action=what,
            outcome=_NOT_DONE.get(what, Outcome.DONE), objects=_objects(envelope, str(partner)),
            subjects=subjects, explanation="+".join(dict.fromkeys(_EDIT.findall(str(reason)))),
            context={"register": str(register)} if register else {}, source=f"{source}/{part}",
        )  # fmt: skip


def _answer(source: str, row: tuple[Any, ...], references: References) -> Iterator[Event]:
    _number, at, kind, status, accepted, partner, file, received, claim = row
    objects = {
        "file": str(file), "partner": str(partner), "received": str(received),
        "kind": str(kind).replace(" ", "-"), "status": _token(str(status)),
    }  # fmt: skip
    yield Event(
        at=_microseconds(at), actor=f"partner:{partner}", action=Action.ANSWER_MATCHED,
        outcome=Outcome.DONE if accepted else Outcome.REFUSED, objects=objects,
        subjects=() if claim is None else (references.of(Kind.CLAIM, str(claim)),),
        source=f"{source}/0",
    )  # fmt: skip


def _objects(envelope: Envelope, partner: str) -> dict[str, str]:
    return {
        "file": envelope.sha256, "partner": partner, "interchange": f"{envelope.control:09}",
        "transactions": "+".join(sorted(envelope.transactions)) or _UNKNOWN,
    }  # fmt: skip


def _parts(envelope: Envelope, references: References) -> list[tuple[str, ...]]:
    """The references of the claims, in parts that fit into an entry."""
    numbers = dict.fromkeys(claim.number for claim in envelope.claims)
    found = tuple(references.of(Kind.CLAIM, number) for number in numbers)
    return [found[at : at + _SUBJECTS] for at in range(0, len(found), _SUBJECTS)] or [()]


def _token(status: str) -> str:
    """A status code of a partner as far as it is one: it comes from outside."""
    safe = "".join(one for one in status if one.isascii() and one.isalnum())
    return safe or "none"


def _microseconds(at: float) -> int:
    return round(at * 1_000_000)
