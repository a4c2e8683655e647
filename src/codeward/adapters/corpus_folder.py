"""Reads a folder of coded charts: text files, and tab-separated codes in the form of CodiEsp."""

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec

from codeward import intake
from codeward.coding.learning import Example, Quote, QuotePart
from codeward.model import CodewardError, Decision, Document, System, Verdict

_SYSTEMS = {"DIAGNOSTICO": System.ICD10CM, "PROCEDIMIENTO": System.ICD10PCS}
_LISTS = {"D": System.ICD10CM, "P": System.ICD10PCS}


class CorpusError(CodewardError):
    """A folder that is no coded corpus; the text says what is missing."""


def read_corpus(folder: Path) -> tuple[Example, ...]:
    """Every chart of a folder that has codes, by name.

    `*D.tsv` holds name and diagnosis code, `*P.tsv` name and procedure code, `*X.tsv` name, kind,
    code, quoted text and its offsets; the texts are `NAME.txt` in the folder or below it. `*.jsonl`
    holds exported decisions, one `ReviewedChart` a line.

    Raises:
        CorpusError: no code list or no text, or a line without its columns.
    """
    given: dict[str, dict[System, set[str]]] = {}
    lists = {system: sorted(folder.glob(f"*{letter}.tsv")) for letter, system in _LISTS.items()}
    present = [system for system, files in lists.items() if files]
    for system, files in lists.items():
        for file in files:
            for name, code, *_ in _rows(file, 2):
                given.setdefault(name, {}).setdefault(system, set()).add(_code(code))
    reviewed = tuple(one for file in sorted(folder.glob("*.jsonl")) for one in _reviewed(file))
    texts = {file.stem: file for file in sorted(folder.rglob("*.txt")) if file.stem in given}
    if not texts and not reviewed:
        raise CorpusError(f"{folder}: no *D.tsv or *P.tsv with codes for text files beside it")
    quotes: dict[str, list[Quote]] = {}
    for file in sorted(folder.glob("*X.tsv")):
        for name, kind, code, text, offsets, *_ in _rows(file, 5):
            if kind in _SYSTEMS:
                quote = Quote(_SYSTEMS[kind], _code(code), name, _parts(text, offsets, file.name))
                quotes.setdefault(name, []).append(quote)
    corpus = tuple(
        Example(
            name=name,
            chart=intake.read([Document(id=name, text=file.read_text("utf-8"))]),
            codes={system: frozenset(given[name].get(system, ())) for system in present},
            quotes=tuple(quotes.get(name, ())),
        )
        for name, file in sorted(texts.items())
    )
    return (*corpus, *reviewed)


class ReviewedChart(msgspec.Struct, frozen=True):
    """One line of exported decisions: a chart with what people decided on it.

    Attributes:
        name: Any name that tells charts apart; it is no name of a person.
        documents: The documents as they were read.
        decisions: Accepted, added and rejected codes, each with evidence or a reason.
    """

    name: str
    documents: tuple[Document, ...]
    decisions: tuple[Decision, ...]


def _reviewed(file: Path) -> Iterator[Example]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                chart = msgspec.json.decode(line, type=ReviewedChart)
            except (msgspec.MsgspecError, ValueError):
                raise CorpusError(f"{file.name}, line {number}: no reviewed chart") from None
            yield _example(chart)


def _example(chart: ReviewedChart) -> Example:
    kept = [one for one in chart.decisions if one.verdict is not Verdict.REJECTED]
    refused = [one for one in chart.decisions if one.verdict is Verdict.REJECTED]
    systems = (System.ICD10CM, System.ICD10PCS)
    return Example(
        name=chart.name,
        chart=intake.read(chart.documents),
        codes={
            system: frozenset(one.code for one in kept if one.system is system)
            for system in systems
        },
        quotes=tuple(
            Quote(one.system, one.code, span.document, (QuotePart(span.text, span.start),))
            for one in kept
            for span in one.evidence
        ),
        rejected={
            system: frozenset(one.code for one in refused if one.system is system)
            for system in systems
        },
    )


def _rows(file: Path, columns: int) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE), 1):
            if len(row) < columns:
                raise CorpusError(f"{file.name}, line {number}: {columns} columns are needed")
            yield row


def _code(written: str) -> str:
    return written.strip().upper().replace(".", "")


def _parts(text: str, offsets: str, file: str) -> tuple[QuotePart, ...]:
    """The pieces of a quote, `begin end` each, divided by semicolons in its offsets."""
    parts: list[QuotePart] = []
    place = 0
    for pair in offsets.split(";"):
        numbers = pair.split()
        if len(numbers) != 2 or not all(one.isascii() and one.isdigit() for one in numbers):  # noqa: PLR2004 - begin, end
            raise CorpusError(f"{file}: offsets are pairs of numbers divided by semicolons")
        start, end = map(int, numbers)
        parts.append(QuotePart(text[place : place + end - start], start))
        place += end - start + 1
    return tuple(parts)
