"""A payer on loopback and an outbox, for everything that sends and receives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.payer_simulator import PayerSimulator
from tests.unit.adapters.transmission_fixture import client_key, payer


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[PayerSimulator]:
    """The payer in a box, on real SFTP."""
    with payer(tmp_path, client_key(tmp_path)) as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    """An empty outbox."""
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as one:
        yield one
