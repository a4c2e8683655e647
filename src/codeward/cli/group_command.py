"""`codeward group`: the MS-DRG of a coded inpatient stay and what drove it."""

import click
import msgspec

from codeward import grouping
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.cli.encounter_file import read_encounter
from codeward.cli.options import json_option, open_releases, today
from codeward.cli.output import print_json
from codeward.model import Grouping

EXIT_NOT_GROUPED = 1


@click.command()
@click.argument("encounter_file", metavar="ENCOUNTER.json")
@json_option
@click.option("--what-if", is_flag=True, help="Also group without each code in turn.")
@click.pass_context
def group(context: click.Context, encounter_file: str, *, as_json: bool, what_if: bool) -> None:
    """Group an inpatient stay into its MS-DRG and say what each code did.

    ENCOUNTER.json is an encounter file; - reads it from stdin. The discharge date picks the
    grouper version.

    Exit codes: 0 grouped; 1 it cannot be grouped; 2 bad input.
    """
    encounter = read_encounter(encounter_file)
    on = open_releases(encounter.governing_date or today())
    engine = MsdrgEngine()
    outcome = grouping.outcome(encounter, on, engine)
    if not isinstance(outcome, Grouping):
        for finding in outcome:
            click.echo(
                f"codeward: cannot be grouped: {finding.message} {finding.way_out}".rstrip(),
                err=True,
            )
        context.exit(EXIT_NOT_GROUPED)
    alternatives = grouping.leave_one_out(encounter, on, engine) if what_if else ()
    if not as_json:
        click.echo(report(outcome, alternatives))
    elif what_if:
        print_json(msgspec.to_builtins(outcome) | {"what_if": alternatives})
    else:
        print_json(outcome)


def report(grouped: Grouping, alternatives: tuple[grouping.WhatIf, ...] = ()) -> str:
    """The DRG for people to read."""
    weight = f"weight {grouped.weight}" if grouped.weight else "no published weight installed"
    lines = [
        f"MS-DRG {grouped.drg}  {grouped.title}",
        f"MDC {grouped.mdc or '-'}  {grouped.mdc_title}".rstrip(),
        f"grouper {grouped.version}, {weight}, {grouped.return_code}",
        *(
            f"  {'*' if effect.counted else ' '} {effect.code:<8} {effect.note}"
            for effect in grouped.effects
        ),
        *(
            f"  without {one.without}: MS-DRG {one.drg_without}  {one.title_without}"
            for one in alternatives
            if one.changes
        ),
    ]
    return "\n".join(lines)
