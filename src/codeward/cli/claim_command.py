"""`codeward claim`: a coded encounter becomes an 837 file, or a refusal that says why."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from codeward import __version__
from codeward.adapters.claim_pdf import claim_pdf
from codeward.adapters.durable_files import write_whole
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.claims import ControlNumbers, Refusal, Site
from codeward.claims.printed import printed
from codeward.claims.trace import TracedElement
from codeward.cli.claim_on_ledger import on_ledger
from codeward.cli.encounter_file import read_encounter
from codeward.cli.options import json_option, open_releases, today
from codeward.cli.output import print_findings, print_json
from codeward.cli.reports import ClaimReport, EditReport
from codeward.model import (
    Decision,
    Encounter,
    EncounterError,
    FinalEncounter,
    Finding,
    Rationale,
    Verdict,
)
from codeward.pipeline import claim_for, finalise
from codeward.review import canonical, coded_items

EXIT_REFUSED = 1
_OUTSIDE = "Decided before the encounter reached Codeward; the encounter file carries the code."


@click.command()
@click.argument("encounter_file", metavar="ENCOUNTER.json")
@click.option("-o", "--output", required=True, metavar="OUT.837", help="Where the claim goes.")
@click.option("--site", "site_file", metavar="SITE.toml", help="Submitter and receiver.")
@click.option(
    "--control-number",
    type=click.IntRange(1, 999_999_999),
    default=1,
    show_default=True,
    help="Interchange control number; never use one twice for a receiver.",
)
@click.option("--created", metavar="ISO-TIME", help="Time in the envelope; default now (UTC).")
@click.option("--record", metavar="FILE", help="Also write the decision record as JSON.")
@click.option("--pdf", metavar="OUT.pdf", help="Also print the claim, CMS-1500 or UB-04 style.")
@click.option("--trace", is_flag=True, help="Say which field and decision put each element there.")
@click.option("--proof", metavar="FOLDER", help="Also write the proofs of claim and decisions.")
@json_option
@click.pass_context
def claim(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    *,
    encounter_file: str,
    output: str,
    site_file: str | None,
    control_number: int,
    created: str | None,
    record: str | None,
    pdf: str | None,
    trace: bool,
    proof: str | None,
    as_json: bool,
) -> None:
    """Write the 837P, 837I or 837D of a coded encounter.

    Where the site has a ledger, the claim and each decision in it are recorded there first.

    The codes in ENCOUNTER.json count as decided; whatever an edit rejects is refused.

    Exit codes: 0 written; 1 refused, nothing written; 2 bad input.
    """
    encounter = read_encounter(encounter_file)
    at = _time(created)
    site = _site(site_file) if site_file else None
    final = _final(encounter, at)
    if not isinstance(final, FinalEncounter):
        _refuse(context, final, as_json=as_json)
    outcome = claim_for(final, site, ControlNumbers(control_number), at)
    if isinstance(outcome, Refusal):
        _refuse(context, outcome.findings, as_json=as_json)
    places = on_ledger(final, outcome, proof)
    write_whole(Path(output), outcome.text.encode())
    if record:
        write_whole(Path(record), canonical(final.record))
    if pdf:
        write_whole(Path(pdf), claim_pdf(printed(encounter)))
    if as_json:
        origins = outcome.trace if trace else ()
        told = (output, outcome.transaction, outcome.claim_id, outcome.total, origins)
        print_json(ClaimReport(*told, ledger=places))
    else:
        click.echo(f"{outcome.transaction} of {outcome.total} written to {output}")
        for one in outcome.trace if trace else ():
            click.echo(_origin(one))
        if trace and places is not None:
            click.echo(
                f"  ledger entry {places.claim}: proof of {places.hashes} hashes to the checkpoint "
                f"of {places.size} entries; decisions in {len(places.decisions)} entries before it"
            )


def _origin(one: TracedElement) -> str:
    place = f"{one.segment_id}{one.element:02}" + (f"-{one.component}" if one.component else "")
    decided = "" if one.verdict is None else f"; decision {one.decision}, {one.verdict.value}"
    return f"  segment {one.segment:<4}{place:<9}{one.source}{decided}"


def _final(encounter: Encounter, at: datetime) -> FinalEncounter | tuple[Finding, ...]:
    """The encounter as its file states it, with one decision a code."""
    on = open_releases(encounter.governing_date or today())
    decisions = tuple(
        Decision(system, code, Verdict.ADDED, "encounter file", at, rationale=Rationale(_OUTSIDE))
        for system, code in coded_items(encounter)
    )
    return finalise(encounter, decisions, on, engine_version())


def engine_version() -> str:
    """What a decision record names as its engine."""
    return f"codeward {__version__}; {MsdrgEngine().version}"


def _refuse(context: click.Context, findings: tuple[Finding, ...], *, as_json: bool) -> NoReturn:
    if as_json:
        print_json(EditReport(findings))
    else:
        click.echo("codeward: no claim was written", err=True)
        print_findings(findings, to_stderr=True)
    context.exit(EXIT_REFUSED)


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)  # noqa: TID251 - the command line may ask the clock
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("--created wants a time such as 2026-01-15T09:30") from None


def _site(path: str) -> Site:
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        return msgspec.convert(raw, Site)
    except OSError as error:
        raise EncounterError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EncounterError(f"{path}: not valid TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise EncounterError(f"{path}: {error}") from None
