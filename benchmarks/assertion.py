"""Assertion on annotated text: precision, recall and F1 of every class, given the span.

    python benchmarks/assertion.py [FILE ...] [--misses]

FILE holds invented notes with sections, marked like `{H|gout}`; without one both halves under
`tests/conformance/data/sectioned_notes` are measured. `--misses` lists what was read otherwise,
by note and class; it is for the development half only.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from codeward import intake
from codeward.codesets.words import stems, words
from codeward.coding.assertion import Assertion, scopes
from codeward.coding.mentions import read_mentions
from codeward.model import Document

NOTES = Path(__file__).parents[1] / "tests" / "conformance" / "data" / "sectioned_notes"
_NAME = re.compile(r"^=== (.+)\n", re.MULTILINE)
_MARK = re.compile(r"\{([A-Z])\|([^{}]+)\}")
_LETTERS = {
    "P": Assertion.PRESENT,
    "N": Assertion.NEGATED,
    "Q": Assertion.POSSIBLE,
    "H": Assertion.HISTORICAL,
    "F": Assertion.FAMILY,
    "Y": Assertion.HYPOTHETICAL,
    "L": Assertion.PLANNED,
}


class Reading(NamedTuple):
    """One marked phrase: where it stands, how it is meant, how it was read."""

    note: str
    phrase: str
    meant: Assertion
    read: Assertion


class Figures(NamedTuple):
    """Precision, recall, F1 and the number of marked phrases of a class."""

    precision: float
    recall: float
    f1: float
    marked: int


def notes(file: Path) -> Iterator[tuple[str, str, list[tuple[int, int, Assertion]]]]:
    """Name, text and marked spans of each note of a file."""
    parts = _NAME.split(file.read_text(encoding="utf-8"))[1:]
    for name, marked in zip(parts[::2], parts[1::2], strict=True):
        text, spans, last = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[last : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), _LETTERS[mark[1]]))
            text += mark[2]
            last = mark.end()
        yield name, text + marked[last:], spans


def readings(file: Path) -> Iterator[Reading]:
    """Every marked phrase of a file as intake and assertion read it."""
    for name, text, spans in notes(file):
        read = read_mentions(intake.read([Document(id=name, text=text)]), None)
        for start, end, meant in spans:
            line = read.line_at(name, start)
            if line is None:
                raise SystemExit(f"{file.name}, {name}: a marked phrase stands in no sentence")
            inside = [n for n, word in enumerate(line.words) if start <= word.start < end]
            yield Reading(name, text[start:end], meant, line.meant(inside[0], inside[-1] + 1))


def figures(found: list[tuple[object, object]], of: object) -> Figures:
    """The figures of one class over pairs of what was meant and what was read."""
    right = sum(meant == read == of for meant, read in found)
    marked = sum(meant == of for meant, _ in found)
    said = sum(read == of for _, read in found)
    return Figures(
        right / max(said, 1), right / max(marked, 1), 2 * right / max(said + marked, 1), marked
    )


def by_class(file: Path) -> dict[Assertion, Figures]:
    """The figures of every class in a file of marked notes."""
    found: list[tuple[object, object]] = [(one.meant, one.read) for one in readings(file)]
    return {assertion: figures(found, assertion) for assertion in Assertion}


def sentences(file: Path) -> dict[str, Figures]:
    """Negation and time on sentences in the form of the NegEx annotations, sections unknown."""
    rows = [line.split("\t") for line in file.read_text(encoding="latin-1").splitlines()[1:]]
    negated: list[tuple[object, object]] = []
    historical: list[tuple[object, object]] = []
    for _, condition, sentence, negation, time, *_ in rows:
        read = _read_in(sentence, condition)
        negated.append((negation == "Negated", Assertion.NEGATED in read))
        historical.append((time == "Historical", Assertion.HISTORICAL in read))
    return {"negated": figures(negated, of=True), "historical": figures(historical, of=True)}


def _read_in(sentence: str, condition: str) -> set[Assertion]:
    found, key = words(sentence), stems(condition)
    have = [word.stem for word in found]
    first = next((n for n in range(len(have)) if tuple(have[n : n + len(key)]) == key), None)
    begin, end = (0, len(found)) if first is None else (first, first + len(key))
    return {scope.reading for scope in scopes(found) if scope.first <= begin and end <= scope.last}


def main() -> None:
    """Print the figures of each file, and the misses on demand."""
    given = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    for file in given or sorted(NOTES.glob("*.txt")):
        print(file.stem)
        for assertion, one in by_class(file).items():
            print(
                f"  {assertion:<13}P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}"
                f"  of {one.marked}"
            )
        if "--misses" in sys.argv:
            for reading in readings(file):
                if reading.meant != reading.read:
                    print(f"  {reading.note}: {reading.phrase}: {reading.meant} as {reading.read}")
            print(
                Counter((r.meant.value, r.read.value) for r in readings(file) if r.meant != r.read)
            )


if __name__ == "__main__":
    main()
