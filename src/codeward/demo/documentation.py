"""Writes the reference page of the sample charts from the charts themselves; pure."""

from collections.abc import Iterable, Iterator

from codeward.demo.charts import GoldCode, SampleChart, load
from codeward.demo.differences import differences
from codeward.model import System
from codeward.model.system import display_code

_INTRODUCTION = """\
# Sample charts

<!-- Generated from src/codeward/demo/charts by docs/generate.py: edit the charts instead. -->

Codeward brings invented charts for its demo and its tests: no person, provider, payer or place
in them exists. Each has its *gold codes*, the answer that a certified coder reports under the code
sets in force on the day of the encounter, and for each code the reason, the guideline section and a
quote that stands word for word in the chart.

Procedures that a hospital codes or not by its own policy are left out of the gold: imaging,
echocardiograms, epidurals, vaccines in a stay, high-flow oxygen, negative-pressure dressings. CPT
codes stand without descriptors, which belong to the AMA. Sections such as I.C.4.a are those of the
*ICD-10-CM Official Guidelines for Coding and Reporting*.

To add a chart, make a folder below `src/codeward/demo/charts` with the documents as text files and
a `chart.toml` like that of a neighbour, then run `pytest tests/unit/demo` and `make docs`. Tests
say which quote, code, date or provider does not fit. Write it as clinicians write, never so that
the engine does well; and no chart may tune the engine.
"""


def sample_charts_page() -> str:
    """The page of the charts that the package brings."""
    return page(load())


def page(charts: Iterable[SampleChart]) -> str:
    """The Markdown page: an overview, then each chart with its codes and what was left out."""
    known = tuple(charts)
    parts = [_INTRODUCTION, "\n".join(_overview(known)), _differing(known), *map(_section, known)]
    return "\n".join(parts)


def _overview(charts: tuple[SampleChart, ...]) -> Iterator[str]:
    yield "| Chart | Setting | Governing date | Documents | Diagnoses | Procedures and services |"
    yield "|---|---|---|---|---|---|"
    for chart in charts:
        diagnoses = len(chart.encounter.coded_diagnoses)
        others = sum(1 for one in chart.gold if one.role is None)
        yield _row(
            f"[{chart.title}](#{chart.name})",
            chart.encounter.setting.value,
            str(chart.encounter.governing_date),
            str(len(chart.encounter.documents)),
            str(diagnoses),
            str(others),
        )
    yield ""


def _differing(charts: tuple[SampleChart, ...]) -> str:
    """Where the engine suggests otherwise, and why."""
    names = {chart.name for chart in charts}
    rows = [
        _row(one.chart, _codes(one.missed), _codes(one.extra), one.why)
        for one in differences()
        if one.chart in names
    ]
    if not rows:
        return ""
    head = [
        "## Where the engine differs",
        "",
        "The engine was developed with these charts in sight: how it does on them says nothing of",
        "unseen ones, for which see the page on accuracy. Each difference has its reason.",
        "",
        "| Chart | Missed | Suggested beyond the gold | Why |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(display_code(System.ICD10CM, code) for code in codes)


def _section(chart: SampleChart) -> str:
    lines = [
        f"({chart.name})=",
        f"## {chart.title}",
        "",
        f"`{chart.name}`, encounter `{chart.encounter.encounter_id}`.",
        "",
        " ".join(chart.shows.split()),
        "",
        "| System | Code | Role | POA | Why | Decided by | Quote |",
        "|---|---|---|---|---|---|---|",
        *(_gold_row(one) for one in chart.gold),
        "",
    ]
    if chart.left_out:
        lines += ["Left out on purpose:", ""]
        lines += [
            f"- {display_code(System.ICD10CM, one.code)}: {one.reason}" for one in chart.left_out
        ]
        lines.append("")
    return "\n".join(lines)


def _gold_row(gold: GoldCode) -> str:
    role = gold.role.value.replace("_", " ") if gold.role else "procedure or service"
    quotes = "; ".join(f"\u201c{span.text}\u201d ({span.document})" for span in gold.evidence)
    code = display_code(gold.system, gold.code)
    return _row(gold.system.value, code, role, gold.poa or "", gold.reason, gold.guideline, quotes)


def _row(*cells: str) -> str:
    escaped = (" ".join(cell.split()).replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return f"| {' | '.join(escaped)} |"
