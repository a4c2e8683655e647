"""Speed of automatic coding: notes a second in process, its share by stage, growth with length.

    python benchmarks/coding.py [FOLDER_OF_TEXT_FILES] [--home CODEWARD_HOME]

Without a folder the sample charts of the package are coded over and over.
"""

import argparse
import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from codeward import coding, intake
from codeward.adapters.release_store import ReleaseStore
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


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("CODEWARD_HOME", "")))
    arguments = parser.parse_args()
    charts = Path(intake.__file__).parents[1] / "demo" / "charts"
    files = sorted((arguments.folder or charts).rglob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    on = ReleaseStore(arguments.home).on(_DAY)
    first = seconds(texts[:1], on)
    seconds(texts[:50], on)
    repeated = (texts * (1 + _LEAST_NOTES // len(texts)))[:_LEAST_NOTES]
    took = seconds(repeated, on)
    size = sum(map(len, repeated)) / len(repeated)
    print(f"first note {first * 1000:.0f} ms; warm {len(repeated) / took:.0f} notes/s on one core")
    print(f"mean note {size:.0f} characters")
    for factor in _GROWTH:
        long = "\n".join(texts[:20]) * factor
        took = seconds([long], on)
        print(f"{len(long):>9} characters: {took:.2f} s, {len(long) / took / 1000:.0f} thousand/s")


if __name__ == "__main__":
    main()
