"""`codeward codesets list` and `codeward x12 validate`: what they print for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema

from codeward.formats.x12.cases import base

Run = Callable[..., SimpleNamespace]


def test_installed_releases_hold_their_published_schema(
    codeward: Run, schema: Callable[[str], Any]
) -> None:
    ended = codeward("codesets", "list", "--json")
    assert ended.code == 0
    listed = json.loads(ended.out)
    jsonschema.validate(listed, schema("codesets-list"))
    counts = {one["id"]: one["counts"].get("billable") for one in listed}
    assert counts["icd10cm-2025-10"] == 74_719
    assert counts["icd10cm-2026-10"] == 74_879
    assert counts["icd10pcs-2026-10"] == 79_256


def test_a_written_claim_is_accepted_and_a_broken_one_is_not(
    codeward: Run, tmp_path: Path, schema: Callable[[str], Any]
) -> None:
    codeward("demo", "--chart", "chf-admission", "--out", str(tmp_path))
    claim = tmp_path / "chf-admission.837"
    ended = codeward("x12", "validate", str(claim), "--json")
    report = json.loads(ended.out)
    jsonschema.validate(report, schema("x12-validate"))
    assert (ended.code, report["accepted"], report["claims"]) == (0, True, 1)
    claim.write_text(
        claim.read_text().replace("\nCLM*S-INPATIENT-0003*", "\nCLM*S-INPATIENT-0003*9")
    )
    ended = codeward("x12", "validate", str(claim), "--json")
    rules = {finding["rule"] for finding in json.loads(ended.out)["findings"]}
    assert (ended.code, "P837-027" in rules) == (1, True)
    claim.write_bytes(b"no interchange")
    assert codeward("x12", "validate", str(claim)).code == 2


def test_repairs_are_listed_and_written_only_where_wanted(codeward: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.x12"
    broken.write_text(base("professional").replace("SE*43*", "SE*41*"))
    told = codeward("x12", "repair", str(broken), "--suggest")
    assert told.out == "segment 45 SE01: count corrected\n1 repairs suggested\n"
    mended = tmp_path / "mended.x12"
    assert codeward("x12", "repair", str(broken), "-o", str(mended)).code == 0
    assert codeward("x12", "validate", "--no-code-lists", str(mended)).code == 0
    assert codeward("x12", "repair", str(broken)).code == 2


def test_claims_and_sets_are_shown_as_typed_json(codeward: Run, tmp_path: Path) -> None:
    file = tmp_path / "professional.x12"
    file.write_text(base("professional"), encoding="ascii")
    told = [
        json.loads(line) for line in codeward("x12", "json", "--claims", str(file)).out.splitlines()
    ]
    assert [one["claim"]["number"] for one in told[:-1]] == ["C1", "C2"]
    assert told[-1]["set"] == {"control": "0001", "complete": True, "claims": 2}
    (shown,) = codeward("x12", "json", "--sets", str(file)).out.splitlines()
    assert json.loads(shown)["set"]["name"] == "837P"


def test_a_file_that_cannot_be_read_is_named(codeward: Run, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear plan", encoding="ascii")
    out = tmp_path / "out"
    for words in (
        ("json",), ("stats",), ("ack",), ("repair", "--suggest"), ("split", "-o", str(out)),
    ):  # fmt: skip
        ended = codeward("x12", words[0], str(file), *words[1:])
        assert ended.code == 2
        assert "letter.txt" in ended.err
