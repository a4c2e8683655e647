"""Latency of the encoder search, warm, in process, one core: whole queries and every keystroke.

OPENBLAS_NUM_THREADS=1 python benchmarks/search.py
"""

import time
from collections.abc import Iterable
from datetime import date

from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.codesets import Releases
from codeward.codesets.search import search

_DAY = date(2026, 1, 15)
_QUERIES = (
    "heart attack", "T2DM w ckd3b", "fx distal radius L", "AECOPD", "pnuemonia", "l hip oa", "cabg",
    "laparoscopic cholecystectomy", "acute on chronic systolic chf", "obesity bmi 40", "e11.2",
    "replacement right hip joint synthetic substitute cemented open", "afib with rvr", "ms",
    "history of breast cancer", "bedsore sacrum stage 3", "shizophrenia", "uti in pregnancy",
    "newborn jaundice", "s/p CABG", "osteoarthritus knee", "diabetic foot ulcer", "kidney stones",
    "screening colonoscopy", "total knee replacement right", "stroke with left hemiparesis", "0SR9",
    "depression and anxiety", "low back pain", "burn of hand", "dog bite", "hep c",
    "long term insulin",
)  # fmt: skip


def milliseconds(queries: Iterable[str], on: Releases) -> list[float]:
    """The CPU time of each query, sorted: what other processes take is not the search's."""
    times = []
    for query in queries:
        began = time.process_time()
        search(query, on)
        times.append((time.process_time() - began) * 1_000)
    return sorted(times)


def keystrokes(query: str) -> list[str]:
    """What a search field sends while the query is typed, from two characters on."""
    return [query[:end] for end in range(2, len(query) + 1) if query[end - 1] != " "]


def measure() -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget."""
    return figures(ReleaseStore(home()).on(_DAY))


def figures(on: Releases) -> list[tuple[str, str, str]]:
    """The same of given releases."""
    milliseconds(_QUERIES, on)
    whole = milliseconds(_QUERIES * 10, on)
    typed = milliseconds((part for query in _QUERIES for part in keystrokes(query)), on)
    return [
        ("encoder search, all systems, p50 / p99", _figures(whole), "p99 15 ms"),
        ("the same at each keystroke, p50 / p99", _figures(typed), "p99 8 ms"),
    ]


def _figures(times: list[float]) -> str:
    return f"{times[len(times) // 2]:.1f} / {times[int(len(times) * 0.99)]:.1f} ms"


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  |  ")
