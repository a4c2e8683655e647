"""`codeward remittance`: denials with their causes and days, and nothing from what does not balance."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.formats.x12.cases import base

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def denied(tmp_path: Path) -> Path:
    text = base("remittance")
    for old, new in (
        ("BPR*I*240*", "BPR*I*140*"),
        ("CLP*C1*1*300*200*50*", "CLP*C1*1*300*100*50*"),
        (
            "SVC*HC:J0696*100*100~DTM*472*20261020~",
            "SVC*HC:J0696*100*0~DTM*472*20261020~CAS*CO*50*100~",
        ),
        ("SE*23*", "SE*24*"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "answer.835"
    file.write_text(text)
    return file


def test_a_denied_line_is_told_with_its_cause_and_its_days(
    codeward: Run, denied: Path, schema: Callable[[str], Any]
) -> None:
    told = codeward("remittance", str(denied))
    assert told.code == 0
    assert "C1: partly paid, 100 of 300" in told.out
    assert "denial C1 line 2 J0696: appeal by 2027-03-10, file again by 2027-10-20" in told.out
    assert "100 medical necessity (CARC 50)" in told.out
    report = json.loads(codeward("remittance", str(denied), "--json").out)
    jsonschema.validate(report, schema("remittance"))
    assert report[0]["denials"][0]["line"] == 2


def test_a_record_leads_the_denial_back_to_its_decision(
    codeward: Run, denied: Path, tmp_path: Path
) -> None:
    record = {
        "encounter_id": "C1", "releases": {}, "engine": "codeward 0.1",
        "decisions": [{
            "system": "HCPCS", "code": "J0696", "verdict": "added", "by": "coder",
            "at": "2026-10-21T09:00:00Z", "rationale": {"text": "given in the clinic"},
        }],
    }  # fmt: skip
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record))
    told = codeward("remittance", str(denied), "--record", str(file))
    assert "decided by coder on 2026-10-21: added" in told.out
    file.write_text("{}")
    told = codeward("remittance", str(denied), "--record", str(file))
    assert (told.code, "no decision record" in told.err) == (2, True)


def test_nothing_is_posted_from_what_is_not_accepted(codeward: Run, tmp_path: Path) -> None:
    file = tmp_path / "answer.835"
    file.write_text(base("remittance").replace("BPR*I*240*", "BPR*I*241*"))
    told = codeward("remittance", str(file))
    assert (told.code, told.out) == (1, "")
    file.write_text(base("professional"))
    assert "it holds no 835" in codeward("remittance", str(file)).err
    file.write_text("no interchange")
    assert codeward("remittance", str(file)).code == 2
    assert codeward("remittance", str(tmp_path / "absent")).code == 2
