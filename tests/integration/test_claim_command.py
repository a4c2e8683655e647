"""`codeward claim` from the outside: a whole file or none, and every refusal said."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.review import read_record

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def visit(codeward: Run, tmp_path: Path) -> Path:
    codeward("demo", "--chart", "office-diabetes-ckd", "--export", str(tmp_path))
    return tmp_path / "office-diabetes-ckd.json"


def changed(path: Path, **fields: object) -> str:
    facts = json.loads(path.read_text("utf-8"))
    other = path.with_name("changed.json")
    other.write_text(json.dumps({**facts, **fields}), "utf-8")
    return str(other)


def test_claim_and_record_are_written(
    codeward: Run, visit: Path, tmp_path: Path, schema: Callable[[str], Any]
) -> None:
    out, record = tmp_path / "o.837", tmp_path / "r.json"
    ended = codeward("claim", str(visit), "-o", str(out), "--record", str(record), "--json")
    assert ended.code == 0
    report = json.loads(ended.out)
    jsonschema.validate(report, schema("claim"))
    assert report == {
        "file": str(out),
        "transaction": "837P",
        "claim_id": "S-OFFICE-0001",
        "total": "207.00",
    }
    decided = read_record(record.read_bytes())
    assert {one.code for one in decided.decisions} >= {"E1122", "99214"}
    assert decided.releases["ICD-10-CM"].id == "icd10cm-2026-04"
    assert all(one.rationale for one in decided.decisions)


def test_the_same_arguments_give_the_same_bytes(codeward: Run, visit: Path, tmp_path: Path) -> None:
    fixed = ("--created", "2026-11-20T09:00", "--control-number", "77")
    for name in ("a", "b"):
        assert codeward("claim", str(visit), "-o", str(tmp_path / name), *fixed).code == 0
    written = (tmp_path / "a").read_bytes()
    assert written == (tmp_path / "b").read_bytes()
    assert b"*261120*0900*^*00501*000000077*" in written


def test_a_site_file_names_submitter_and_receiver(
    codeward: Run, visit: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site.toml"
    site.write_text(
        'submitter_name = "DESK"\nsubmitter_id = "S1"\ncontact_name = "A"\n'
        'contact_phone = "8025550100"\nreceiver_name = "HOUSE"\nreceiver_id = "H1"\nusage = "P"\n'
    )
    out = tmp_path / "o.837"
    assert codeward("claim", str(visit), "-o", str(out), "--site", str(site)).code == 0
    assert "NM1*40*2*HOUSE*****46*H1~" in out.read_text()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"submitter_name = ", "not valid TOML"),
        (b'submitter_name = "A"\n', "missing required field `submitter_id`"),
        (b"\xff", "not valid TOML"),
    ],
)
def test_a_faulty_site_file_is_refused(
    codeward: Run, visit: Path, tmp_path: Path, content: bytes, told: str
) -> None:
    site = tmp_path / "site.toml"
    site.write_bytes(content)
    out = tmp_path / "o.837"
    ended = codeward("claim", str(visit), "-o", str(out), "--site", str(site))
    assert ended.code == 2
    assert told in ended.err
    assert not out.exists()


def test_a_missing_site_file_is_named(codeward: Run, visit: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.toml")
    ended = codeward("claim", str(visit), "-o", str(tmp_path / "o"), "--site", missing)
    assert (ended.code, ended.out) == (2, "")
    assert f"{missing}: cannot be read" in ended.err


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"payer": None}, "no payer is named"),
        ({"diagnoses": [{"code": "E11", "role": "principal"}]}, "E11"),
        ({"service_lines": []}, "service lines"),
    ],
)
def test_a_refusal_writes_nothing_and_says_why(
    codeward: Run, visit: Path, tmp_path: Path, fields: dict[str, object], told: str
) -> None:
    out = tmp_path / "o.837"
    ended = codeward("claim", changed(visit, **fields), "-o", str(out))
    assert (ended.code, ended.out) == (1, "")
    assert "no claim was written" in ended.err
    assert told in ended.err
    assert not out.exists()
    as_json = codeward("claim", changed(visit, **fields), "-o", str(out), "--json")
    assert as_json.code == 1
    assert json.loads(as_json.out)["findings"]


def test_an_impossible_time_is_a_usage_error(codeward: Run, visit: Path, tmp_path: Path) -> None:
    ended = codeward("claim", str(visit), "-o", str(tmp_path / "o"), "--created", "yesterday")
    assert ended.code == 2
    assert "--created wants a time" in ended.err


def test_a_folder_that_is_not_there_is_said(codeward: Run, visit: Path, tmp_path: Path) -> None:
    ended = codeward("claim", str(visit), "-o", str(tmp_path / "no" / "o.837"))
    assert ended.code == 2
    assert "No such file or directory" in ended.err
