"""A ledger under a fixed key, with events that follow each other by a second."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_store import LedgerStore
from codeward.safeguards.ledger import Action, Event, Kind, References
from codeward.safeguards.ledger.note import SIGNATURE, verifier_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "log.example"
LOG = verifier_of(NAME, SIGNATURE, KEY)
APART = verify_ledger.read_key(LOG.text)
REFERENCES = References(b"k" * 32)
START = 1_700_000_000_000_000


def event(number: int, **changed: object) -> Event:
    values = {
        "at": START + number * 1_000_000, "actor": "user:a", "action": Action.TRANSMISSION_START,
        "objects": {"file": f"file{number % 7}", "partner": "plan"},
        "subjects": (REFERENCES.of(Kind.CLAIM, f"C{number}"),), "source": f"test/{number}",
        **changed,
    }  # fmt: skip
    return Event(**values)


def store(folder: Path) -> LedgerStore:
    return LedgerStore(folder / "ledger.sqlite", NAME, KEY)


def filled(folder: Path, size: int, first: int = 0) -> None:
    with store(folder) as on:
        for at in range(first, size, 50):
            on.append(event(one) for one in range(at, min(at + 50, size)))
        on.checkpoint()


def found(folder: Path, *notes: str, witnesses: tuple[verify_ledger.Key, ...] = ()) -> list[str]:
    """`RULE first last` of each finding."""
    path = folder / "ledger.sqlite"
    report = verify_ledger.verify(path, APART, list(witnesses), notes)
    return [f"{one.rule} {one.first} {one.last}" for one in report.findings]
