"""Accuracy on coded text that lies beside the project; `--write` makes docs/reference/accuracy.md.

Needs ../shared. Run: `python benchmarks/accuracy.py [--write]`. It compiles a home of its own for
each of the two rows, without and with the official Alphabetic Index.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import assertion
from codeward.adapters.corpus_folder import read_corpus
from codeward.adapters.release_store import ReleaseStore
from codeward.codesets import Releases
from codeward.coding.learning import Example, Learned
from codeward.coding.learning.comparing import compare
from codeward.coding.learning.evaluation import Evaluation
from codeward.coding.learning.learn import learn
from codeward.model import System

SHARED = Path(__file__).parents[2] / "shared"
CODIESP = SHARED / "corpora" / "codiesp"
INDEX = (
    SHARED / "codesets" / "icd10cm" / "fy2025" / "icd10cm-index-2025.rebuilt.xml",
    SHARED / "codesets" / "icd10cm" / "fy2025" / "icd-10-cm-eindex-2025.xml",
)
NEGEX = SHARED / "corpora" / "negex" / "rsAnnotations-1-120-random.first-half.txt"
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "accuracy.md"
DAY = date(2026, 4, 1)
_TENTH = 10
HEAD = """# Accuracy

Made by `python benchmarks/accuracy.py --write` from corpora that lie beside the project and are not
part of it. What a figure does not say: CodiEsp is 1,000 Spanish case reports in English
translation; its codes are those of mentions, not of encounters, so that the rules that a coder
applies to a whole encounter are not at work here, and its negated mentions are coded at times,
which is why the row without the assertion filter is the one to compare with published figures.

- **Learned** files come from `codeward learn` on the training part alone. Settings were chosen on
  the development part, so that its figures are a little kind; the held-out tenth of the training
  part was used for no choice and is learned from the other nine tenths.
- **Index**: with the official Alphabetic Index imported, as an operator may; the default install is
  without.
- Intervals are the middle 95 % of F1 over charts drawn anew, 1,000 times.

## CodiEsp, full codes

| Set | Index | Learned | Assertion filter | Diagnoses P | R | F1 | Procedures F1 | Wrong a chart |
|---|---|---|---|---|---|---|---|---|
"""


def rows(home: Path, index: str) -> Iterator[str]:
    """The rows of one home."""
    on = ReleaseStore(home).on(DAY)
    train, dev = read_corpus(CODIESP / "train"), read_corpus(CODIESP / "dev")
    learned = _learned(train, on)
    for name, model in (("no", None), ("train", learned)):
        for filtered in (True, False):
            yield _row("dev, 250", index, name, dev, on, model, filtered=filtered)
    most = [one for number, one in enumerate(train) if number % _TENTH]
    rest = [one for number, one in enumerate(train) if not number % _TENTH]
    model = _learned(most, on)
    for filtered in (True, False):
        yield _row("held out, 50", index, "nine tenths", rest, on, model, filtered=filtered)


def _learned(examples: Sequence[Example], on: Releases) -> Learned:
    return Learned(learn(examples, on, lambda _: None))


def _row(
    name: str,
    index: str,
    learned: str,
    charts: Sequence[Example],
    on: Releases,
    model: Learned | None,
    *,
    filtered: bool,
) -> str:
    found = compare(charts, on, model, filtered=filtered)
    one, other = found[System.ICD10CM], found[System.ICD10PCS]
    return (
        f"| {name} | {index} | {learned} | {'on' if filtered else 'off'} | "
        f"{one.micro.precision:.3f} | {one.micro.recall:.3f} | {_interval(one)} | "
        f"{other.micro.f1:.3f} | {one.noise_per_note:.1f} |\n"
    )


def _interval(one: Evaluation) -> str:
    return f"**{one.micro.f1:.3f}** ({one.micro.f1_low:.3f}-{one.micro.f1_high:.3f})"


def assertion_table() -> str:
    """The section of the page on how mentions are meant."""
    table = _ASSERTION
    for half in ("dev", "test"):
        for kind, one in assertion.by_class(assertion.NOTES / f"{half}.txt").items():
            table += _assertion_row(f"sectioned notes, {half}", kind.value, one)
    for name, one in assertion.sentences(NEGEX).items():
        table += _assertion_row("NegEx sentences, given half", name, one)
    return table


def _assertion_row(what: str, kind: str, one: assertion.Figures) -> str:
    return (
        f"| {what} | {kind} | {one.marked} | {one.precision:.3f} | {one.recall:.3f} | "
        f"**{one.f1:.3f}** |\n"
    )


def main() -> None:
    """Measure and print; write the page on demand, with `--assertion` that section of it alone."""
    if not CODIESP.is_dir():
        raise SystemExit("../shared is not beside this checkout; nothing was measured")
    told = assertion_table()
    print(told, flush=True)
    if "--assertion" in sys.argv[1:]:
        if "--write" in sys.argv[1:]:
            _replace_assertion(told)
        return
    table = ""
    with tempfile.TemporaryDirectory() as folder:
        plain, indexed = Path(folder) / "plain", Path(folder) / "indexed"
        ReleaseStore(plain).build()
        table += "".join(_shown(rows(plain, "no")))
        command = [sys.executable, "-m", "codeward", "codesets", "import", *map(str, INDEX)]
        subprocess.run(command, check=True, env={"CODEWARD_HOME": str(indexed), "PATH": ""})
        table += "".join(_shown(rows(indexed, "yes")))
    text = HEAD + table + told + _FOOT
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")


def _replace_assertion(told: str) -> None:
    """Put the section anew into the page that is there."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = page.index(_ASSERTION_TITLE), page.index(_FOOT_TITLE)
    PAGE.write_text(page[:begin] + told.lstrip("\n") + "\n" + page[end:], encoding="utf-8")


def _shown(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        print(line, end="", flush=True)
        yield line


_ASSERTION_TITLE = "## Assertion"
_ASSERTION = """
## Assertion

Span given, each class against the rest. The sectioned notes are 64 invented ones of this project
(`tests/conformance/data/sectioned_notes`, marked before anything was measured; only the first half
was looked into, of the other only the figures). The NegEx sentences stand without their section,
which is what tells most of their history. `python benchmarks/accuracy.py --assertion` measures
these rows alone.

| Text | Class | Marked | P | R | F1 |
|---|---|---|---|---|---|
"""
_FOOT_TITLE = "## Elsewhere"
_FOOT = """
## Elsewhere

- The bars of assertion and the authored guideline cases are held by `test_assertion_negex.py`,
  `test_assertion_sections.py` and `test_guideline_cases.py` under `tests/conformance`.
- The sample charts against their gold: [sample charts](sample-charts.md).
- How far a probability can be trusted is printed by `codeward learn`, by tenths, from charts that
  neither phrases nor weights had seen.
"""


if __name__ == "__main__":
    main()
