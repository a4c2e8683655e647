"""The same input gives the same bytes in every process: suggestions, learning and evaluation.

Sets and hashes of strings are ordered anew by each `PYTHONHASHSEED`; whatever leans on their order
shows here.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.demo import charts
from tests.releases_fixture import HOME

SEEDS = ("0", "1", "4242")
_CHARTS = Path(charts.__file__).parent / "charts"


def printed(seed: str, *arguments: str) -> bytes:
    """What the command prints in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "codeward", *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "CODEWARD_HOME": str(HOME)},
    ).stdout


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Sample notes with codes and quotes in the form of CodiEsp, several codes to a phrase."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    codes, quotes = [], []
    for number in range(30):
        phrase, other = [("glassy knee", "humming valve"), ("humming valve", "pale thumb")][
            number % 2
        ]
        text = f"Came with a {phrase} and a {other}, no fever. History of {phrase}."
        (folder / f"N{number}.txt").write_text(text)
        for code in (("M25.561", "I35.8"), ("I35.8", "R23.1"), ("R23.1", "M25.561"))[number % 3]:
            begin = text.index(phrase)
            codes.append(f"N{number}\t{code}")
            place = f"{begin} {begin + len(phrase)}"
            quotes.append(f"N{number}\tDIAGNOSTICO\t{code}\t{phrase}\t{place}")
    (folder / "all_D.tsv").write_text("\n".join(codes) + "\n")
    (folder / "all_X.tsv").write_text("\n".join(quotes) + "\n")
    return folder


def test_suggestions_of_sample_notes_are_the_same_bytes(release_store: ReleaseStore) -> None:
    notes = sorted(_CHARTS.rglob("*.txt"))[::4]
    for note in notes[:4]:
        found = {printed(seed, "code", str(note), "--json") for seed in SEEDS}
        assert len(found) == 1
        assert b'"suggestions"' in found.pop()


def test_learned_files_and_evaluations_are_the_same_bytes(
    release_store: ReleaseStore, corpus: Path, tmp_path: Path
) -> None:
    files, reports = set(), set()
    for seed in SEEDS:
        learned = tmp_path / f"learned-{seed}.bin"
        printed(seed, "learn", str(corpus), "-o", str(learned))
        files.add(learned.read_bytes())
        told = ("evaluate", str(corpus), "--learned", str(learned), "--json")
        reports.add(printed(seed, *told))
    assert len(files) == 1
    assert len(reports) == 1
    assert b'"diagnoses"' in reports.pop()
