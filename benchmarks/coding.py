"""Speed of automatic coding: notes a second in process, its share by stage, growth with length.

    python benchmarks/coding.py [FOLDER_OF_TEXT_FILES]

Without a folder the sample charts of the package are coded over and over.
"""

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from codeward import coding, intake
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.codesets import Releases
from codeward.model import Document, Encounter, Setting

_DAY = date(2026, 1, 15)
_GROWTH = (1, 4, 16)
_LEAST_NOTES = 400


def encounter_of(text: str) -> Encounter:
    """A bare note as an encounter."""
    return Encounter(
        encounter_id="benchmark",
        setting=Setting.INPATIENT,
        patient=None,
        documents=(Document(id="note", text=text),),
    )


def seconds(texts: Sequence[str], on: Releases) -> float:
    """How long it takes to code the texts, one after the other."""
    begin = time.perf_counter()
    for text in texts:
        encounter = encounter_of(text)
        coding.suggest(intake.read(encounter.documents), encounter, on)
    return time.perf_counter() - begin


def measure(folder: Path | None = None) -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget, for the text files of a folder or the sample charts."""
    charts = Path(intake.__file__).parents[1] / "demo" / "charts"
    texts = [file.read_text("utf-8") for file in sorted((folder or charts).rglob("*.txt"))]
    on = ReleaseStore(home()).on(_DAY)
    seconds(texts[:50], on)
    repeated = (texts * (1 + _LEAST_NOTES // len(texts)))[:_LEAST_NOTES]
    took = seconds(repeated, on)
    mean = sum(map(len, repeated)) / len(repeated)
    rows = [
        (
            f"coding of a note of {mean:,.0f} characters, one core",
            f"{len(repeated) / took:,.0f} notes/s",
            "200 notes/s",
        )
    ]
    for factor in _GROWTH:
        long = "\n".join(texts[:20]) * factor
        speed = len(long) / seconds([long], on) / 1000
        rows.append(
            (f"coding of one note of {len(long):,} characters", f"{speed:,.0f} kB/s", "linear")
        )
    return rows


if __name__ == "__main__":
    for row in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(*row, sep="  |  ")
