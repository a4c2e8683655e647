"""The outbox on the ledger: every step once, before a byte leaves, and no word of a claim."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from codeward.adapters import ledger_recording
from codeward.adapters.ledger_claims import entries_about_claim
from codeward.adapters.ledger_home import OpenLedger, ledger_file, open_ledger
from codeward.adapters.ledger_recording import Recorder, refused_at_the_door
from codeward.adapters.ledger_store import LedgerStore
from codeward.adapters.outbox_store import OutboxStore, Step
from codeward.adapters.partner_register import connector
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender
from codeward.model import Finding, Severity
from codeward.safeguards.ledger import Action, Entry, Kind, LedgerError, Outcome
from codeward.transmission import Action as Move
from codeward.transmission import State, read_envelope, read_register
from tests.unit.adapters.test_outbox_faults import DROP
from tests.unit.adapters.transmission_fixture import AT, claims

FILE = claims(1)


@contextmanager
def site(folder: Path, actor: str = "user:a") -> Iterator[tuple[OutboxStore, OpenLedger]]:
    ledger = open_ledger(folder / "ledger")
    with ledger.store, OutboxStore(folder / "outbox.sqlite", ledger, actor) as store:
        yield store, ledger


def entries(ledger: OpenLedger) -> list[Entry]:
    return [ledger.store.entry(place) for place in range(ledger.store.size)]


def test_each_step_is_entered_once_with_who_made_it(tmp_path: Path) -> None:
    with site(tmp_path) as (store, ledger):
        one = store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()
        store.record()
    with site(tmp_path, "user:b") as (store, ledger):
        step = Step(Move.HOLD, "TRM001 no agreement; TRM004 a test file", "v1")
        store.step(one.id, step, AT)
        store.record()
        told = entries(ledger)
        assert [(entry.action, entry.actor, entry.outcome) for entry in told] == [
            (Action.TRANSMISSION_QUEUE, "user:a", Outcome.DONE),
            (Action.TRANSMISSION_HOLD, "user:b", Outcome.REFUSED),
        ]
        assert told[1].explanation == "TRM001+TRM004"
        assert told[1].context == {"register": "v1"}
        assert told[0].objects["file"] == read_envelope(FILE).sha256
        assert told[0].at == round(AT.timestamp() * 1_000_000)
        assert entries_about_claim(ledger, "C1-1") == (0, 1)
        assert entries_about_claim(ledger, "C9-9") == ()
        assert Recorder(store.database, ledger).disagreements() == ()


def test_an_outbox_without_a_ledger_records_nothing_and_a_later_ledger_takes_it_all(
    tmp_path: Path,
) -> None:
    with OutboxStore(tmp_path / "outbox.sqlite") as store:
        store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()
        store.database.connection.execute("DELETE FROM event_actor")
    with site(tmp_path) as (store, ledger):
        store.record()
        (told,) = entries(ledger)
        assert told.actor == "unknown"  # a file from before actors were noted


def test_no_connection_is_opened_when_the_ledger_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = read_register(DROP.encode(), "partners.toml")
    opened: list[Any] = []
    with site(tmp_path) as (store, ledger):
        store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()

        def full(*_: object) -> None:
            raise LedgerError("the ledger cannot be used (SQLITE_FULL)")

        with monkeypatch.context() as broken:
            broken.setattr(LedgerStore, "append", full)
            with pytest.raises(LedgerError, match="SQLITE_FULL"):
                Sender(store, register, opened.append, tmp_path, AT).run()
        assert opened == []
        assert store.all(State.SENDING)
        (tmp_path / "out").mkdir()
        (tmp_path / "in").mkdir()
        for day in (1, 2):  # the next runs free it, and send it
            Sender(store, register, connector(tmp_path), tmp_path, AT + timedelta(day)).run()
        assert store.all(State.SENT)
        assert Recorder(store.database, ledger).disagreements() == ()


def test_the_ledger_is_written_before_the_connection_is_opened(tmp_path: Path) -> None:
    register = read_register(DROP.encode(), "partners.toml")
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    seen: list[list[Action]] = []
    with site(tmp_path) as (store, ledger):
        store.queue("plan", read_envelope(FILE), FILE, AT)

        def connect(partner: Any) -> Any:
            seen.append([entry.action for entry in entries(ledger)])
            return connector(tmp_path)(partner)

        Sender(store, register, connect, tmp_path, AT).run()
        assert seen == [[Action.TRANSMISSION_QUEUE, Action.TRANSMISSION_START]]
        assert [entry.action for entry in entries(ledger)][2:] == [
            Action.TRANSMISSION_UPLOAD,
            Action.TRANSMISSION_PLACE,
        ]
        Receiver(store, register, connect, tmp_path, tmp_path, AT + timedelta(1)).run()
        assert Recorder(store.database, ledger).disagreements() == ()


def test_what_the_gate_refuses_at_the_door_is_entered(tmp_path: Path) -> None:
    finding = Finding("TRM001", Severity.REJECT, None, None, "no agreement", "45 CFR 164.308(b)")
    with site(tmp_path) as (_, ledger):
        envelope = read_envelope(FILE)
        refused_at_the_door(ledger, envelope, "plan", [finding, finding], AT, "user:a")
        (told,) = entries(ledger)
        assert (told.action, told.outcome) == (Action.TRANSMISSION_REFUSED, Outcome.REFUSED)
        assert told.explanation == "TRM001"
        assert len(told.subjects) == 2
        empty = msgspec.structs.replace(envelope, sets=())
        refused_at_the_door(ledger, empty, "plan", [finding], AT, "user:a")
        assert entries(ledger)[1].objects["transactions"] == "unknown"


def test_many_claims_are_named_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_recording, "_SUBJECTS", 1)
    with site(tmp_path) as (store, ledger):
        store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()
        told = entries(ledger)
        assert [len(entry.subjects) for entry in told] == [1, 1]
        assert {entry.source.rsplit("/", 1)[1] for entry in told} == {"0", "1"}
        assert ledger.references.of(Kind.CLAIM, "C1-1") in told[0].subjects


def test_an_outbox_and_a_ledger_that_say_different_things_are_found(tmp_path: Path) -> None:
    with site(tmp_path) as (store, ledger):
        store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()
        recorder = Recorder(store.database, ledger)
        store.database.connection.execute("UPDATE event SET action = 'place'")
        assert len(recorder.disagreements()) == 1
        with pytest.raises(LedgerError, match="another content"):
            recorder.record_anew()
        store.database.connection.execute("DELETE FROM event_actor")
        store.database.connection.execute("DELETE FROM event")
        assert len(recorder.disagreements()) == 1
        store.step(1, Step(Move.HOLD), AT)
        store.step(1, Step(Move.RELEASE), AT)
        store.database.connection.execute("DELETE FROM event_actor")
        store.database.connection.execute("DELETE FROM event WHERE action = 'hold'")
        assert len(recorder.disagreements()) == 2


def test_a_ledger_that_was_restored_stops_sending_until_the_loss_is_declared(
    tmp_path: Path,
) -> None:
    open_ledger(tmp_path / "ledger").store.database.close()
    kept = ledger_file(tmp_path / "ledger").read_bytes()
    with site(tmp_path) as (store, _):
        store.queue("plan", read_envelope(FILE), FILE, AT)
        store.record()
    ledger_file(tmp_path / "ledger").write_bytes(kept)
    with site(tmp_path) as (store, ledger):
        with pytest.raises(LedgerError, match="codeward ledger epoch"):
            store.record()
        assert Recorder(store.database, ledger).record_anew() == 1
        store.record()
        assert [entry.action for entry in entries(ledger)] == [Action.TRANSMISSION_QUEUE]


def test_no_word_of_a_claim_is_on_the_ledger(tmp_path: Path) -> None:
    words = {
        element
        for segment in FILE.decode().split("~")
        for element in segment.strip().split("*")[1:]
        if len(element.strip()) >= 4 and not element.isdigit() and not element.startswith("00501")
    }
    assert len(words) > 15
    words |= {"C1-1", "C1-2", "C1-"}
    with site(tmp_path) as (store, ledger):
        one = store.queue("plan", read_envelope(FILE), FILE, AT)
        store.step(one.id, Step(Move.HOLD, "Doe, John said so"), AT)
        store.record()
        ledger.store.checkpoint()
        assert store.all(State.HELD)
        raw = sqlite3.connect(ledger_file(tmp_path / "ledger"))
        dump = "\n".join(
            str(bytes(value) if isinstance(value, bytes) else value)
            for table in ("entry", "mention", "checkpoint")
            for row in raw.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            for value in row
        )
        raw.close()
    assert "transmission.hold" in dump
    assert not [word for word in sorted({*words, "John", "Doe"}) if word in dump]
