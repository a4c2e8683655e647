"""`codeward edit`: every finding on a coded encounter."""

import click

from codeward import edits
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.cli.encounter_file import read_encounter
from codeward.cli.options import json_option, open_releases, today
from codeward.cli.output import print_findings, print_json
from codeward.cli.reports import EditReport
from codeward.model import Severity

EXIT_FOUND = 1
_HEAVIER = {
    None: frozenset[Severity](),
    "reject": frozenset({Severity.REJECT}),
    "warn": frozenset({Severity.REJECT, Severity.WARN}),
}


@click.command()
@click.argument("encounter_file", metavar="ENCOUNTER.json")
@json_option
@click.option(
    "--fail-on",
    type=click.Choice(["reject", "warn"]),
    help="Exit with 1 if a finding weighs this much or more.",
)
@click.pass_context
def edit(
    context: click.Context, encounter_file: str, *, as_json: bool, fail_on: str | None
) -> None:
    """Edit a coded encounter: validity by date, conventions, Medicare Code Editor, service lines.

    ENCOUNTER.json is an encounter file; - reads it from stdin. The encounter's own dates pick the
    releases.

    Exit codes: 0 done, with or without findings; 1 a finding as heavy as --fail-on; 2 bad input.
    """
    encounter = read_encounter(encounter_file)
    on = open_releases(encounter.governing_date or today())
    found = edits.check(encounter, on, editor=MsdrgEngine())
    if as_json:
        print_json(EditReport(found))
    else:
        print_findings(found)
    if any(finding.severity in _HEAVIER[fail_on] for finding in found):
        context.exit(EXIT_FOUND)
