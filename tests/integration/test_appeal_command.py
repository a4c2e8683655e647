"""`codeward remittance appeal`: from a denied line of an 835 to the packet, and what gets none."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.adapters.outbox_store import OutboxStore
from codeward.formats.x12.cases import base
from codeward.transmission import ClaimLabel, Label, read_envelope
from tests.unit.adapters.test_appeal_pdf import words
from tests.unit.adapters.test_outbox_faults import DROP
from tests.unit.adapters.transmission_fixture import AT

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def case(codeward: Run, tmp_path: Path) -> Path:
    """A sample chart with its claim record, and an 835 that refuses its visit."""
    codeward("demo", "--chart", "office-diabetes-ckd", "--export", str(tmp_path))
    chart = tmp_path / "office-diabetes-ckd.json"
    done = codeward(
        "claim", str(chart), "-o", str(tmp_path / "visit.837"), "--record",
        str(tmp_path / "record.json"), "--created", "2026-05-13T09:00",
    )  # fmt: skip
    assert done.code == 0
    text = base("remittance")
    for old, new in (
        ("BPR*I*240*", "BPR*I*62*"),
        ("CLP*C1*1*300*200*50*12*P1*11*1~CAS*PR*1*50~", "CLP*S-OFFICE-0001*1*207*22**12*P1*11*1~"),
        ("SVC*HC:99214*200*150~DTM*472*20261020~CAS*CO*45*50~",
         "SVC*HC:99214*185*0~DTM*472*20260512~CAS*CO*50*185~LQ*HE*N115~"),
        ("SVC*HC:J0696*100*100~DTM*472*20261020~", "SVC*HC:G2211*22*22~DTM*472*20260512~"),
        ("SE*23*", "SE*23*"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new, 1)
    (tmp_path / "answer.835").write_text(text)
    return tmp_path


def appeal(codeward: Run, case: Path, *more: str) -> SimpleNamespace:
    return codeward(
        "remittance", "appeal", str(case / "answer.835"), "--encounter",
        str(case / "office-diabetes-ckd.json"), "--record", str(case / "record.json"), "--by",
        "Biller C", "--date", "2026-11-24", "-o", str(case / "packet.pdf"), *more,
    )  # fmt: skip


def test_a_denied_visit_gives_a_packet_as_pdf_and_json(
    codeward: Run, case: Path, schema: Callable[[str], Any]
) -> None:
    done = appeal(codeward, case)
    assert (done.code, done.err) == (0, "")
    assert "packet of 185 in dispute" in done.out
    for name in ("packet.pdf", "packet.json"):
        assert (case / name).stat().st_mode & 0o777 == 0o600
    packet = json.loads((case / "packet.json").read_bytes())
    jsonschema.validate(packet, schema("appeal"))
    assert packet["claim"]["claim_id"] == "S-OFFICE-0001"
    assert packet["replayed"] is True
    assert packet["denials"][0]["decision"]["by"] == "encounter file"
    visit = next(one for one in packet["codes"] if one["code"] == "99214")
    assert visit["denied"]
    document = json.loads((case / "office-diabetes-ckd.json").read_text("utf-8"))["documents"][0]
    assert visit["evidence"]
    for one in packet["codes"]:
        for span in one["evidence"]:
            assert document["text"][span["start"] : span["end"]] == span["text"]
    text = words((case / "packet.pdf").read_bytes())
    assert "CO-50" in text
    assert "N115" in text
    assert "Merriweather, Lionel" in text
    first = (case / "packet.pdf").read_bytes(), (case / "packet.json").read_bytes()
    appeal(codeward, case)
    assert ((case / "packet.pdf").read_bytes(), (case / "packet.json").read_bytes()) == first


def test_queries_with_their_answers_go_into_the_packet(codeward: Run, case: Path) -> None:
    queries = case / "queries.json"
    queries.write_text(json.dumps([{
        "query": {"topic": "cause", "question": "What causes the kidney disease?",
                  "options": ["other", "unable to determine"], "indicators": []},
        "sent": "2026-05-13T09:00:00Z", "by": "Coder", "answer": "Diabetes.",
        "answered": "2026-05-14T09:00:00Z", "provider": "Dr. Okonjo",
    }]))  # fmt: skip
    assert appeal(codeward, case, "--queries", str(queries)).code == 0
    assert "What causes the kidney disease?" in words((case / "packet.pdf").read_bytes())
    queries.write_text("[{}]")
    assert appeal(codeward, case, "--queries", str(queries)).code == 2


def test_a_self_pay_restriction_stops_the_packet(
    codeward: Run, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OutboxStore(case / "home" / "transmission" / "outbox.sqlite") as store:
        store.label(ClaimLabel("S-OFFICE-0001", Label.SELF_PAY_RESTRICTED))
    monkeypatch.setattr("codeward.cli.appeal_command.home", lambda: case / "home")
    done = appeal(codeward, case)
    assert (done.code, done.out) == (1, "")
    assert "no override" in done.err
    assert "S-OFFICE" not in done.err
    assert not (case / "packet.pdf").exists()


def test_the_days_of_an_appeal_are_those_of_the_contract(
    codeward: Run, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (case / "visit.837").read_bytes()
    for module in ("appeal_command", "ledger_options"):
        monkeypatch.setattr(f"codeward.cli.{module}.home", lambda: case / "home")
    with OutboxStore(case / "home" / "transmission" / "outbox.sqlite") as store:
        store.queue("plan", read_envelope(content), content, AT)
    assert "106 days left" in appeal(codeward, case).out
    register = case / "home" / "transmission" / "partners.toml"
    register.write_text(DROP + "[plan.clocks]\nappeal = 60\n")
    assert "46 days left" in appeal(codeward, case).out
    assert "16 days left" in appeal(codeward, case, "--appeal-days", "30").out
    register.write_text(DROP.replace("plan", "other"))
    assert "106 days left" in appeal(codeward, case).out


def test_what_cannot_be_appealed_says_why_and_writes_nothing(codeward: Run, case: Path) -> None:
    answer = case / "answer.835"
    denied = answer.read_text()
    answer.write_text(denied.replace("S-OFFICE-0001", "OTHER"))
    assert "says nothing of the claim" in appeal(codeward, case).err
    answer.write_text(denied.replace("BPR*I*62*", "BPR*I*63*"))
    assert (appeal(codeward, case).code, "balance" in appeal(codeward, case).err) == (1, True)
    answer.write_text(denied)
    assert "wants the name of the PDF" in appeal(codeward, case, "-o", str(case / "x.json")).err
    assert not (case / "packet.pdf").exists()
    assert not (case / "x.json").exists()


def test_the_remittance_is_read_without_a_word_before_it(codeward: Run, case: Path) -> None:
    answer, chart = str(case / "answer.835"), str(case / "office-diabetes-ckd.json")
    plain = codeward("remittance", answer)
    assert plain.out == codeward("remittance", "read", answer).out
    assert "denial S-OFFICE-0001 line 1 99214" in plain.out
    assert "provider takeback of an overpayment (PLB WO): -10.5" in plain.out
    assert "under codeward" in codeward(
        "remittance", answer, "--record", str(case / "record.json"), "--encounter", chart
    ).out  # fmt: skip
    assert "appeal" in codeward("remittance", "--help").out
