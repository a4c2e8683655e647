"""The witness as a process on loopback, and attack A3: what it refuses, it writes down."""

import os
import re
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_witness import (
    ALARMS,
    PATH,
    SEEN,
    Witness,
    ask_witness,
    witness_server,
)
from codeward.safeguards.ledger import LedgerError, Verifier, check_proof, read_verifier
from tests.unit.adapters.ledger_fixture import LOG, event, filled, found, store

AT = datetime(2026, 11, 24, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(reversed(range(32))))


@contextmanager
def witness(
    folder: Path, accepted: int = 0, log: Verifier = LOG
) -> Iterator[tuple[Witness, str, int]]:
    one = Witness(folder, "witness.example", KEY, log, accepted)
    server = witness_server(one, 0, lambda: AT)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield one, f"http://127.0.0.1:{server.server_port}", server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_growing_ledger_is_cosigned_and_proofs_carry_the_cosignature(tmp_path: Path) -> None:
    with witness(tmp_path / "witness") as (one, url, _), store(tmp_path) as on:
        with pytest.raises(LedgerError, match="no entries"):
            ask_witness(on, url, LOG, one.verifier)
        for number in range(5):
            on.append([event(number)])
            assert ask_witness(on, url, LOG, one.verifier).size == number + 1
        ask_witness(on, url, LOG, one.verifier)
        assert check_proof(on.prove(3), LOG, [one.verifier]).seq == 3
        kept = (tmp_path / "witness" / SEEN).read_text()
    assert not (tmp_path / "witness" / ALARMS).exists()
    key = verify_ledger.read_key(one.verifier.text)
    report = verify_ledger.verify(
        tmp_path / "ledger.sqlite", verify_ledger.read_key(LOG.text), [key], [kept]
    )
    assert (report.findings, report.witnessed) == ([], 5)


def test_a_ledger_that_lost_or_changed_entries_is_refused_and_the_alarm_written(
    tmp_path: Path,
) -> None:
    filled(tmp_path, 60)
    with witness(tmp_path / "witness") as (one, url, _):
        with store(tmp_path) as on:
            ask_witness(on, url, LOG, one.verifier)
        shorter, other = tmp_path / "shorter", tmp_path / "other"
        for folder, size in ((shorter, 40), (other, 80)):
            folder.mkdir()
            with store(folder) as on:
                on.append(event(number, actor="user:b") for number in range(size))
        with store(shorter) as on, pytest.raises(LedgerError, match=r"saw 60 entries.*has 40"):
            ask_witness(on, url, LOG, one.verifier)
        with store(other) as on, pytest.raises(LedgerError, match=r"refuses \(422\)"):
            ask_witness(on, url, LOG, one.verifier)
        alarms = (tmp_path / "witness" / ALARMS).read_text().splitlines()
        assert [line.split(" ")[1] for line in alarms] == ["409", "422"]
        kept = (tmp_path / "witness" / SEEN).read_text()
    assert found(shorter, kept) == ["LDG005 40 59"]
    assert found(other, kept)[0].startswith("LDG003 0")


def test_a_new_epoch_is_cosigned_once_a_person_agrees(tmp_path: Path) -> None:
    from codeward.safeguards.ledger import Action

    filled(tmp_path, 60)
    with witness(tmp_path / "witness") as (one, url, _), store(tmp_path) as on:
        ask_witness(on, url, LOG, one.verifier)
    other = tmp_path / "restored"
    other.mkdir()
    filled(other, 40)
    with store(other) as on:
        lost = {"lost_size": "60", "lost_root": "00"}
        on.append([event(41, action=Action.EPOCH_DECLARED, objects=lost)])
        with (
            witness(tmp_path / "witness") as (one, url, _),
            pytest.raises(LedgerError, match="403"),
        ):
            ask_witness(on, url, LOG, one.verifier)
        with witness(tmp_path / "witness", accepted=1) as (one, url, _):
            assert ask_witness(on, url, LOG, one.verifier).size == 41
            on.append([event(42)])
            assert ask_witness(on, url, LOG, one.verifier).size == 42


def test_what_is_no_request_is_refused(tmp_path: Path) -> None:
    with witness(tmp_path / "witness") as (_, _, port):
        for method, path, body, status in (
            ("POST", PATH, b"nonsense", 400),
            ("POST", PATH, b"\xff", 400),
            ("POST", "/", b"", 404),
            ("POST", PATH, b"x" * 70_000, 404),
            ("GET", PATH, b"", 501),
        ):
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request(method, path, body)
            assert connection.getresponse().status == status
            connection.close()


def test_a_witness_that_cannot_keep_what_it_saw_signs_nothing(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    with witness(tmp_path / "witness") as (one, url, _), store(tmp_path) as on:
        (tmp_path / "witness" / SEEN).write_text("damaged")
        with pytest.raises(LedgerError, match="503"):
            ask_witness(on, url, LOG, one.verifier)
        assert check_proof(on.prove(3), LOG).seq == 3
        with pytest.raises(LedgerError, match="believed"):
            check_proof(on.prove(3), LOG, [one.verifier])


def test_a_witness_that_is_not_there_or_not_a_witness_is_told(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    with witness(tmp_path / "witness") as (one, url, _), store(tmp_path) as on:
        other = read_verifier(LOG.text)
        with pytest.raises(LedgerError, match="believed key"):
            ask_witness(on, url, LOG, other)
        with pytest.raises(LedgerError, match="refuses"):
            ask_witness(on, f"{url}/elsewhere", LOG, one.verifier)
    with store(tmp_path) as on:
        with pytest.raises(LedgerError, match="cannot be reached"):
            ask_witness(on, url, LOG, one.verifier)
        with pytest.raises(LedgerError, match="named by its URL"):
            ask_witness(on, "file:///etc", LOG, one.verifier)


def test_the_command_is_a_process_of_its_own(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    (tmp_path / "log.vkey").write_text(LOG.text)
    folder = tmp_path / "witness"
    command = [sys.executable, "-m", "codeward", "ledger", "witness", "--folder", str(folder),
               "--log", str(tmp_path / "log.vkey")]  # fmt: skip
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert select.select([process.stdout], [], [], 60)[0]
            url = re.search(r"http://\S+", process.stdout.readline())
            assert url is not None
            key = read_verifier((folder / "witness.vkey").read_text())
            with store(tmp_path) as on:
                ask_witness(on, url[0], LOG, key)
                assert check_proof(on.prove(1), LOG, [key]).seq == 1
        finally:
            process.kill()
