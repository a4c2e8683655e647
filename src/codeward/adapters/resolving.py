"""Unmatched answers, resolved by a person: attached to what they speak of, or dismissed."""

import datetime as dt
import sqlite3

import msgspec

from codeward.adapters.answer_store import take_answer
from codeward.adapters.outbox_store import OutboxStore, event_within
from codeward.transmission import (
    Action,
    Answer,
    Book,
    ClaimPlace,
    ClaimState,
    Kind,
    Match,
    SentFile,
    State,
    TransmissionError,
)


class Person(msgspec.Struct, frozen=True):
    """Who resolves, why and when. The reason goes into the history: it names nobody.

    Attributes:
        by: Who.
        reason: Why, in words.
        at: When.
    """

    by: str
    reason: str
    at: dt.datetime

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise TransmissionError("who resolves it and why must be said")


class Resolving:
    """Takes answers out of the unmatched queue; each once, and with a record."""

    def __init__(self, store: OutboxStore) -> None:
        self._store = store

    def dismiss(self, number: int, person: Person) -> None:
        """Put an answer aside: it speaks of nothing of ours.

        Raises:
            TransmissionError: no such answer waits.
            OutboxError: it could not be written; the answer still waits.
        """
        with self._store.database.transaction() as on:
            _waiting(on, number)
            _record(on, number, ("dismiss", None, None), person)

    def attach(self, number: int, person: Person, *, file: int, claim: str = "") -> ClaimState:
        """Apply an answer to the claim, or to the file, that a person found for it.

        Args:
            number: Of the answer in the queue.
            person: Who says so, and why.
            file: Number of the file in the outbox.
            claim: CLM01, for an answer about a claim; empty for one about the file.

        Returns:
            The state of the claim; of the first claim for an answer about the file.

        Raises:
            TransmissionError: no such answer waits, the file is not of that partner or was never
                sent, or the file has no such claim.
            OutboxError: it could not be written; the answer still waits.
        """
        with self._store.database.transaction() as on:
            received, partner, answer = _waiting(on, number)
            sent = {one.transmission: one for one in self._store.sent_files(partner)}.get(file)
            if sent is None:
                raise TransmissionError(f"file {file} was not sent to the partner of this answer")
            if answer.kind in (Kind.CLAIM, Kind.PAYMENT):
                found = _about_claim(answer, file, [c for c in sent.claims if c.number == claim])
            else:
                matched = Book([sent]).match(answer)
                found = matched if isinstance(matched, Match) else _about_file(answer, sent)
            take_answer(on, received, answer, found, person.at.timestamp())
            row = on.execute(
                "SELECT id, state FROM claim WHERE transmission = ? AND (number = ? OR ? = '') "
                "ORDER BY id LIMIT 1",
                (file, claim, claim),
            ).fetchone()
            _record(on, number, ("attach", file, row[0] if claim else None), person)
            told = f"{answer.kind.value} attached by {person.by}: {person.reason}"
            state = on.execute("SELECT state FROM transmission WHERE id = ?", (file,)).fetchone()
            event_within(on, file, person.at.timestamp(), ("attach", State(state[0]), told, ""))
        return ClaimState(row[1])


def _about_claim(answer: Answer, file: int, claims: list[ClaimPlace]) -> Match:
    if len(claims) != 1:
        raise TransmissionError(f"file {file} does not hold exactly one claim of that number")
    if answer.kind is Kind.CLAIM:
        told = ClaimState.ACCEPTED if answer.accepted else ClaimState.REJECTED
    elif answer.reversal:
        told = ClaimState.REVERSED
    else:
        told = ClaimState.PAID if answer.accepted else ClaimState.DENIED
    return Match(file, Action.ACKNOWLEDGE, (claims[0],), told)


def _about_file(answer: Answer, sent: SentFile) -> Match:
    """An answer whose numbers do not fit the file: the person says that it means all of it."""
    if answer.accepted:
        return Match(sent.transmission, Action.ACKNOWLEDGE)
    return Match(sent.transmission, Action.REJECT, sent.claims, ClaimState.REJECTED)


def _waiting(on: sqlite3.Connection, number: int) -> tuple[int, str, Answer]:
    row = on.execute(
        "SELECT one.received, received.partner, one.answer FROM unmatched AS one "
        "JOIN received ON received.id = one.received WHERE one.id = ? "
        "AND one.id NOT IN (SELECT unmatched FROM resolution)",
        (number,),
    ).fetchone()
    if row is None:
        raise TransmissionError(f"no unmatched answer {number} waits")
    return row[0], row[1], msgspec.msgpack.decode(row[2], type=Answer)


def _record(
    on: sqlite3.Connection, number: int, done: tuple[str, int | None, int | None], person: Person
) -> None:
    on.execute(
        "INSERT INTO resolution (unmatched, action, transmission, claim, reason, by, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, *done, person.reason, person.by, person.at.timestamp()),
    )
