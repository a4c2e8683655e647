"""Encoder search in a warm process, one core: whole queries and every keystroke of them."""

import statistics
import time
from datetime import date

from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.codesets import Releases
from codeward.codesets.search import search

DAY = date(2026, 1, 15)
QUERIES = (
    *("heart attack", "T2DM w ckd3b", "fx distal radius L", "AECOPD", "low back pain", "uti"),
    *("acute resp failure hypoxia", "chf acute on chronic systolic", "sugar diabetes"),
    *("laparoscopic cholecystectomy", "total hip replacement cemented", "cabg x3", "pnuemonia"),
    *("broken wrist", "kidney stone", "anxiety", "gerd", "osteoarthritis left knee", "sepsis"),
    *("encounter for screening colonoscopy", "history of breast cancer", "pregnancy 39 weeks"),
    *("type 1 diabetes with retinopathy and macular edema right eye", "cataract", "vertigo"),
    *("open fracture shaft tibia initial encounter", "burn second degree hand", "dog bite"),
)


def measure() -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget."""
    on = ReleaseStore(home()).on(DAY)
    search(QUERIES[0], on)
    whole = _milliseconds(QUERIES * 10, on)
    strokes = [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
    typed = _milliseconds(strokes, on)
    return [
        ("encoder search, median", f"{statistics.median(whole):.1f} ms", "-"),
        ("encoder search, p99", f"{_p99(whole):.1f} ms", "15 ms"),
        ("encoder search at each keystroke, p99", f"{_p99(typed):.1f} ms", "8 ms"),
    ]


def _milliseconds(queries: tuple[str, ...] | list[str], on: Releases) -> list[float]:
    times = []
    for query in queries:
        began = time.perf_counter()
        search(query, on)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  |  ")
