"""Whole processes from start to end: what a person at a terminal waits for."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
PAGE = (
    "HISTORY OF PRESENT ILLNESS: 67-year-old man with type 2 diabetes and hypertension, here with "
    "two days of productive cough and fever. Denies chest pain, hemoptysis or leg swelling.\n"
    "PAST MEDICAL HISTORY: COPD, prior stroke without residual.\n"
    "ASSESSMENT AND PLAN:\n1. COPD exacerbation\n2. Type 2 diabetes mellitus with CKD stage 3b\n"
    "3. Essential hypertension\nContinue metformin and lisinopril. Recheck in one week.\n"
) * 6


def seconds(*arguments: str) -> float:
    """The median wall time of one command in a new process, after one warming run."""
    command = [sys.executable, "-m", "codeward", *arguments]
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def measure() -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget."""
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "note.txt"
        note.write_text(PAGE, encoding="utf-8")
        rows = [
            ("python -c pass (for comparison)", _python_alone(), "-"),
            ("codeward --version", seconds("--version"), "-"),
            ('cold `codeward search "heart attack"`', seconds("search", "heart attack"), "0.5 s"),
            (
                "cold `codeward code` of one page",
                seconds("code", str(note), "--date", "2026-01-15"),
                "1 s",
            ),
        ]
    return [(work, f"{figure:.2f} s", budget) for work, figure, budget in rows]


def _python_alone() -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  |  ")
