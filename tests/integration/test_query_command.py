"""`codeward query`: drafts that the linter passes, and a linter that refuses what leads."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

Run = Callable[..., SimpleNamespace]
NOTE = "Creatinine rose from 1.0 to 2.6 mg/dL. Oliguria since midnight. Pneumonia."


def test_a_draft_is_compliant_and_an_edited_one_that_leads_is_refused(
    codeward: Run, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text(NOTE)
    told = codeward("query", "draft", str(note), "--setting", "inpatient", "--date", "2026-01-15")
    assert "Kidney function (indicators without diagnosis)" in told.out
    assert '"Creatinine rose from 1.0 to 2.6 mg/dL"' in told.out
    told = codeward(
        "query", "draft", str(note), "--setting", "inpatient", "--date", "2026-01-15", "--json"
    )
    draft = next(one for one in json.loads(told.out) if one["topic"] == "kidney function")
    documents = [{"id": draft["indicators"][0]["document"], "text": NOTE}]
    file = tmp_path / "query.json"
    file.write_text(json.dumps({"query": draft, "documents": documents}))
    assert codeward("query", "lint", str(file)).code == 0
    draft["title"] = "Acute kidney injury affects the DRG"
    file.write_text(json.dumps({"query": draft, "documents": documents}))
    told = codeward("query", "lint", str(file), "--json")
    report = json.loads(told.out)
    assert told.code == 1
    assert {one["edit"] for one in report["findings"]} == {"QRY001", "QRY003"}


def test_what_is_no_query_is_refused(codeward: Run, tmp_path: Path) -> None:
    file = tmp_path / "query.json"
    file.write_text('{"query": {}}')
    told = codeward("query", "lint", str(file))
    assert (told.code, "query.json" in told.err) == (2, True)
    assert codeward("query", "lint", str(tmp_path / "absent.json")).code == 2
