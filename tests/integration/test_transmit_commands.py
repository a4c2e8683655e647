"""`codeward transmit`, `partners` and `payer-simulator` as an operator calls them."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncssh
import jsonschema

from codeward.adapters.payer_simulator import PayerSimulator
from tests.unit.adapters.transmission_fixture import AT, REGISTER, claims, client_key, payer

AGREEMENT = '[plan.agreement]\nkind = "baa"\nsigned = 2020-01-01\nexpires = 2099-12-31\n'


def write_register(folder: Path, simulator: PayerSimulator, agreement: str = AGREEMENT) -> str:
    text = REGISTER.format(
        port=simulator.port, host_key=simulator.host_key, usage="T", transactions='"837P"',
        agreement=agreement, more="",
    )  # fmt: skip
    (folder / "partners.toml").write_text(text)
    return str(folder / "partners.toml")


def test_queue_run_poll_status(run: Callable[..., SimpleNamespace], tmp_path: Path) -> None:
    with payer(tmp_path, client_key(tmp_path)) as simulator:
        register = write_register(tmp_path, simulator)
        assert run("partners", "check", register).code == 0
        (tmp_path / "claims.837").write_bytes(claims(1))
        told = ("--partner", "plan", "--partners", register)
        done = run("transmit", "queue", str(tmp_path / "claims.837"), *told)
        assert (done.code, done.out.split(" as ")[0]) == (0, "file 1: queued for plan")
        assert "1 sent" in run("transmit", "run", "--partners", register).out
        simulator.work(AT)
        assert "4 files taken in" in run("transmit", "poll", "--partners", register).out
        report: Any = json.loads(run("transmit", "status", "--json").out)
        schema = Path(__file__).parents[2] / "docs/reference/schemas/transmit-status.schema.json"
        jsonschema.validate(report, json.loads(schema.read_text("utf-8")))
        assert report["states"] == {"acknowledged": 1}
        assert sum(report["claims"].values()) == 2
        assert "acknowledged" in run("transmit", "status").out


def test_the_gate_and_faulty_files_refuse_at_the_door(
    run: Callable[..., SimpleNamespace], tmp_path: Path
) -> None:
    client_key(tmp_path)
    simulator: Any = SimpleNamespace(port=22, host_key="SHA256:" + "A" * 43)
    register = write_register(tmp_path, simulator, "")
    assert run("partners", "check", register).code == 1
    file = tmp_path / "claims.837"
    file.write_bytes(claims(1))
    told = ("transmit", "queue", str(file), "--partner", "plan", "--partners", register)
    refused = run(*told, "--label", "C1-1=PSYCHOTHERAPY_NOTE")
    assert (refused.code, refused.out) == (1, "")
    assert "TRM001" in refused.err
    assert "TRM007" in refused.err
    assert run(*told, "--label", "C1-1=OTHER").code == 2
    file.write_bytes(claims(1).replace(b"SE*43", b"SE*42"))
    assert "does not validate" in run(*told).err
    assert run("transmit", "release", "1").code == 2


def test_the_payer_simulator_listens_on_loopback_only(
    run: Callable[..., SimpleNamespace], tmp_path: Path
) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_public_key(tmp_path / "client.pub")
    done = run(
        "payer-simulator", "--folder", str(tmp_path / "payer"), "--client-key",
        str(tmp_path / "client.pub"), "--rounds", "1", "--delay", "0.01",
    )  # fmt: skip
    assert done.code == 0
    assert done.out.startswith("listening on 127.0.0.1:")
