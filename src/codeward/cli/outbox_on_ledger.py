"""The outbox as commands open it: every step of it goes onto the site's ledger."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from codeward.adapters.ledger_home import OpenLedger
from codeward.adapters.ledger_recording import refused_at_the_door
from codeward.adapters.outbox_store import OutboxStore
from codeward.cli.ledger_options import acting, clock, microseconds, outbox_file, site_ledger
from codeward.model import Finding
from codeward.safeguards.ledger import Action, Event, Kind
from codeward.transmission import Envelope


@contextmanager
def outbox_on_ledger() -> Iterator[tuple[OutboxStore, OpenLedger]]:
    """The outbox in the name of the user, recorded at the end, and a checkpoint over it."""
    with site_ledger() as ledger, OutboxStore(outbox_file(), ledger, acting()) as store:
        yield store, ledger
        store.record()
        ledger.store.checkpoint()


def record_act(
    ledger: OpenLedger, action: Action, *, claim: str = "", labels: tuple[str, ...] = (),
    objects: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Record what a person is about to do; the step itself follows."""
    ledger.store.append(
        [
            Event(
                at=microseconds(clock()), actor=acting(), action=action, objects=objects or {},
                subjects=(ledger.references.of(Kind.CLAIM, claim),) if claim else (),
                labels=labels,
            )
        ]
    )  # fmt: skip


def record_refusal(
    ledger: OpenLedger, envelope: Envelope, partner: str, findings: tuple[Finding, ...]
) -> None:
    """Record that the gate refused a file before it came into the outbox."""
    refused_at_the_door(ledger, envelope, partner, findings, clock(), acting())
    ledger.store.checkpoint()
