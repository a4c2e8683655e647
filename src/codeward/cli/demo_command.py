"""`codeward demo`: the sample charts from note to claim, and how the engine compares with gold."""

import sys
from pathlib import Path

import click
import msgspec

from codeward.adapters.durable_files import write_whole
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.adapters.release_store import ReleaseStore
from codeward.claims import Claim, Refusal
from codeward.cli.claim_command import engine_version
from codeward.cli.options import build_with_progress, home
from codeward.cli.output import print_findings, print_grouping, print_suggestions
from codeward.demo import charts
from codeward.demo.comparison import ChartComparison, CodeKey, Tally, by_system, total
from codeward.demo.run import ChartRun, run
from codeward.model import Encounter, display_code
from codeward.review import canonical

DEFAULT_FOLDER = "codeward-demo"


@click.command()
@click.option(
    "--out",
    "folder",
    default=DEFAULT_FOLDER,
    show_default=True,
    metavar="DIR",
    help="Where claims and decision records go.",
)
@click.option("--chart", "only", metavar="NAME", help="One chart instead of all.")
@click.option("--export", metavar="DIR", help="Only write the sample charts as encounter files.")
@click.option("--brief", is_flag=True, help="One line a chart.")
def demo(folder: str, only: str | None, export: str | None, *, brief: bool) -> None:
    """Code the sample charts, check and group the coder's answer, and write the claims.

    All charts are invented. The gold codes are a certified coder's answer; the comparison at the
    end is on these charts only and says nothing about yours.
    """
    chosen = _chosen(only)
    if export:
        _export(chosen, Path(export))
        return
    store = ReleaseStore(home())
    reason = store.needs_build()
    if reason:
        build_with_progress(store, reason)
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    runs = []
    with click.progressbar(chosen, label="sample charts", file=sys.stderr) as bar:
        for number, chart in enumerate(bar, start=1):
            day = chart.encounter.governing_date
            if day is None:
                raise AssertionError(f"sample chart {chart.name} has no date")
            runs.append(run(chart, store.on(day), MsdrgEngine(), number, engine_version()))
    for done in runs:
        _print_chart(done, _write(done, out), brief=brief)
    _print_summary(tuple(done.comparison for done in runs))


def _chosen(only: str | None) -> tuple[charts.SampleChart, ...]:
    known = charts.load()
    if only is None:
        return known
    found = tuple(chart for chart in known if chart.name == only)
    if not found:
        names = ", ".join(chart.name for chart in known)
        raise click.BadParameter(f"no such sample chart; there are: {names}")
    return found


def _export(chosen: tuple[charts.SampleChart, ...], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for chart in chosen:
        write_whole(folder / f"{chart.name}.json", encounter_json(chart.encounter))
        for document in chart.encounter.documents:
            name = f"{chart.name}.{document.id}.txt"
            write_whole(folder / name, document.text.encode())
    click.echo(f"{len(chosen)} sample charts written to {folder}: encounters and their notes")


def encounter_json(encounter: Encounter) -> bytes:
    """An encounter as a file that every command reads; empty fields are left out."""
    facts = msgspec.to_builtins(encounter, builtin_types=())
    return msgspec.json.format(msgspec.json.encode(_without_nulls(facts)), indent=2) + b"\n"


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: _without_nulls(part)
            for name, part in value.items()
            if part is not None or name == "patient"
        }
    if isinstance(value, list | tuple):
        return [_without_nulls(part) for part in value]
    return value


def _write(done: ChartRun, folder: Path) -> str:
    """Write claim and record; say where the claim is, or why there is none."""
    if isinstance(done.claim, Claim) and done.final is not None:
        path = folder / f"{done.chart.name}.837"
        write_whole(path, done.claim.text.encode())
        write_whole(folder / f"{done.chart.name}.decisions.json", canonical(done.final.record))
        return f"{done.claim.transaction} of {done.claim.total}: {path}"
    return "no claim was written"


def _print_chart(done: ChartRun, claim: str, *, brief: bool) -> None:
    compared = done.comparison
    if brief:
        click.echo(f"{done.chart.name:<24} {_figures(compared.tally())}  {claim}")
        return
    encounter = done.chart.encounter
    click.echo(f"\n{'=' * 100}\n{done.chart.title}")
    setting, day = encounter.setting.value, encounter.governing_date
    click.echo(f"{done.chart.name}, {setting}, {day}; invented")
    click.echo("\nSuggested from the documentation")
    print_suggestions(done.coded.suggestions)
    click.echo(f"\nAgainst the coder's answer: {_figures(compared.tally())}")
    _print_codes("missed", compared.missed)
    _print_codes("extra", compared.extra)
    click.echo("\nEdits on the coder's answer")
    print_findings(done.findings)
    if isinstance(done.claim, Refusal):
        print_findings(done.claim.findings)
    click.echo("\nGrouping of the coder's answer")
    print_grouping(done.grouping)
    click.echo(f"\nClaim\n  {claim}")


def _print_codes(label: str, codes: tuple[CodeKey, ...]) -> None:
    if codes:
        shown = ", ".join(display_code(system, code) for system, code in codes)
        click.echo(f"  {label}: {shown}")


def _print_summary(comparisons: tuple[ChartComparison, ...]) -> None:
    click.echo(f"\n{'=' * 100}")
    click.echo(f"{len(comparisons)} invented charts, suggestions against the coder's answer")
    for system, tally in by_system(comparisons).items():
        click.echo(f"  {system.value:<12} {_figures(tally)}")
    click.echo(f"  {'all':<12} {_figures(total(comparisons))}")
    agreeing = sum(one.first_listed_agrees for one in comparisons)
    click.echo(f"  principal or first-listed diagnosis agrees on {agreeing} of {len(comparisons)}")


def _figures(tally: Tally) -> str:
    precision = "-" if tally.precision is None else f"{tally.precision:.2f}"
    recall = "-" if tally.recall is None else f"{tally.recall:.2f}"
    return (
        f"precision {precision}, recall {recall} "
        f"({tally.matched} agree, {tally.missed} missed, {tally.extra} extra)"
    )
