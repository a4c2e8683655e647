"""`codeward search`: the encoder on the command line."""

from datetime import date

import click

from codeward.adapters.minilm import packaged
from codeward.cli.options import SYSTEM_KEYS, date_option, json_option, open_releases, today
from codeward.cli.output import print_json
from codeward.codesets import Releases
from codeward.codesets.search import SEARCHED, Hit
from codeward.codesets.search import search as search_codes
from codeward.codesets.search.reranking import reranked
from codeward.model import System, display_code

_NOT_INSTALLED = 1
_MOST = 200


@click.command()
@click.argument("query")
@click.option(
    "--system",
    "keys",
    type=click.Choice(SYSTEM_KEYS),
    multiple=True,
    help="Search this code system only; may be given more than once.",
)
@date_option
@click.option("--limit", type=click.IntRange(1, _MOST), default=20, show_default=True)
@click.option(
    "--rerank", is_flag=True, help="Order hits by a sentence embedding too (extra embed)."
)
@json_option
@click.pass_context
def search(
    context: click.Context,
    *,
    query: str,
    keys: tuple[str, ...],
    day: date | None,
    limit: int,
    rerank: bool,
    as_json: bool,
) -> None:
    """Find codes by words, abbreviations, lay names or the beginning of a code.

    QUERY may hold fragments in any order ("fx dist radius l"), abbreviations ("T2DM w ckd3b"),
    misspellings, or a code ("e11.2"). Billable codes come first; each hit says why it matched.
    """
    if not query.strip():
        raise click.BadParameter("give at least one word or code", param_hint="QUERY")
    on = open_releases(day or today())
    systems = tuple(System.from_key(key) for key in keys)
    absent = [system for system in systems if on.code_set(system) is None]
    if absent:
        click.echo(f"codeward: {_not_installed(absent[0], on)}", err=True)
        context.exit(_NOT_INSTALLED)
    hits = search_codes(query, on, systems or _installed(on), limit)
    if rerank:
        hits = reranked(query, hits, packaged().scores)
    if as_json:
        print_json(hits)
    elif hits:
        _print_hits(hits)
    else:
        click.echo("no match: try fewer words, another spelling, or the beginning of a code")


def _installed(on: Releases) -> tuple[System, ...]:
    """Every code system that covers the day; ICD-10-CM must.

    Raises:
        NoReleaseError: no ICD-10-CM release covers the day.
    """
    return tuple(system for system in SEARCHED if system is System.ICD10CM or on.covers(system))


def _not_installed(system: System, on: Releases) -> str:
    return (
        f"{system} is not installed for {on.day}: no package carries it. "
        "Import the publisher's file, or search without --system"
    )


def _print_hits(hits: tuple[Hit, ...]) -> None:
    width = max(len(display_code(hit.system, hit.code)) for hit in hits)
    for hit in hits:
        code = display_code(hit.system, hit.code)
        mark = " " if hit.billable else "-"
        click.echo(f"{hit.system.value:<11}{mark}{code:<{width}}  {hit.title}")
        click.echo(f"{'':<12}{'':<{width}}  {hit.matched}")
    if any(not hit.billable for hit in hits):
        click.echo("- needs more characters; `codeward show CODE` lists them")
