"""Deletes entries whose time is over: their hashes stay, so that all proofs of the rest still hold.

What is deleted is said on the ledger first, with the two who approved it (45 CFR 164.316(b)(2)).
"""

import datetime as dt
import sqlite3
from collections.abc import Collection
from contextlib import closing
from typing import Final

from codeward.adapters.ledger_database import GUARDS, ledger_error
from codeward.adapters.ledger_rows import PRUNED, is_pruned, leaf_of
from codeward.adapters.ledger_store import LedgerStore
from codeward.safeguards.ledger import (
    Action,
    Event,
    LedgerError,
    Purpose,
    Retention,
    check_may_prune,
    read_entry,
)

_APPROVERS: Final = 2
# The verifier needs these for as long as there is a ledger.
_KEPT: Final = (Action.EPOCH_DECLARED, Action.LEDGER_PRUNED)
_LIFTED: Final = ("entry_update", "mention_delete")


def prune(
    store: LedgerStore, through: dt.date, at: dt.datetime, policy: Retention,
    *, approved_by: Collection[str], actor: str,
) -> int:  # fmt: skip
    """Delete the entries from the first one through a day.

    Args:
        store: The ledger.
        through: The last day whose entries go; the first later entry ends it.
        at: Now.
        policy: How long the site keeps entries.
        approved_by: At least two different people.
        actor: Who runs it.

    Returns:
        How many entries were deleted.

    Raises:
        LedgerError: their time is not over, a legal hold stands, or fewer than two approved.
    """
    check_may_prune(through, at.date(), policy)
    approvers = sorted(set(approved_by))
    if len(approvers) < _APPROVERS:
        raise LedgerError("two different people approve a deletion")
    below, gone = _old(store, through)
    if not gone:
        return 0
    approved = {f"approver_{chr(97 + number)}": one for number, one in enumerate(approvers[:26])}
    store.append(
        [
            Event(
                at=round(at.timestamp() * 1_000_000), actor=actor, action=Action.LEDGER_PRUNED,
                purpose=Purpose.ADMINISTRATION, context=approved,
                objects={"below": str(below), "through": through.isoformat(),
                         "years": str(policy.years)},
            )
        ]
    )  # fmt: skip
    store.checkpoint()
    _delete(store, gone)
    return len(gone)


def _old(store: LedgerStore, through: dt.date) -> tuple[int, list[int]]:
    """The first number that stays, and those below it that go."""
    gone: list[int] = []
    below = 0
    for place, data in store.database.connection.execute(
        "SELECT seq, event FROM entry ORDER BY seq"
    ):
        if not is_pruned(data):
            entry = read_entry(data)
            if dt.datetime.fromtimestamp(entry.at / 1_000_000, dt.UTC).date() > through:
                break
            if entry.action not in _KEPT:
                gone.append(place)
        below = place + 1
    return below, gone


def _delete(store: LedgerStore, gone: list[int]) -> None:
    """The one place that may change a row: in one transaction, with the guards back at its end."""
    try:
        with closing(sqlite3.connect(store.path, isolation_level=None)) as on:
            on.execute("PRAGMA secure_delete = ON")
            on.execute("BEGIN IMMEDIATE")
            for guard in _LIFTED:
                on.execute(f"DROP TRIGGER {guard}")
            for place in gone:
                (data,) = on.execute("SELECT event FROM entry WHERE seq = ?", (place,)).fetchone()
                kept = PRUNED + leaf_of(data)
                on.execute("UPDATE entry SET event = ? WHERE seq = ?", (kept, place))
            on.execute(
                "DELETE FROM mention WHERE seq BETWEEN ? AND ? AND seq IN "
                "(SELECT seq FROM entry WHERE length(event) = ?)",
                (gone[0], gone[-1], len(kept)),
            )
            for guard in _LIFTED:
                on.execute(GUARDS[guard])
            on.execute("COMMIT")
            on.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise ledger_error(error) from None
