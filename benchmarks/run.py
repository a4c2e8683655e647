"""Runs every benchmark and prints one table; `--write` puts it into docs/reference/benchmarks.md.

Figures belong to the machine that made them. What can be compared are ratios within one run.
"""

import importlib
import os
import platform
import sys
from pathlib import Path

BENCHMARKS = ("cold_start", "search", "coding", "grouping", "x12", "ledger")
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `make bench` (`benchmarks/run.py --write`) in one run: {cores} cores, Python {python},
{machine}. Compare rows within this run, not with other machines. Budgets are those of the design.

| Work | Figure | Budget |
|---|---|---|
"""


def main() -> None:
    """Measure, print, and write the page on demand."""
    sys.path.insert(0, str(Path(__file__).parent))
    rows = [row for name in BENCHMARKS for row in importlib.import_module(name).measure()]
    table = "".join(f"| {work} | {figure} | {budget} |\n" for work, figure, budget in rows)
    print(table, end="")
    if "--write" in sys.argv[1:]:
        head = HEAD.format(
            cores=os.cpu_count(), python=platform.python_version(), machine=platform.machine()
        )
        PAGE.write_text(head + table, encoding="utf-8")


if __name__ == "__main__":
    main()
