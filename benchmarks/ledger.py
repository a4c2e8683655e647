"""The ledger: events appended and committed to the disk, proofs, and verification, per second."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_store import LedgerStore
from codeward.safeguards.ledger import Action, Event, Kind, References
from codeward.safeguards.ledger.note import SIGNATURE, verifier_of

SINGLE, MANY, BATCH = 2_000, 100_000, 1_000
ROUNDS = 3


def measure() -> list[tuple[str, str, str]]:
    """Rows of the table: work, figure, budget."""
    key = Ed25519PrivateKey.generate()
    log = verifier_of("bench.example", SIGNATURE, key)
    references = References(bytes(32))

    def event(number: int) -> Event:
        return Event(
            at=1_700_000_000_000_000 + number * 1_000, actor="service:transmission",
            action=Action.TRANSMISSION_START, source=f"bench/{number}",
            objects={"file": f"{number % 500:064}", "partner": "plan"},
            subjects=(references.of(Kind.CLAIM, f"C{number}"),), context={"register": "b" * 64},
        )  # fmt: skip

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with LedgerStore(path, log.name, key) as on:
            events = [event(number) for number in range(SINGLE + MANY)]
            wall = time.perf_counter()
            single = _per_second(SINGLE, lambda: [on.append([one]) for one in events[:SINGLE]])
            wall = SINGLE / (time.perf_counter() - wall)
            parts = range(SINGLE, SINGLE + MANY, BATCH)
            many = _per_second(MANY, lambda: [on.append(events[at : at + BATCH]) for at in parts])
            on.checkpoint()
            places = range(0, MANY, 1_000)
            proofs = _per_second(len(places), lambda: [on.prove(place) for place in places])
        apart = verify_ledger.read_key(log.text)
        verified = max(
            _per_second(SINGLE + MANY, lambda: verify_ledger.verify(path, apart))
            for _ in range(ROUNDS)
        )
        size = path.stat().st_size / (SINGLE + MANY)
    one = f"{single:,.0f}/CPU-s ({wall:,.0f}/s by the clock of this disk)"
    many_ = f"{many:,.0f}/CPU-s; {size:.0f} bytes each"
    return [
        ("ledger, one event a committed transaction", one, "2,000/s"),
        (f"ledger, {BATCH:,} events a transaction", many_, ""),
        ("ledger, inclusion proof", f"{1_000 / proofs:.1f} CPU-ms", ""),
        ("ledger, verified", f"{verified:,.0f} events/CPU-s, best of {ROUNDS}", "100,000/s"),
    ]


def _per_second(count: int, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


if __name__ == "__main__":
    for row in measure():
        print(*row, sep=" | ")
