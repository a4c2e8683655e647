"""`codeward query`: drafts of queries to providers, and the linter for what people have edited."""

from datetime import date
from pathlib import Path

import click
import msgspec

from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.cli.encounter_file import read_note_or_encounter
from codeward.cli.options import date_option, json_option, open_releases, today
from codeward.cli.output import print_findings, print_json
from codeward.model import CodewardError, Document, Finding, Setting
from codeward.model.query import QueryDraft
from codeward.pipeline import code_encounter
from codeward.review.query_linter import lint_query

EXIT_REFUSED = 1


class QueryError(CodewardError):
    """A file that is no query; the text names the faulty field."""


class QueryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `codeward query lint` reads: a query with the documents that it quotes."""

    query: QueryDraft
    documents: tuple[Document, ...]


class LintReport(msgspec.Struct, frozen=True):
    """What `codeward query lint --json` prints."""

    compliant: bool
    findings: tuple[Finding, ...]


@click.group()
def query() -> None:
    """Queries to providers: drafts from the documentation, and the linter before one is sent."""


@query.command("draft")
@click.argument("file", metavar="FILE")
@click.option(
    "--setting",
    type=click.Choice([setting.value for setting in Setting]),
    help="Setting of a plain-text note; indicators are looked for in stays.",
)
@date_option
@json_option
def draft(file: str, setting: str | None, day: date | None, *, as_json: bool) -> None:
    """Draft the queries that a note (plain text) or encounter (JSON) raises; - reads stdin."""
    encounter = read_note_or_encounter(file, Setting(setting) if setting else None, day or today())
    chosen = day or encounter.governing_date or today()
    drafts = code_encounter(encounter, open_releases(chosen), MsdrgEngine()).queries
    if as_json:
        print_json(drafts)
        return
    for number, one in enumerate(drafts, start=1):
        _print(number, one)
    click.echo(f"{len(drafts)} drafts; a person sends, edits or drops each")


@query.command("lint")
@click.argument("file", metavar="FILE")
@json_option
@click.pass_context
def lint(context: click.Context, file: str, *, as_json: bool) -> None:
    """Refuse a query that leads, speaks of payment or quotes nothing, and say why.

    FILE is JSON with `query` and `documents`. Exit codes: 0 compliant; 1 refused; 2 no query.
    """
    try:
        read = msgspec.json.decode(Path(file).read_bytes(), type=QueryFile)
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror})") from None
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise QueryError(f"{file}: {error}") from None
    findings = lint_query(read.query, {one.id: one.text for one in read.documents})
    if as_json:
        print_json(LintReport(not findings, findings))
    else:
        print_findings(findings)
    context.exit(EXIT_REFUSED if findings else 0)


def _print(number: int, one: QueryDraft) -> None:
    click.echo(f"{number}. {one.title} ({one.purpose.value})")
    click.echo(f"   {one.question}")
    for span in one.indicators:
        click.echo(f'   "{span.text}" ({span.document}, {span.start}-{span.end})')
    for option in one.options:
        click.echo(f"   [ ] {option}")
    click.echo("")
