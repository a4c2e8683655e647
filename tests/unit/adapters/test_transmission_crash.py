"""kill -9 at seeded points of sending and receiving: nothing is lost, nothing is sent twice.

Outbox, claims and ledger agree afterwards, and no byte ever lies at the payer that the ledger does
not know of.
"""

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from codeward.adapters.ledger_recording import Recorder
from codeward.adapters.openpgp import opened
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector, load_register
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender
from codeward.transmission import State, read_envelope
from tests.unit.adapters.https_partner import PLAN, https_partner, https_register
from tests.unit.adapters.ledger_agreement import (
    check_ledger,
    everything_at_the_payer_is_on_the_ledger,
    outbox,
)
from tests.unit.adapters.transmission_fixture import (
    AGREEMENT,
    AT,
    REGISTER,
    claims,
    client_key,
    payer,
)

REPOSITORY = Path(__file__).parents[3]
FILES = 3
NIGHTLY = settings().max_examples >= 1_000
# Sending three files has about 50 points, receiving their answers about 140.
KILLS = random.Random(20261124)  # noqa: S311 - a seeded choice of points, no secret
SEND_POINTS = KILLS.sample(range(1, 56), 8)
POLL_POINTS = KILLS.sample(range(1, 130), 7)
if NIGHTLY:
    SEND_POINTS = [KILLS.randrange(1, 56) for _ in range(80)]
    POLL_POINTS = [KILLS.randrange(1, 130) for _ in range(120)]


def crash(folder: Path, point: int, what: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.adapters.crashing_run", str(folder), str(point), what],
        check=False, cwd=REPOSITORY, timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])},
    ).returncode  # fmt: skip


@pytest.mark.parametrize("what", ["send", "poll"])
def test_nothing_is_lost_and_nothing_is_sent_twice(tmp_path: Path, what: str) -> None:
    killed = 0
    with payer(tmp_path, client_key(tmp_path)) as simulator:
        text = REGISTER.format(
            port=simulator.port, host_key=simulator.host_key, usage="T",
            transactions='"837P"', agreement=AGREEMENT, more="",
        )  # fmt: skip
        (tmp_path / "partners.toml").write_text(text)
        on = load_register(tmp_path / "partners.toml")
        number = 0
        for round_, point in enumerate(SEND_POINTS if what == "send" else POLL_POINTS):
            with outbox(tmp_path) as (store, _):
                for _ in range(FILES):
                    number += 1
                    content = claims(number)
                    store.queue("plan", read_envelope(content), content, AT)
                store.record()
            later = AT + timedelta(days=1)
            if what == "send":
                killed += crash(tmp_path, point, "send") == -signal.SIGKILL
                everything_at_the_payer_is_on_the_ledger(tmp_path)
                if round_ % 2:  # the payer collects before we come back
                    simulator.work(AT)
            with outbox(tmp_path) as (store, _):
                for _ in range(2):  # the first run frees what was cut off, the second sends it
                    later += timedelta(days=1)
                    Sender(store, on, connector(tmp_path), tmp_path, later).run()
            simulator.work(AT)
            if what == "poll":
                killed += crash(tmp_path, point, "poll") == -signal.SIGKILL
            with outbox(tmp_path) as (store, ledger):
                Receiver(store, on, connector(tmp_path), tmp_path / "home", tmp_path, AT).run()
                check(store, [name for name, _ in simulator.received], number)
                check_ledger(store, ledger)
        assert killed >= len(SEND_POINTS if what == "send" else POLL_POINTS) * 2 // 3


# Sending one file has 31 points.
HTTPS_POINTS = (2, 9, 14, 18, 22, 29)


def test_nothing_is_sent_twice_over_https_either(tmp_path: Path) -> None:
    killed = 0
    with https_partner(tmp_path) as (partner, certificate):
        belief = f'certificates = ["{certificate.pin}"]'
        on = https_register(tmp_path, partner.port, belief)
        later = AT
        for number, kill in enumerate(HTTPS_POINTS, start=1):
            content = claims(number)
            with outbox(tmp_path) as (store, _):
                store.queue("plan", read_envelope(content), content, AT)
                store.record()
            killed += crash(tmp_path, kill, "send") == -signal.SIGKILL
            with outbox(tmp_path) as (store, ledger):
                for _ in range(2):  # the first run frees what was cut off, the second sends it
                    later += timedelta(days=1)
                    Sender(store, on, connector(tmp_path), tmp_path, later).run()
                assert {one.state for one in store.all()} == {State.SENT}
                assert store.disagreements() == 0
                assert Recorder(store.database, ledger).disagreements() == ()
                names = {f"{one.name}.pgp" for one in store.all()}
            assert {opened(one, PLAN, 100_000) for one in partner.messages.values()} == {
                claims(n) for n in range(1, number + 1)
            }
            assert len(partner.messages) == number
            kept = {one.name for one in (tmp_path / "receipts").iterdir() if one.name[0] != "."}
            assert kept == {f"{name}.receipt" for name in names}
    assert killed >= len(HTTPS_POINTS) * 2 // 3


def check(store: OutboxStore, received: list[str], number: int) -> None:
    assert len(received) == len(set(received)) == number
    assert {one.state for one in store.all()} == {State.ACKNOWLEDGED}
    assert {one.name for one in store.all()} == set(received)
    states = store.claim_states()
    assert sum(states.values()) == 2 * number
    assert set(states) <= {"paid", "denied"}
    assert store.disagreements() == 0
    on = store.database.connection
    assert on.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    paid = on.execute("SELECT count(*) FROM answer WHERE kind = '835'").fetchone()[0]
    assert paid == 2 * number  # each remittance was applied once
