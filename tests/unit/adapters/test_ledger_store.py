"""The ledger file grows and does nothing else; what others do to it is found and named."""

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_home import open_ledger
from codeward.adapters.ledger_store import LedgerStore
from codeward.adapters.signing_keys import SigningKeyError
from codeward.safeguards.ledger import (
    Action,
    LedgerError,
    Outcome,
    canonical,
    check_proof,
    entered,
    read_checkpoint,
)
from tests.unit.adapters.ledger_fixture import APART, KEY, LOG, NAME, event, filled, found, store


def test_entries_come_back_and_each_is_proved_against_the_newest_checkpoint(tmp_path: Path) -> None:
    filled(tmp_path, 600)
    with store(tmp_path) as on:
        assert on.size == 600
        for place in (0, 255, 256, 511, 599):
            proof = on.prove(place)
            assert check_proof(proof, LOG) == entered(event(place), place, 0)
        on.append([event(600)])
        with pytest.raises(LedgerError, match="no checkpoint covers entry 600"):
            on.prove(600)
        on.checkpoint()
        assert check_proof(on.prove(600), LOG).seq == 600
        with pytest.raises(LedgerError, match="no entry 601"):
            on.prove(601)
        with pytest.raises(LedgerError, match="has 601 entries"):
            on.consistency(600, 602)
        assert on.about("file:file3") == tuple(range(3, 601, 7))
    assert found(tmp_path) == []


def test_a_checkpoint_is_signed_every_thousand_entries_or_sixty_seconds(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        assert on.checkpoint() is None
        for number in range(1_500):
            on.append([event(number, at=event(0).at + number)])
        sizes = [size for (size,) in on.database.connection.execute("SELECT size FROM checkpoint")]
        assert sizes == [1, 1_001]
        on.append([event(1_500, at=event(61).at)])
        assert read_checkpoint(on.note() or "", [LOG]).size == 1_501


def test_several_writers_see_each_other(tmp_path: Path) -> None:
    with store(tmp_path) as one, store(tmp_path) as other:
        for number in range(0, 40, 2):
            assert one.append([event(number)]) == (number,)
            assert other.append([event(number + 1)]) == (number + 1,)
        one.checkpoint()
    assert found(tmp_path) == []


def test_one_source_is_entered_once_and_never_with_another_content(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        assert on.append([event(1), event(2), event(1)]) == (0, 1, 0)
        assert on.append([event(2), event(3)]) == (1, 2)
        with pytest.raises(LedgerError, match="another content"):
            on.append([event(4), event(3, outcome=Outcome.FAILED)])
        assert on.size == 3
        assert on.append([event(4)]) == (3,)
    assert found(tmp_path) == []


def test_a_clock_set_back_keeps_the_order_and_is_marked(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        on.append([event(5), event(3), event(4)])
        assert [on.entry(place).clock_back for place in range(3)] == [False, True, False]
    assert found(tmp_path) == []


def test_a_full_disk_keeps_nothing_of_the_step(tmp_path: Path) -> None:
    with store(tmp_path) as on:
        on.append([event(0)])
        connection = on.database.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        kept, refused = 1, 0
        for number in range(1, 300):
            try:
                on.append([event(number)])
                kept += 1
            except LedgerError as error:
                refused += "SQLITE_FULL" in str(error)
        assert refused
        assert on.size == kept
    assert found(tmp_path) == []
    with store(tmp_path) as on:
        on.append([event(1_000)])
        on.checkpoint()
    assert found(tmp_path) == []


IN_BAND = (
    "UPDATE entry SET event = x'00' WHERE seq = 3",
    "DELETE FROM entry WHERE seq = 99",
    "INSERT INTO entry VALUES (3, x'00') ON CONFLICT (seq) DO UPDATE SET event = x'00'",
    "INSERT OR REPLACE INTO entry VALUES (3, x'00')",
    "REPLACE INTO checkpoint VALUES (100, 'x')",
    "INSERT INTO entry VALUES (200, x'00')",
    "INSERT OR REPLACE INTO tile VALUES (1, 0, x'00')",
    "INSERT INTO mention VALUES ('subject:x', 3)",
    "DROP TABLE entry",
    "DROP TRIGGER entry_update",
    "PRAGMA writable_schema = 1",
    "ALTER TABLE entry RENAME TO other",
    "CREATE TRIGGER other AFTER INSERT ON entry BEGIN SELECT 1; END",
    "ATTACH 'other.sqlite' AS other",
)


@pytest.mark.parametrize("attack", IN_BAND)
def test_no_statement_of_ours_can_take_anything_away(tmp_path: Path, attack: str) -> None:
    filled(tmp_path, 300)
    with store(tmp_path) as on:
        with pytest.raises(sqlite3.DatabaseError, match=r"only grows|not authorized|prohibited"):
            on.database.connection.execute(attack)
        assert on.size == 300
    assert found(tmp_path) == []


@pytest.mark.parametrize("attack", IN_BAND[:8])
def test_the_triggers_alone_stop_another_program_that_writes_rows(
    tmp_path: Path, attack: str
) -> None:
    filled(tmp_path, 300)
    other = sqlite3.connect(tmp_path / "ledger.sqlite")
    with pytest.raises(sqlite3.DatabaseError, match="only grows"):
        other.execute(attack)
    other.close()
    assert found(tmp_path) == []


def tampered(folder: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    """As somebody would who may write the file: the triggers go first."""
    other = sqlite3.connect(folder / "ledger.sqlite")
    names = other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        other.execute(f"DROP TRIGGER {name}")
    change(other)
    other.commit()
    other.close()


def test_what_is_done_with_other_tools_is_found_and_the_first_bad_range_named(
    tmp_path: Path,
) -> None:
    changes: dict[str, tuple[Callable[[sqlite3.Connection], object], str]] = {
        "delete": (lambda on: on.execute("DELETE FROM entry WHERE seq = 70"), "LDG001 70 70"),
        "edit": (edit, "LDG003 50 149"),
        "swap": (swap, "LDG002 70 70"),
        "back-dated": (insert, "LDG002 70 70"),
        "cut the tail": (lambda on: on.execute("DELETE FROM entry WHERE seq > 250"),
                         "LDG005 251 299"),
        "hide from the index": (lambda on: on.execute("DELETE FROM mention WHERE seq = 70"),
                                "LDG007 0 299"),
        "another tile": (lambda on: on.execute("UPDATE tile SET root = x'00'"), "LDG008 0 255"),
        "a tile too many": (lambda on: on.execute("INSERT INTO tile VALUES (2, 0, x'00')"),
                            "LDG008 0 299"),
        "a forged checkpoint": (lambda on: on.execute("UPDATE checkpoint SET note = 'x'"),
                                "LDG004 0 49"),
        "no JSON": (lambda on: on.execute("UPDATE entry SET event = x'00' WHERE seq = 70"),
                    "LDG002 70 70"),
        "clock": (lambda on: on.execute(
            "UPDATE entry SET event = CAST(replace(CAST(event AS TEXT), 'back\":false', "
            "'back\":true') AS BLOB) WHERE seq = 70"), "LDG002 70 70"),
        "undeclared epoch": (epoch, "LDG006 301 301"),
    }  # fmt: skip
    for name, (change, told) in changes.items():
        folder = tmp_path / name
        folder.mkdir()
        filled(folder, 300)
        tampered(folder, lambda on, change=change: change(on))
        rules = [one for one in found(folder) if not one.startswith("LDG007")]
        assert (rules or found(folder))[0] == told, name


def edit(on: sqlite3.Connection) -> None:
    on.execute(
        "UPDATE entry SET event = CAST(replace(CAST(event AS TEXT), 'user:a', 'user:b') AS BLOB) "
        "WHERE seq = 70"
    )


def swap(on: sqlite3.Connection) -> None:
    on.execute("UPDATE entry SET seq = 1000 WHERE seq = 70")
    on.execute("UPDATE entry SET seq = 70 WHERE seq = 71")
    on.execute("UPDATE entry SET seq = 71 WHERE seq = 1000")


def insert(on: sqlite3.Connection) -> None:
    for seq in range(299, 69, -1):
        on.execute("UPDATE entry SET seq = seq + 1 WHERE seq = ?", (seq,))
    on.execute("INSERT INTO entry SELECT 70, event FROM entry WHERE seq = 69")


def epoch(on: sqlite3.Connection) -> None:
    """An epoch that nobody declared: its checkpoint is signed, the entry is no epoch event."""
    from codeward.safeguards.ledger import Checkpoint
    from codeward.safeguards.ledger.checkpoint import sign_checkpoint

    tree = verify_ledger.Tree()
    data = canonical(entered(event(300), 300, 0))
    on.execute("INSERT INTO entry VALUES (300, ?)", (data,))
    for (one,) in on.execute("SELECT event FROM entry ORDER BY seq"):
        tree.add(verify_ledger.hashlib.sha256(b"\0" + one).digest())
    note = sign_checkpoint(Checkpoint(f"{NAME}/epoch-1", 301, tree.root()), NAME, KEY)
    on.execute("INSERT INTO checkpoint VALUES (301, ?)", (note,))


def test_a_ledger_signed_anew_or_cut_with_its_checkpoints_is_found_by_the_note_outside(
    tmp_path: Path,
) -> None:
    filled(tmp_path, 200)
    with store(tmp_path) as on:
        outside = on.note() or ""
    assert found(tmp_path, outside) == []

    def cut(on: sqlite3.Connection) -> None:
        on.execute("DELETE FROM entry WHERE seq > 150")
        on.execute("DELETE FROM mention WHERE seq > 150")
        on.execute("DELETE FROM checkpoint WHERE size > 150")

    tampered(tmp_path, cut)
    with store(tmp_path) as on:
        on.checkpoint()
    assert found(tmp_path) == []  # nothing inside shows it
    assert found(tmp_path, outside) == ["LDG005 151 199"]
    other = tmp_path / "other"
    other.mkdir()
    with store(other) as on:  # the insider writes another history under the true key
        on.append(event(one, actor="user:b") for one in range(200))
        on.checkpoint()
    assert found(other) == []
    assert found(other, outside) == ["LDG003 0 199"] or found(other, outside)[0].startswith(
        "LDG003"
    )
    with pytest.raises(verify_ledger.UnreadableError):
        found(other, "no note")


def test_a_declared_epoch_explains_what_a_restore_lost_and_nothing_more(tmp_path: Path) -> None:
    filled(tmp_path, 100)
    kept = (tmp_path / "ledger.sqlite").read_bytes()
    filled(tmp_path, 180, first=100)
    with store(tmp_path) as on:
        lost = read_checkpoint(on.note() or "", [LOG])
        outside = on.note() or ""
    (tmp_path / "ledger.sqlite").write_bytes(kept)
    assert found(tmp_path, outside) == ["LDG005 100 179"]
    with store(tmp_path) as on:
        declared = event(
            500, action=Action.EPOCH_DECLARED, subjects=(), source="",
            objects={"lost_size": str(lost.size), "lost_root": lost.root.hex()},
        )  # fmt: skip
        on.append([declared, event(100)])
        note = on.checkpoint() or ""
        assert read_checkpoint(note, [LOG]).origin == f"{NAME}/epoch-1"
    assert found(tmp_path, outside, note) == []
    with store(tmp_path) as on:  # a second restore, and the old declaration does not cover it
        on.append(event(one) for one in range(101, 150))
        later = on.checkpoint() or ""
        assert check_proof(on.prove(120), LOG).seq == 120
    assert found(tmp_path, outside, later) == []
    tampered(tmp_path, lambda on: on.execute(
        "UPDATE entry SET event = CAST(replace(CAST(event AS TEXT), '\"180\"', '\"150\"') AS BLOB)"
    ))  # fmt: skip
    assert "LDG006 100 179" in found(tmp_path, outside)
    tampered(tmp_path, lambda on: on.execute(
        "UPDATE entry SET event = CAST(replace(CAST(event AS TEXT), '\"150\"', '\"x\"') AS BLOB)"
    ))  # fmt: skip
    assert "LDG006 100 100" in found(tmp_path, outside)


def test_a_damaged_or_foreign_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(LedgerError, match="cannot be used"):
        store(tmp_path)
    with pytest.raises(verify_ledger.UnreadableError, match="no ledger"):
        verify_ledger.verify(tmp_path / "ledger.sqlite", APART)
    with pytest.raises(verify_ledger.UnreadableError, match="not there"):
        verify_ledger.verify(tmp_path / "absent", APART)


def test_missing_rows_are_told_by_proofs_too(tmp_path: Path) -> None:
    filled(tmp_path, 300)
    tampered(tmp_path, lambda on: on.execute("DELETE FROM entry WHERE seq = 280"))
    with store(tmp_path) as on, pytest.raises(LedgerError, match="missing"):
        on.prove(290)


def test_a_home_is_made_once_for_its_owner_and_its_keys_are_never_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    first = open_ledger(folder)
    first.store.append([event(1)])
    first.store.checkpoint()
    first.store.database.close()
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {modes[name] for name in ("ledger.sqlite", "signing.key", "reference.key")} == {0o600}
    again = open_ledger(folder)
    assert again.verifier == first.verifier
    assert again.store.size == 1
    again.store.database.close()
    other = open_ledger(tmp_path / "other")
    other.store.database.close()
    (folder / "signing.key").write_bytes((tmp_path / "other" / "signing.key").read_bytes())
    with pytest.raises(LedgerError, match="not the key of this ledger"):
        open_ledger(folder)
    (folder / "signing.key").chmod(0o644)
    with pytest.raises(SigningKeyError):
        open_ledger(folder)
    (folder / "reference.key").unlink()
    with pytest.raises(LedgerError, match="a new one is never made"):
        open_ledger(folder)


def test_keys_of_a_run_that_was_cut_off_are_taken_up(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "signing.key.pub").write_text("half")
    on = open_ledger(folder)
    assert isinstance(on.store, LedgerStore)
    on.store.database.close()
    (folder / "ledger.sqlite").unlink()
    again = open_ledger(folder)
    assert again.verifier == on.verifier
    again.store.database.close()
