"""The outbox fails closed, the file drop places once, and no word of a claim gets out."""

import logging
import sqlite3
import stat
from pathlib import Path

import pytest

from codeward.adapters.file_drop import FileDropTransport
from codeward.adapters.outbox_database import OutboxError
from codeward.adapters.outbox_store import OutboxStore, Step
from codeward.adapters.partner_register import connector
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender
from codeward.adapters.transport_errors import AnswerRefusedError, TransportError
from codeward.ports import Whereabouts
from codeward.transmission import Action, State, TransmissionError, read_envelope, read_register
from tests.unit.adapters.transmission_fixture import AGREEMENT, AT, claims

DROP = f"""
[plan]
name = "Plan"
receiver_id = "RECEIVER"
transactions = ["837P"]
{AGREEMENT}
[plan.transport]
kind = "file-drop"
upload = "out"
answers = "in"
keep_answers = true
"""


def test_a_full_disk_keeps_nothing_of_the_step_and_the_outbox_stays_whole(tmp_path: Path) -> None:
    with OutboxStore(tmp_path / "outbox.sqlite") as store:
        first = claims(1)
        store.queue("plan", read_envelope(first), first, AT)
        on = store.database.connection
        pages = on.execute("PRAGMA page_count").fetchone()[0]
        on.execute(f"PRAGMA max_page_count = {pages}")
        queued, refused = 1, 0
        for number in range(2, 60):
            content = claims(number)
            try:
                store.queue("plan", read_envelope(content), content, AT)
                queued += 1
            except OutboxError as error:
                refused += "SQLITE_FULL" in str(error)
        assert refused > 0
        assert len(store.all()) == queued
        assert sum(store.claim_states().values()) == 2 * queued
        assert on.execute("SELECT count(*) FROM event").fetchone()[0] == queued
        assert on.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_outbox_is_for_its_owner_and_on_the_disk_at_each_commit(tmp_path: Path) -> None:
    with OutboxStore(tmp_path / "new" / "outbox.sqlite") as store:
        on = store.database.connection
        assert on.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert on.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert stat.S_IMODE((tmp_path / "new" / "outbox.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_damaged_outbox_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(OutboxError, match="cannot be used"):
        OutboxStore(tmp_path / "outbox.sqlite")


def test_a_file_that_is_not_there_takes_no_step(tmp_path: Path) -> None:
    with OutboxStore(tmp_path / "outbox.sqlite") as store:
        for ask in (
            store.envelope,
            store.bytes_to_send,
            lambda n: store.step(n, Step(Action.START), AT),
        ):
            with pytest.raises(TransmissionError, match="no file 9"):
                ask(9)
        with pytest.raises(sqlite3.IntegrityError):
            store.database.connection.execute("INSERT INTO event VALUES (1, 9, 0, '', '', '', '')")


def test_a_file_drop_places_a_file_once(tmp_path: Path) -> None:
    drop = FileDropTransport(tmp_path, tmp_path)
    assert drop.whereabouts("a", 3) is Whereabouts.ABSENT
    drop.upload("a", b"one")
    assert drop.whereabouts("a", 4) is Whereabouts.ABSENT
    assert drop.whereabouts("a", 3) is Whereabouts.TEMPORARY
    assert drop.answers() == ()  # unfinished
    drop.place("a")
    assert drop.whereabouts("a", 3) is Whereabouts.PLACED
    drop.upload("a", b"two")
    with pytest.raises(TransportError, match="cannot place"):
        drop.place("a")
    assert drop.fetch("a", 3) == b"one"
    with pytest.raises(AnswerRefusedError, match="larger"):
        drop.fetch("a", 2)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(TransportError):
        drop.fetch("link", 3)
    drop.remove("a")
    drop.remove("a")


def test_claims_through_a_file_drop_leave_no_word_in_logs_names_or_reasons(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    content = claims(1).replace(b"QUIST", b"CANARYNAME").replace(b"*M1~", b"*CANARYID~")
    (tmp_path / "in" / "CANARYFILE").write_bytes(b"ISA CANARY")
    on = read_register(DROP.encode(), "partners.toml")
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as store:
        store.queue("plan", read_envelope(content), content, AT)
        assert Sender(store, on, connector(tmp_path), tmp_path, AT).run().sent == 1
        args = (store, on, connector(tmp_path), tmp_path / "home", tmp_path, AT)
        assert Receiver(*args).run().refused == 1
        assert Receiver(*args).run().refused == 0  # kept by the partner, known here
        told = str(store.all()) + str(
            store.database.connection.execute("SELECT * FROM event, received").fetchall()
        )
        assert store.all()[0].state is State.SENT
    names = " ".join(str(one) for one in (tmp_path / "home").rglob("*"))
    printed = capfd.readouterr()
    for text in (told, names, caplog.text, printed.out, printed.err,
                 " ".join(one.name for one in (tmp_path / "out").iterdir())):  # fmt: skip
        assert "CANARY" not in text


def test_a_partner_who_left_the_register_gets_nothing(tmp_path: Path) -> None:
    content = claims(1)
    on = read_register(DROP.replace("plan", "other").encode(), "partners.toml")
    with OutboxStore(tmp_path / "outbox.sqlite") as store:
        store.queue("plan", read_envelope(content), content, AT)
        assert Sender(store, on, connector(tmp_path), tmp_path, AT).run().held == 1
        assert "no such partner" in store.all()[0].reason
