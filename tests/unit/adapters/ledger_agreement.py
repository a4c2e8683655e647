"""What must hold between outbox, claims, payer and ledger after a run was killed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_claims import entries_about_claim
from codeward.adapters.ledger_home import OpenLedger, open_ledger
from codeward.adapters.ledger_recording import Recorder
from codeward.adapters.outbox_store import OutboxStore
from codeward.safeguards.ledger import Action, accounting


@contextmanager
def outbox(folder: Path) -> Iterator[tuple[OutboxStore, OpenLedger]]:
    ledger = open_ledger(folder / "ledger")
    with ledger.store, OutboxStore(folder / "home" / "outbox.sqlite", ledger) as store:
        yield store, ledger


def everything_at_the_payer_is_on_the_ledger(folder: Path) -> None:
    """Nothing has been repaired yet: this is what the kill left."""
    there = [one.name for one in (folder / "payer" / "upload").iterdir()]
    ledger = open_ledger(folder / "ledger")
    with ledger.store as on:
        begun = {
            entry.objects["file"][:16]
            for entry in map(on.entry, range(on.size))
            if entry.action is Action.TRANSMISSION_START
        }
    assert all(any(file in name for file in begun) for name in there)


def check_ledger(store: OutboxStore, ledger: OpenLedger) -> None:
    assert Recorder(store.database, ledger).disagreements() == ()
    on, told = ledger.store, Counter[Action]()
    for entry in map(on.entry, range(on.size)):
        told[entry.action] += 1
    rows = store.database.connection
    files, claims_ = len(store.all()), sum(store.claim_states().values())
    assert told[Action.TRANSMISSION_QUEUE] == files
    assert told[Action.TRANSMISSION_START] >= files
    answers = rows.execute("SELECT count(*) FROM answer").fetchone()[0]
    assert told[Action.ANSWER_MATCHED] == answers
    assert on.size == answers + rows.execute("SELECT count(*) FROM event").fetchone()[0]
    newest = rows.execute("SELECT number FROM claim ORDER BY id DESC LIMIT 6").fetchall()
    for (number,) in newest:
        about = [on.entry(place) for place in entries_about_claim(ledger, number)]
        paid = [one for one in about if one.objects.get("kind") == "835"]
        assert len(paid) == 1
        assert len(accounting(about, date(2027, 6, 1)).exempt) == 1
    assert claims_ == 2 * files
    on.checkpoint()
    report = verify_ledger.verify(on.path, verify_ledger.read_key(ledger.verifier.text))
    assert report.findings == []
    assert report.signed == on.size
