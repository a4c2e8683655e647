"""Entries go when their time is over and two people agree; the tree and later proofs stay."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from codeward.adapters import ledger_pruning
from codeward.adapters.ledger_pruning import prune
from codeward.adapters.ledger_store import LedgerStore
from codeward.safeguards.ledger import Action, LedgerError, Retention, check_proof
from tests.unit.adapters.ledger_fixture import LOG, REFERENCES, event, found, store

OLD, NEW = date(2016, 3, 1), date(2026, 3, 1)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TWO = ("user:a", "user:b")


def at(day: date, second: int) -> int:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    return round((start + second) * 1_000_000)


def aged(on: LedgerStore, old: int = 300, new: int = 20) -> None:
    on.append(event(one, at=at(OLD, one)) for one in range(old))
    on.append(event(one, at=at(NEW, one)) for one in range(old, old + new))
    on.checkpoint()


def test_old_entries_become_hashes_and_everything_else_still_holds(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        aged(on)
        before = on.note() or ""
        proof = on.prove(310)
        assert prune(on, OLD, AT, Retention(), approved_by=TWO, actor="user:a") == 300
        with pytest.raises(LedgerError, match="deleted after its time"):
            on.entry(5)
        with pytest.raises(LedgerError, match="deleted after its time"):
            on.prove(5)
        assert on.about(f"subject:{REFERENCES.of('claim', 'C5')}") == ()
        assert check_proof(on.prove(310), LOG) == check_proof(proof, LOG)
        certificate = on.entry(320)
        assert certificate.action is Action.LEDGER_PRUNED
        assert certificate.objects == {"below": "300", "through": "2016-03-01", "years": "10"}
        assert certificate.context == {"approver_a": "user:a", "approver_b": "user:b"}
        assert prune(on, OLD, AT, Retention(), approved_by=TWO, actor="user:a") == 0
    assert found(tmp_path, before) == []
    for name in ("ledger.sqlite", "ledger.sqlite-wal"):
        path = tmp_path / name
        assert not path.exists() or b'"source":"test/5"' not in path.read_bytes()
    with store(tmp_path) as on:  # a ledger that begins with hashes goes on
        on.append([event(400, at=at(NEW, 400))])
        on.checkpoint()
        assert on.prove(321).path
        for attack in ("UPDATE entry SET event = x'00'", "DELETE FROM mention"):
            other = sqlite3.connect(tmp_path / "ledger.sqlite")
            with pytest.raises(sqlite3.DatabaseError, match="only grows"):
                other.execute(attack)
            other.close()
    assert found(tmp_path) == []


def test_what_is_too_early_held_or_not_approved_is_refused_and_nothing_goes(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        aged(on, 20)
        for through, policy, two, told in (
            (date(2016, 11, 25), Retention(), TWO, "kept 10 years"),
            (date(2020, 11, 25), Retention(6), TWO, "kept 6 years"),
            (OLD, Retention(hold=True), TWO, "legal hold"),
            (OLD, Retention(), ("user:a", "user:a"), "two different people"),
        ):
            with pytest.raises(LedgerError, match=told):
                prune(on, through, AT, policy, approved_by=two, actor="user:a")
        assert on.size == 40
        assert on.entry(0).seq == 0
        assert prune(on, date(2015, 1, 1), AT, Retention(), approved_by=TWO, actor="user:a") == 0


def test_everything_may_be_old(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        aged(on, 20, 0)
        assert prune(on, OLD, AT, Retention(6), approved_by=TWO, actor="user:a") == 20
        on.append([event(1)])
        on.checkpoint()
    assert found(tmp_path) == []


def test_a_deletion_that_nobody_declared_is_found(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        aged(on, 30)
        on.append([event(50, action=Action.LEDGER_PRUNED, objects={"below": "10"})])
        on.checkpoint()
        ledger_pruning._delete(on, list(range(10)))
        on.checkpoint()
    assert found(tmp_path) == []
    with store(tmp_path) as on:
        ledger_pruning._delete(on, [12, 13])
    assert found(tmp_path) == ["LDG009 12 13"]
    other = tmp_path / "other"
    other.mkdir()
    with store(other) as on:
        aged(on, 3, 0)
        on.append([event(9, action=Action.LEDGER_PRUNED, objects={"below": "99"})])
        on.checkpoint()
    assert found(other) == ["LDG002 3 3"]


def test_a_deletion_that_breaks_off_leaves_the_row_or_the_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store(tmp_path) as on:
        aged(on, 20)
        monkeypatch.setattr(
            ledger_pruning, "GUARDS", {"entry_update": "no SQL", "mention_delete": ""}
        )
        with pytest.raises(LedgerError, match="nothing of this step was kept"):
            prune(on, OLD, AT, Retention(), approved_by=TWO, actor="user:a")
        assert on.entry(0).seq == 0
        monkeypatch.undo()
        assert prune(on, OLD, AT, Retention(), approved_by=TWO, actor="user:a") == 20
    assert found(tmp_path) == []
