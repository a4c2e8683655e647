"""`codeward code`: notes or encounters in, suggested codes with their evidence out."""

from datetime import date

import click

from codeward.adapters.language_model import open_model
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.cli.encounter_file import read_note_or_encounter
from codeward.cli.learn_command import open_learned
from codeward.cli.options import date_option, json_option, open_releases, today
from codeward.cli.output import (
    print_findings,
    print_grouping,
    print_json,
    print_suggestions,
    print_visit,
)
from codeward.cli.reports import CodeReport, code_report
from codeward.coding.learning import Learned
from codeward.model import Setting
from codeward.pipeline import code_encounter, with_second_opinion
from codeward.ports import CodeChooser


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--setting",
    type=click.Choice([setting.value for setting in Setting]),
    help="Setting of a plain-text note (an encounter file states its own); default outpatient.",
)
@date_option
@click.option("--learned", "learned_file", metavar="FILE", help="What `codeward learn` wrote.")
@click.option(
    "--second-opinion",
    metavar="FILE",
    help="TOML file of a language model that the operator trusts; off without it.",
)
@json_option
def code(
    files: tuple[str, ...],
    setting: str | None,
    day: date | None,
    *,
    learned_file: str | None,
    second_opinion: str | None,
    as_json: bool,
) -> None:
    """Suggest codes for notes (plain text) or encounters (JSON); - reads stdin.

    Each suggestion carries its evidence, the way that led to it and what is still missing.
    """
    model = open_model(second_opinion, today()) if second_opinion else None
    learned = open_learned(learned_file) if learned_file else None
    chosen = Setting(setting) if setting else None
    reports = [_report(path, chosen, day, model, learned) for path in files]
    if as_json:
        print_json(reports[0] if len(reports) == 1 else reports)
        return
    for path, report in zip(files, reports, strict=True):
        _print_report(path, report)


def _report(
    path: str,
    setting: Setting | None,
    day: date | None,
    model: CodeChooser | None,
    learned: Learned | None,
) -> CodeReport:
    encounter = read_note_or_encounter(path, setting, day or today())
    chosen = day or encounter.governing_date or today()
    coded = code_encounter(encounter, open_releases(chosen), MsdrgEngine(), learned)
    if model is not None:
        coded, opinion = with_second_opinion(coded, model)
        dropped = ", ".join(f"{count} {reason}" for reason, count in opinion.dropped.items())
        note = f"{opinion.model}: {len(opinion.kept)} choices kept, dropped: {dropped or 'none'}"
        click.echo(f"codeward: second opinion of {note}", err=True)
    return code_report(coded, chosen)


def _print_report(path: str, report: CodeReport) -> None:
    releases = ", ".join(release.id for release in report.releases.values())
    click.echo(f"{path}: {report.setting.value}, {report.service_date} ({releases})")
    click.echo("\nSuggested codes (a person decides)")
    print_suggestions(report.suggestions)
    if report.evaluation_and_management is not None:
        click.echo("\nEvaluation and management")
        print_visit(report.evaluation_and_management)
    for query in report.queries:
        click.echo(f"\nQuery to consider: {query}")
    click.echo("\nEdits, as if every suggestion were accepted")
    print_findings(report.findings)
    click.echo("\nGrouping")
    print_grouping(report.grouping)
    click.echo("")
