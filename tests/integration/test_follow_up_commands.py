"""From the outbox over real SFTP to worklists, timeline and resolved answers, by command only."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.adapters.payer_simulator import PayerSimulator
from codeward.cli.ledger_options import site_ledger
from codeward.safeguards.ledger import Action
from tests.integration.test_transmit_commands import write_register
from tests.unit.adapters.transmission_fixture import AT, claims, client_key, payer

Run = Callable[..., SimpleNamespace]
SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
WHO = ("--by", "Biller C", "--reason", "found by its charge")


def told(done: SimpleNamespace, schema: str) -> Any:
    assert done.code == 0
    report = json.loads(done.out)
    text = (SCHEMAS / f"transmit-{schema}.schema.json").read_text("utf-8")
    jsonschema.validate(report, json.loads(text))
    return report


@pytest.fixture
def answered(run: Run, tmp_path: Path) -> Iterator[tuple[str, PayerSimulator]]:
    """Six files at the payer, who has answered them."""
    with payer(tmp_path, client_key(tmp_path)) as simulator:
        register = write_register(tmp_path, simulator)
        for number in range(1, 7):
            file = tmp_path / f"{number}.837"
            file.write_bytes(claims(number))
            done = run("transmit", "queue", str(file), "--partner", "plan", "--partners", register)
            assert done.code == 0
        assert "6 sent" in run("transmit", "run", "--partners", register).out
        simulator.work(AT)
        yield register, simulator


def test_denied_claims_are_listed_with_their_clock_and_leave_the_list_when_closed(
    run: Run, answered: tuple[str, PayerSimulator]
) -> None:
    register, _ = answered
    run("transmit", "poll", "--partners", register)
    states = json.loads(run("transmit", "status", "--json").out)["claims"]
    found = told(run("transmit", "denied", "--partners", register, "--json"), "denied")
    assert len(found) >= states["denied"] > 0
    claim = found[0]["claim"]
    shown = run("transmit", "denied").out
    assert f"{claim} plan refused" in shown
    assert "appeal by" in shown
    assert "medical necessity (CO-50" in shown
    steps = told(run("transmit", "timeline", claim, "--json"), "timeline")
    assert {"queue", "place", "TA1", "999 set", "277CA", "835"} <= {one["what"] for one in steps}
    assert "835 4: paid 0" in run("transmit", "timeline", claim).out
    assert run("transmit", "close", claim, *WHO).code == 0
    left = told(run("transmit", "denied", "--json"), "denied")
    assert claim not in [one["claim"] for one in left]
    assert run("transmit", "timeline", "NONE").code == 2


def test_a_label_stops_a_file_that_is_queued_already(
    run: Run, answered: tuple[str, PayerSimulator], tmp_path: Path
) -> None:
    register, _ = answered
    file = tmp_path / "9.837"
    file.write_bytes(claims(9))
    run("transmit", "queue", str(file), "--partner", "plan", "--partners", register)
    assert run("transmit", "label", "C9-1", "OTHER").code == 2
    done = run("transmit", "label", "C9-1", "SELF_PAY_RESTRICTED", "--partner", "plan")
    assert (done.code, "C9-1" in done.out) == (0, False)
    assert "1 held" in run("transmit", "run", "--partners", register).out


def test_the_remittance_of_a_claim_comes_out_of_the_archive(
    run: Run, answered: tuple[str, PayerSimulator], tmp_path: Path
) -> None:
    register, _ = answered
    out = tmp_path / "claim.835"
    ask = ("transmit", "remittance", "C1-1", "-o", str(out), "--partners", register)
    assert run(*ask).code == 2
    run("transmit", "poll", "--partners", register)
    assert run(*ask).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert "C1-1" in run("remittance", str(out)).out


def test_a_refused_file_is_shown_with_its_place_and_reason(
    run: Run, answered: tuple[str, PayerSimulator], tmp_path: Path
) -> None:
    register, _ = answered
    (tmp_path / "payer" / "answers" / "note.x12").write_bytes(b"the gateway says hello")
    run("transmit", "poll", "--partners", register)
    shown = run("transmit", "quarantine").out.splitlines()
    assert shown[-1] == "1 files in quarantine"
    partner, path, reason = shown[0].split(": ")
    assert (partner, reason) == ("plan", "it is no X12 interchange")
    assert Path(path).read_bytes() == b"the gateway says hello"


def test_a_rejected_set_is_on_the_other_list(
    run: Run, answered: tuple[str, PayerSimulator], tmp_path: Path
) -> None:
    register, _ = answered
    (answer,) = (tmp_path / "payer" / "answers").glob("000001-999.x12")
    text = answer.read_bytes()
    answer.write_bytes(text.replace(b"IK5*A", b"IK5*R*5").replace(b"AK9*A*1*1*1", b"AK9*R*1*1*0"))
    for kind in ("277CA", "835"):
        (tmp_path / "payer" / "answers" / f"000001-{kind}.x12").unlink()
    run("transmit", "poll", "--partners", register)
    found = told(run("transmit", "rejected", "--json"), "rejected")
    assert [one["claim"] for one in found] == ["C1-1", "C1-2"]
    shown = run("transmit", "rejected", "--partners", register).out
    assert "C1-1 plan 300: 999 set R; file again by" in shown
    assert "2 claims to correct and file again" in shown


def test_unmatched_answers_are_listed_attached_and_dismissed(
    run: Run, answered: tuple[str, PayerSimulator], tmp_path: Path
) -> None:
    register, _ = answered
    (answer,) = (tmp_path / "payer" / "answers").glob("000001-277CA.x12")
    answer.write_bytes(answer.read_bytes().replace(b"C1-1", b"Q1").replace(b"C1-2", b"Q2"))
    run("transmit", "poll", "--partners", register)
    waiting = told(run("transmit", "unmatched", "list", "--json"), "unmatched")["answers"]
    assert [one["answer"]["claim"] for one in waiting] == ["Q1", "Q2"]
    assert "plan 277CA: claim Q1" in run("transmit", "unmatched", "list").out
    first, second = (str(one["id"]) for one in waiting)
    assert run("transmit", "unmatched", "attach", first, "--file", "9", *WHO).code == 2
    done = run("transmit", "unmatched", "attach", first, "--file", "1", "--claim", "C1-1", *WHO)
    assert (done.code, "attached to file 1" in done.out) == (0, True)
    assert run("transmit", "unmatched", "dismiss", second, *WHO).code == 0
    assert "0 answers wait" in run("transmit", "unmatched", "list").out
    assert run("transmit", "unmatched", "dismiss", second, *WHO).code == 2
    assert "found by its charge" in run("transmit", "timeline", "C1-1").out
    assert run("transmit", "close", "C1-1", *WHO).code == 0
    assert run("transmit", "label", "C1-2", "SELF_PAY_RESTRICTED").code == 0
    assert {
        Action.TRANSMISSION_ATTACH,
        Action.ANSWER_DISMISSED,
        Action.CLAIM_CLOSED,
        Action.CLAIM_LABELLED,
    } <= on_ledger()
    assert run("ledger", "verify").code == 0


def on_ledger() -> set[Action]:
    with site_ledger() as ledger:
        return {ledger.store.entry(place).action for place in range(ledger.store.size)}
