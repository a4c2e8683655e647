"""`codeward ledger` as an operator, an auditor and a privacy officer call it."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codeward.adapters import verify_ledger
from codeward.cli.ledger_options import acting
from codeward.cli.ledger_witness_commands import witness as witness_command
from tests.integration.test_transmit_commands import write_register
from tests.releases_fixture import HOME
from tests.unit.adapters.test_ledger_witness import witness
from tests.unit.adapters.transmission_fixture import AT, claims, client_key, payer

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def sent(run: Run, tmp_path: Path) -> Path:
    """A site that has sent a file and taken in its answers."""
    with payer(tmp_path, client_key(tmp_path)) as simulator:
        register = write_register(tmp_path, simulator)
        (tmp_path / "claims.837").write_bytes(claims(1))
        told = ("--partner", "plan", "--partners", register)
        assert run("transmit", "queue", str(tmp_path / "claims.837"), *told).code == 0
        assert run("transmit", "run", "--partners", register).code == 0
        simulator.work(AT)
        assert run("transmit", "poll", "--partners", register).code == 0
    return tmp_path / "home" / "ledger"


def test_a_claim_is_proved_to_an_auditor_from_released_to_paid(
    run: Run, sent: Path, tmp_path: Path
) -> None:
    done = run("ledger", "verify", "--json")
    report = json.loads(done.out)
    assert (done.code, report["findings"], report["outbox_disagreements"]) == (0, [], [])
    assert report["signed"] == report["entries"] > 8
    done = run("ledger", "prove", "--claim", "C1-1", "-o", str(tmp_path / "proofs"))
    told = [line.rsplit(": ", 1)[1] for line in done.out.splitlines()]
    assert told[:4] == [f"transmission.{one}" for one in ("queue", "start", "upload", "place")]
    assert "answer.matched" in told
    key = verify_ledger.read_key((sent / "log.vkey").read_text())
    for path in (tmp_path / "proofs").iterdir():
        verify_ledger.check_proof(path.read_text(), key)
    one = run("ledger", "prove", "2")
    assert verify_ledger.check_proof(one.out, key)["openings"] == []
    assert run("ledger", "prove", "--claim", "C9-9").code == 2
    assert run("ledger", "prove", "999").code == 2
    assert run("ledger", "prove").code == 2
    assert "holds" in run("ledger", "verify", "--key", str(sent / "log.vkey")).out
    alone = tmp_path / "verify_ledger.py"
    assert run("ledger", "verifier", "-o", str(alone)).code == 0
    assert alone.read_bytes() == Path(verify_ledger.__file__).read_bytes()


def test_tampering_and_disagreement_end_with_one(run: Run, sent: Path, tmp_path: Path) -> None:
    outbox = sqlite3.connect(tmp_path / "home" / "transmission" / "outbox.sqlite")
    outbox.execute("UPDATE event SET action = 'hold' WHERE action = 'place'")
    outbox.commit()
    outbox.close()
    done = run("ledger", "verify")
    assert done.code == 1
    assert "outbox and ledger disagree: outbox/" in done.out
    other = sqlite3.connect(sent / "ledger.sqlite")
    other.execute("DROP TRIGGER entry_delete")
    other.execute("DELETE FROM entry WHERE seq = 3")
    other.commit()
    other.close()
    done = run("ledger", "verify")
    assert done.code == 1
    assert "LDG001 entries 3 to 3" in done.out


def test_the_witness_and_a_declared_loss(run: Run, sent: Path, tmp_path: Path) -> None:
    log = verify_ledger.read_key((sent / "log.vkey").read_text())
    kept = tmp_path / "kept"
    with witness(tmp_path / "w", log=log_verifier(sent)) as (one, url, _):
        key = tmp_path / "w.vkey"
        key.write_text(one.verifier.text)
        asked = ("--witness-url", url, "--witness", str(key))
        note = run("ledger", "checkpoint", *asked).out
        assert note.count("\u2014") == 2
        kept.write_text(note)
        assert run("ledger", "checkpoint", "--witness-url", url).code == 2
    told = run("ledger", "verify", "--witness", str(key), "--witnessed", str(kept), "--json")
    size = json.loads(told.out)["entries"]
    assert json.loads(told.out)["witnessed"] == size
    assert run("ledger", "epoch", str(kept), "--reason", "T-1").code == 2  # nothing was lost
    shorter(sent / "ledger.sqlite", 3)
    assert "LDG005" in run("ledger", "verify", "--witnessed", str(kept)).out
    assert (
        "declare what was lost"
        in run("transmit", "release", "1").err
        + run("transmit", "run", "--partners", str(tmp_path / "partners.toml")).err
    )
    done = run("ledger", "epoch", str(kept), "--reason", "T-1")
    assert (done.code, done.out.split(":")[0]) == (0, "entry 3")
    done = run("ledger", "verify", "--witness", str(key), "--witnessed", str(kept))
    assert done.code == 0
    assert f"epoch declared: entries 3 to {size - 1} were lost" in done.out
    assert log.name in run("ledger", "checkpoint").out


def log_verifier(folder: Path) -> Any:
    from codeward.safeguards.ledger import read_verifier

    return read_verifier((folder / "log.vkey").read_text())


def shorter(path: Path, size: int) -> None:
    """What a restore from an older copy leaves."""
    other = sqlite3.connect(path)
    for (name,) in other.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute("DELETE FROM entry WHERE seq >= ?", (size,))
    other.execute("DELETE FROM mention WHERE seq >= ?", (size,))
    other.execute("DELETE FROM checkpoint WHERE size > ?", (size,))
    other.execute("DELETE FROM cosignature WHERE size > ?", (size,))
    other.commit()
    other.close()


def test_disclosures_are_accounted_for(run: Run, sent: Path, schema: Callable[[str], Any]) -> None:
    report = json.loads(run("ledger", "disclosures", "--claim", "C1-1", "--json").out)
    jsonschema.validate(report, schema("ledger-disclosures"))
    assert report["accountable"] == []
    assert [(one["recipient"], one["what"]) for one in report["exempt"]] == [("plan", "837P")]
    made = ("ledger", "disclose", "--claim", "C1-1", "--to", "health-department",
            "--what", "case-report", "--under", "164.512(b)")  # fmt: skip
    assert run(*made).code == 0
    told = run("ledger", "disclosures", "--claim", "C1-1").out
    assert "to be accounted for: 1" in told
    assert "health-department: case-report for 164.512(b)" in told
    assert "exempt: 1" in told
    both = run("ledger", "disclosures", "--claim", "C1-1", "--claim", "C1-2").out
    assert "to be accounted for: 1" in both
    assert "exempt: 1" in both  # one file, one disclosure
    assert run(*made, "--suspended-until", "2999-01-01", "--oral").code == 2
    assert run(*made, "--suspended-until", "2999-01-01").code == 0
    assert "to be accounted for: 1" in run("ledger", "disclosures", "--claim", "C1-1").out
    refused = run(*made[:-1], "because John Doe asked")
    assert (refused.code, "John" in refused.err) == (2, False)
    assert run("ledger", "verify").code == 0


def test_what_the_gate_refuses_is_on_the_ledger(run: Run, tmp_path: Path) -> None:
    client_key(tmp_path)
    simulator: Any = SimpleNamespace(port=22, host_key="SHA256:" + "A" * 43)
    register = write_register(tmp_path, simulator, "")
    (tmp_path / "claims.837").write_bytes(claims(1))
    told = ("transmit", "queue", str(tmp_path / "claims.837"), "--partner", "plan")
    assert run(*told, "--partners", register).code == 1
    proof = run("ledger", "prove", "0").out
    entry = verify_ledger.json.loads(
        verify_ledger.base64.b64decode(proof.splitlines()[1].removeprefix("extra "))
    )["entry"]
    assert '"action":"transmission.refused"' in entry
    assert '"explanation":"TRM001"' in entry


def test_without_a_ledger_there_is_nothing_to_verify(run: Run, tmp_path: Path) -> None:
    done = run("ledger", "verify")
    assert (done.code, done.out) == (2, "")
    assert "no ledger yet" in done.err
    assert run("ledger", "checkpoint").code == 2
    assert run("ledger", "verify").code == 2  # asking for a checkpoint begins none
    assert run("transmit", "label", "C1-1", "SELF_PAY_RESTRICTED").code == 0  # an act does
    assert run("ledger", "verify").code == 0
    (tmp_path / "key").write_text("no key")
    assert "no verifier key" in run("ledger", "verify", "--key", str(tmp_path / "key")).err
    note = tmp_path / "note"
    note.write_text("no note")
    assert run("ledger", "verify", "--witnessed", str(note)).code == 2
    key = Ed25519PrivateKey.generate()
    other = tmp_path / "other"
    from codeward.safeguards.ledger import Checkpoint
    from codeward.safeguards.ledger.checkpoint import sign_checkpoint

    log = log_verifier(tmp_path / "home" / "ledger")
    other.write_text(sign_checkpoint(Checkpoint(log.name, 3, bytes(32)), log.name, key))
    assert run("ledger", "epoch", str(other), "--reason", "T-1").code == 2


def test_an_epoch_can_be_declared_where_nothing_was_sent(run: Run, tmp_path: Path) -> None:
    made = ("ledger", "disclose", "--claim", "C", "--to", "court", "--what", "bill", "--under",
            "164.512(e)")  # fmt: skip
    for _ in range(3):
        assert run(*made).code == 0
    kept = tmp_path / "kept"
    kept.write_text(run("ledger", "checkpoint").out)
    shorter(tmp_path / "home" / "ledger" / "ledger.sqlite", 1)
    assert "0 rows" in run("ledger", "epoch", str(kept), "--reason", "T-1").out


def test_pruning_is_refused_before_its_time_and_under_a_hold(run: Run, tmp_path: Path) -> None:
    two = ("--approved-by", "user:a", "--approved-by", "user:b")
    early = run("ledger", "prune", "--through", "2026-01-01", *two)
    assert (early.code, "kept 10 years" in early.err) == (2, True)
    assert run("ledger", "prune", "--through", "2001-01-01", *two, "--keep-years", "5").code == 2
    assert "0 entries" in run("ledger", "prune", "--through", "2001-01-01", *two).out
    (tmp_path / "home" / "ledger" / "legal-hold").touch()
    held = run("ledger", "prune", "--through", "2001-01-01", *two)
    assert (held.code, "legal hold" in held.err) == (2, True)


def test_a_claim_and_its_decisions_are_on_the_ledger_before_the_file_is_there(
    codeward: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: Callable[[str], Any]
) -> None:
    codeward("demo", "--chart", "office-diabetes-ckd", "--export", str(tmp_path))
    visit = str(tmp_path / "office-diabetes-ckd.json")
    home = tmp_path / "home"
    home.mkdir()
    for path in HOME.iterdir():
        (home / path.name).symlink_to(path)
    monkeypatch.setenv("CODEWARD_HOME", str(home))
    fixed = ("claim", visit, "--created", "2026-11-20T09:00", "-o", str(tmp_path / "o.837"))
    assert "ledger" not in json.loads(codeward(*fixed, "--json").out)
    proofs = tmp_path / "proofs"
    done = codeward(*fixed, "--proof", str(proofs), "--trace", "--json")
    report = json.loads(done.out)
    jsonschema.validate(report, schema("claim"))
    places = report["ledger"]
    assert places["decisions"] == list(range(places["claim"]))
    assert places["size"] == places["claim"] + 1
    key = verify_ledger.read_key((home / "ledger" / "log.vkey").read_text())
    found = [
        verify_ledger.check_proof(path.read_text(), key)["openings"]
        for path in sorted(proofs.iterdir())
    ]
    assert found[-1][0]["value"] == "S-OFFICE-0001"
    codes = {json.loads(one["value"])["code"] for (one,) in found[:-1]}
    assert codes >= {"E1122", "99214"}
    again = codeward(*fixed, "--trace")
    assert f"ledger entry {places['claim']}: proof of" in again.out
    assert json.loads(codeward(*fixed, "--json").out)["ledger"] == places
    told = codeward("ledger", "prove", "--claim", "S-OFFICE-0001", "-o", str(proofs)).out
    assert "claim.final" in told
    assert "decision.final" in told


def test_a_user_without_a_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError(1000)

    monkeypatch.setattr("getpass.getuser", nobody)
    assert acting() == "user:unknown"
    monkeypatch.setattr("getpass.getuser", lambda: "ada lovelace\n")
    assert acting() == "user:adalovelace"


def test_the_witness_command_makes_its_key_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.vkey"
    from tests.unit.adapters.ledger_fixture import LOG

    log.write_text(LOG.text)
    monkeypatch.setattr("http.server.HTTPServer.serve_forever", lambda _self: None)
    given = {"folder": tmp_path / "w", "log": log, "name": "w", "port": 0, "accept_epoch": 0}
    keys = []
    for _ in range(2):
        with click.Context(witness_command):
            witness_command.callback(**given)
        keys.append((tmp_path / "w" / "witness.vkey").read_text())
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    "asked", [("prove", "0"), ("checkpoint",), ("verify",), ("disclosures", "--claim", "C1-1")]
)
def test_asking_where_there_is_no_ledger_says_so_and_begins_none(
    run: Run, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    done = run("ledger", *asked)
    assert (done.code, "no ledger yet" in done.err) == (2, True)
    assert not (tmp_path / "home" / "ledger").exists()
