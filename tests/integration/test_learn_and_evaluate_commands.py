"""`codeward learn`, `codeward evaluate` and `codeward code --learned` on an invented corpus."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema

Run = Callable[..., SimpleNamespace]


def _corpus(folder: Path) -> Path:
    rows, quotes = [], []
    for number in range(24):
        phrase, code = [("glassy knee", "M25.561"), ("humming valve", "I35.8")][number % 2]
        text = ["There is a {} today.", "Came for {}.", "Assessment: {}."][number % 3].format(
            phrase
        )
        (folder / f"N{number}.txt").write_text(text)
        begin = text.index(phrase)
        rows.append(f"N{number}\t{code}")
        quotes.append(f"N{number}\tDIAGNOSTICO\t{code}\t{phrase}\t{begin} {begin + len(phrase)}")
    (folder / "all_D.tsv").write_text("\n".join(rows) + "\n")
    (folder / "all_X.tsv").write_text("\n".join(quotes) + "\n")
    return folder


def test_what_is_learned_is_evaluated_and_used(
    codeward: Run, tmp_path: Path, schema: Callable[[str], Any]
) -> None:
    (tmp_path / "corpus").mkdir()
    folder, learned = _corpus(tmp_path / "corpus"), tmp_path / "learned.bin"
    told = codeward("learn", str(folder), "-o", str(learned))
    assert told.code == 0
    assert "24 charts" in told.out
    again = tmp_path / "again.bin"
    codeward("learn", str(folder), "-o", str(again))
    assert again.read_bytes() == learned.read_bytes()

    told = codeward("evaluate", str(folder), "--learned", str(learned), "--json")
    report = json.loads(told.out)
    jsonschema.validate(report, schema("evaluate"))
    assert report["diagnoses"]["micro"]["f1"] == 1.0
    assert report["releases"]["learned"].startswith("learned-")
    assert codeward("evaluate", str(folder), "--no-assertion").out.startswith(
        "diagnoses: 24 charts"
    )

    note = tmp_path / "note.txt"
    note.write_text("There is a glassy knee.")
    told = codeward("code", str(note), "--learned", str(learned), "--date", "2026-04-01", "--json")
    report = json.loads(told.out)
    assert "M25561" in {one["code"] for one in report["suggestions"]}
    assert report["releases"]["learned"]["id"].startswith("learned-")


def test_a_file_that_is_no_learned_file_is_refused(codeward: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"x")
    told = codeward("code", "-", "--learned", str(other), stdin=b"note")
    assert told.code == 2
    assert "no learned file" in told.err
    told = codeward("code", "-", "--learned", str(tmp_path / "absent"), stdin=b"note")
    assert told.code == 2
    assert "cannot be read" in told.err
