"""Speed of automatic coding: notes a second in process, two processes, growth with length, memory.

    python benchmarks/coding.py [FOLDER_OF_TEXT_FILES]

Without a folder the sample charts of the package are coded over and over, and after them the notes
of CodiEsp where `../shared` lies beside the checkout. Notes a second and core are those of CPU
time, so that other work on the machine does not count.
"""

import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from codeward import coding, intake
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.codesets import Releases
from codeward.model import Document, Encounter, Setting

CODIESP = Path(__file__).parents[2] / "shared" / "corpora" / "codiesp"
_DAY = date(2026, 1, 15)
_GROWTH = (1, 4, 16)
_LEAST_NOTES = 400
_MILLION = 1_000_000
_PROCESSES = 2
_WARM = 50
Row = tuple[str, str, str]


def encounter_of(text: str) -> Encounter:
    """A bare note as an encounter."""
    return Encounter(
        encounter_id="benchmark",
        setting=Setting.INPATIENT,
        patient=None,
        documents=(Document(id="note", text=text),),
    )


def seconds(texts: Sequence[str], on: Releases) -> float:
    """How much CPU time it takes to code the texts, one after the other."""
    begin = time.process_time()
    for text in texts:
        encounter = encounter_of(text)
        coding.suggest(intake.read(encounter.documents), encounter, on)
    return time.process_time() - begin


def measure(folder: Path | None = None) -> list[Row]:
    """Rows of work, figure and budget, for a folder or the sample charts and CodiEsp."""
    charts = Path(intake.__file__).parents[1] / "demo" / "charts"
    rows = _rows("a note", _texts(folder or charts))
    if folder is None and CODIESP.is_dir():
        rows += _rows("a CodiEsp note", _texts(CODIESP))
        rows += _both_cores(_texts(CODIESP))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, ("resident memory at most, all of these notes", f"{peak:,.0f} MB", "400 MB")]


def _texts(folder: Path) -> list[str]:
    return [file.read_text("utf-8") for file in sorted(folder.rglob("*.txt"))]


def _rows(what: str, texts: list[str]) -> list[Row]:
    on = ReleaseStore(home()).on(_DAY)
    seconds(texts[:_WARM], on)
    repeated = (texts * (1 + _LEAST_NOTES // len(texts)))[: max(_LEAST_NOTES, len(texts))]
    speed = len(repeated) / seconds(repeated, on)
    mean = sum(map(len, repeated)) / len(repeated)
    again = len(repeated) / seconds(repeated, on)
    rows = [
        (f"coding of {what} of {mean:,.0f} characters, one core", figure, "250 notes/s")
        for figure in (f"{speed:,.0f} notes/s, {again:,.0f} when its codes were met before",)
    ]
    whole = "\n".join(texts) * (1 + _MILLION // sum(map(len, texts)))
    for factor in _GROWTH:
        long = whole[: _MILLION * factor // _GROWTH[-1]]
        speed = len(long) / seconds([long], on) / 1000
        rows.append(
            (f"coding of one note of {len(long):,} characters", f"{speed:,.0f} kB/s", "linear")
        )
    return rows


def _share(texts: Sequence[str]) -> tuple[float, float, float]:
    """In a process of its own: begin and end of the work, and the peak of memory in MB."""
    on = ReleaseStore(home()).on(_DAY)
    seconds(texts[:_WARM], on)
    begin = time.time()
    seconds(texts, on)
    return begin, time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _both_cores(texts: list[str]) -> list[Row]:
    """All notes, half of them in each of two processes, over the time from first to last."""
    halves = [texts[number::_PROCESSES] for number in range(_PROCESSES)]
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_share, halves))
    took = max(end for _, end, _ in done) - min(begin for begin, _, _ in done)
    return [
        (f"{len(texts)} CodiEsp notes in two processes", f"{len(texts) / took:,.0f} notes/s",
         "500 notes/s on 2 idle cores"),
        ("resident memory of each of them", f"{max(peak for *_, peak in done):,.0f} MB", "400 MB"),
    ]  # fmt: skip


if __name__ == "__main__":
    for row in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(*row, sep="  |  ")
