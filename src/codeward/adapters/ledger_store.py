"""The ledger on disk: appends in one transaction, proofs from kept tiles, checkpoints as due."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters.ledger_database import LedgerDatabase
from codeward.adapters.ledger_rows import EPOCH_KEY, is_pruned, leaf_of, mentions
from codeward.safeguards.ledger import (
    Checkpoint,
    Entry,
    Event,
    Extra,
    LedgerError,
    Opening,
    Proof,
    canonical,
    entered,
    event_of,
    origin_of,
    read_entry,
)
from codeward.safeguards.ledger.checkpoint import sign_checkpoint
from codeward.safeguards.ledger.tree import (
    TILE,
    Frontier,
    consistency_path,
    frontier,
    inclusion_path,
    leaf_hash,
    reduced,
)

EVERY_ENTRIES: Final = 1_000
EVERY_MICROSECONDS: Final = 60_000_000


class LedgerStore:
    """An open ledger. Several processes may append; each append is one transaction."""

    def __init__(self, path: Path, log: str, key: Ed25519PrivateKey) -> None:
        """Open or make the ledger.

        Args:
            path: The SQLite file.
            log: Name of the log: the origin of its checkpoints and the name of its key.
            key: Signs checkpoints.

        Raises:
            LedgerError: the file is damaged or no ledger.
        """
        self.path = path
        self.database = LedgerDatabase(path)
        self.log = log
        self._key = key
        self._frontier = Frontier()
        self._last_at = 0
        self._signed = (0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.close()

    def append(self, events: Iterable[Event]) -> tuple[int, ...]:
        """Enter events, all or none; what its source has entered already is not entered again.

        Returns:
            The place of each event.

        Raises:
            LedgerError: it could not be written, or a source tells now what it did not tell then.
        """
        with self._writing() as on:
            places = tuple([self._enter(on, event) for event in events])
            self._sign_if_due(on)
        return places

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the ledger as it stands now, whoever wrote last."""
        try:
            with self.database.transaction() as on:
                self._catch_up(on)
                yield on
        except BaseException:
            self._frontier = Frontier()  # what was not kept is forgotten: read anew next time
            raise

    def _enter(self, on: sqlite3.Connection, event: Event) -> int:
        known = self._known(on, event) if event.source else None
        if known is not None:
            return known
        place = self._frontier.size
        data = canonical(entered(event, place, self._last_at))
        on.execute("INSERT INTO entry VALUES (?, ?)", (place, data))
        on.executemany(
            "INSERT INTO mention VALUES (?, ?)", [(key, place) for key in sorted(mentions(event))]
        )
        for level, root in self._frontier.append(leaf_hash(data)):
            tile = (level // TILE, (self._frontier.size >> level) - 1, root)
            on.execute("INSERT INTO tile VALUES (?, ?, ?)", tile)
        self._last_at = event.at
        return place

    def _known(self, on: sqlite3.Connection, event: Event) -> int | None:
        row = on.execute(
            "SELECT seq, event FROM mention JOIN entry USING (seq) WHERE key = ?",
            (f"source:{event.source}",),
        ).fetchone()
        if row is None:
            return None
        if event_of(read_entry(row[1])) != event:
            raise LedgerError(
                f"entry {row[0]} was entered from the same source with another content: "
                "the source was changed; run `codeward ledger verify`"
            )
        return int(row[0])

    def _catch_up(self, on: sqlite3.Connection) -> None:
        """Take in what other processes have appended."""
        size = self._size(on)
        if size != self._frontier.size or not size:
            self._frontier = frontier(size, self._perfect)
            self._last_at = self._time(size)
            signed = self._last_signed(on)
            self._signed = (signed, self._time(signed))

    def _time(self, size: int) -> int:
        """The time of the last of so many entries; 0 where there is none, or not any more."""
        data = self._data(size - 1) if size else b""
        return read_entry(data).at if data and not is_pruned(data) else 0

    def _sign_if_due(self, on: sqlite3.Connection) -> None:
        size, since = self._signed
        waiting = self._frontier.size - size
        if waiting and (
            waiting >= EVERY_ENTRIES or abs(self._last_at - since) >= EVERY_MICROSECONDS
        ):
            self._sign(on)

    def _sign(self, on: sqlite3.Connection) -> None:
        size = self._frontier.size
        now = Checkpoint(self._origin(on), size, self._frontier.root())
        on.execute(
            "INSERT INTO checkpoint VALUES (?, ?)",
            (size, sign_checkpoint(now, self.log, self._key)),
        )
        self._signed = (size, self._last_at)

    def checkpoint(self) -> str | None:
        """Sign what is there; gives the newest checkpoint, None for an empty ledger."""
        with self._writing() as on:
            if self._frontier.size != self._last_signed(on):
                self._sign(on)
        return self.note()

    def note(self) -> str | None:
        """The newest checkpoint with all cosignatures that are known of it; None for none."""
        on = self.database.connection
        row = on.execute("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        if row is None:
            return None
        lines = on.execute("SELECT DISTINCT line FROM cosignature WHERE size = ?", (row[0],))
        return str(row[1]) + "".join(line for (line,) in lines)

    def add_cosignatures(self, size: int, lines: str) -> None:
        """Keep what a witness signed; the caller has checked it."""
        with self.database.transaction() as on:
            (number,) = on.execute(
                "SELECT coalesce(max(number) + 1, 0) FROM cosignature"
            ).fetchone()
            on.execute("INSERT INTO cosignature VALUES (?, ?, ?)", (number, size, lines))

    def prove(self, place: int, openings: tuple[Opening, ...] = ()) -> Proof:
        """The proof of an entry against the newest checkpoint.

        Raises:
            LedgerError: there is no such entry, or no checkpoint covers it yet.
        """
        note = self.note()
        size = self._last_signed(self.database.connection)
        data = self._whole(place)
        if note is None or place >= size:
            raise LedgerError(f"no checkpoint covers entry {place}: codeward ledger checkpoint")
        path = inclusion_path(place, size, self._perfect)
        return Proof(place, path, note, Extra(data.decode(), openings))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the first `new` entries begin with the first `old` ones."""
        if new > self.size:
            raise LedgerError(f"the ledger has {self.size} entries, not {new}")
        return consistency_path(old, new, self._perfect)

    @property
    def size(self) -> int:
        """Number of entries."""
        return self._size(self.database.connection)

    def entry(self, place: int) -> Entry:
        """One entry.

        Raises:
            LedgerError: there is none at that place, it was deleted after its time, or it cannot
                be read.
        """
        return read_entry(self._whole(place))

    def about(self, *keys: str) -> tuple[int, ...]:
        """The places of the entries that mention any of the keys, such as `subject:...`."""
        marks = ", ".join("?" * len(keys))
        rows = self.database.connection.execute(
            f"SELECT DISTINCT seq FROM mention WHERE key IN ({marks}) ORDER BY seq",  # noqa: S608 - marks only
            keys,
        )
        return tuple(seq for (seq,) in rows)

    def sources(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The sources that begin so, each with the place of its entry."""
        rows = self.database.connection.execute(
            "SELECT key, seq FROM mention WHERE key >= ? AND key < ?",
            (f"source:{prefix}", f"source:{prefix}\U0010ffff"),
        )
        return ((key.removeprefix("source:"), place) for key, place in rows)

    def _data(self, place: int) -> bytes:
        row = self.database.connection.execute(
            "SELECT event FROM entry WHERE seq = ?", (place,)
        ).fetchone()
        if row is None:
            raise LedgerError(f"the ledger has no entry {place}")
        data: bytes = row[0]
        return data

    def _whole(self, place: int) -> bytes:
        data = self._data(place)
        if is_pruned(data):
            raise LedgerError(f"entry {place} was deleted after its time; only its hash is kept")
        return data

    def _size(self, on: sqlite3.Connection) -> int:
        return int(on.execute("SELECT coalesce(max(seq) + 1, 0) FROM entry").fetchone()[0])

    def _last_signed(self, on: sqlite3.Connection) -> int:
        return int(on.execute("SELECT coalesce(max(size), 0) FROM checkpoint").fetchone()[0])

    def _origin(self, on: sqlite3.Connection) -> str:
        (epoch,) = on.execute("SELECT count(*) FROM mention WHERE key = ?", (EPOCH_KEY,)).fetchone()
        return origin_of(self.log, epoch)

    def _perfect(self, level: int, index: int) -> bytes:
        """The root of a perfect subtree, from the entries or tiles right below it."""
        on = self.database.connection
        tile, above = divmod(level, TILE)
        first, count = index << above, 1 << above
        between = (first, first + count - 1)
        if tile:
            rows = on.execute(
                "SELECT root FROM tile WHERE level = ? AND place BETWEEN ? AND ? ORDER BY place",
                (tile, *between),
            ).fetchall()
            hashes = [root for (root,) in rows]
        else:
            rows = on.execute(
                "SELECT event FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq", between
            ).fetchall()
            hashes = [leaf_of(event) for (event,) in rows]
        if len(hashes) != count:
            raise LedgerError("rows of the ledger are missing; run `codeward ledger verify`")
        return reduced(hashes)
