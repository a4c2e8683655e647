"""`codeward index`, `neoplasm` and `drug`: the official indexes as a coder walks them."""

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

import click

from codeward.adapters.index_files import open_index, other_indexes
from codeward.cli.options import date_option, home, json_option, open_releases, today
from codeward.cli.output import print_json
from codeward.codesets.index_lookup import (
    Cell,
    Line,
    Place,
    Walk,
    place,
    readable,
    table_start,
    walk,
)
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.readers.index_xml import IndexKind, IndexTerm
from codeward.codesets.tabular_landing import Landing
from codeward.model import System, display_code

_NOT_FOUND = 1
_BOOKS = {"diseases": IndexKind.DISEASES, "external-causes": IndexKind.EXTERNAL_CAUSES}
_INTENTS = {
    "accidental": "accidental",
    "self-harm": "self harm",
    "assault": "assault",
    "undetermined": "undetermined",
    "adverse": "adverse",
    "underdosing": "underdosing",
}


@click.command()
@click.argument("steps", metavar="TERM [SUBTERM]...", nargs=-1, required=True)
@click.option("--book", type=click.Choice(tuple(_BOOKS)), default="diseases", show_default=True)
@date_option
@json_option
@click.pass_context
def index(
    context: click.Context, *, steps: tuple[str, ...], book: str, day: date | None, as_json: bool
) -> None:
    """Walk the Alphabetic Index: main term, subterms, see, and the code in the Tabular List.

    A step may be shortened, and `due to` left out: codeward index anemia "blood loss". The printed
    path can be stored with a decision and given back as TERM.
    """
    opened = open_index(home(), _BOOKS[book], day or today())
    found = _found(context, opened, walk(opened, steps))
    _show(opened, found, day or today(), as_json=as_json)


@click.command()
@click.argument("steps", metavar="SITE [SUBSITE]...", nargs=-1, required=True)
@date_option
@json_option
@click.pass_context
def neoplasm(
    context: click.Context, *, steps: tuple[str, ...], day: date | None, as_json: bool
) -> None:
    """Look up a site in the Neoplasm Table: the code of each column."""
    opened = open_index(home(), IndexKind.NEOPLASMS, day or today())
    found = _found(context, opened, walk(opened, steps, table_start(opened)))
    _show(opened, found, day or today(), as_json=as_json)


@click.command()
@click.argument("steps", metavar="SUBSTANCE [FORM]...", nargs=-1, required=True)
@click.option("--intent", type=click.Choice(tuple(_INTENTS)), help="Show this column only.")
@date_option
@json_option
@click.pass_context
def drug(
    context: click.Context,
    *,
    steps: tuple[str, ...],
    intent: str | None,
    day: date | None,
    as_json: bool,
) -> None:
    """Look up a substance in the Table of Drugs and Chemicals: the code of each intent."""
    opened = open_index(home(), IndexKind.DRUGS, day or today())
    found = _found(context, opened, walk(opened, steps))
    _show(opened, found, day or today(), as_json=as_json, column=_INTENTS.get(intent or "", ""))


def _found(context: click.Context, book: IndexBook, walked: Walk) -> IndexTerm:
    if walked.term is None:
        _give_choices(context, book, walked)
    return walked.term


def _give_choices(context: click.Context, book: IndexBook, walked: Walk) -> NoReturn:
    if walked.missed:
        click.echo(f'codeward: the {book.index.kind} index has no "{walked.missed}" here', err=True)
    else:
        click.echo("codeward: several terms begin so; give more of one", err=True)
    for line in readable(book, walked.choices):
        click.echo(f"  {line}", err=True)
    context.exit(_NOT_FOUND)


def _show(book: IndexBook, term: IndexTerm, day: date, *, as_json: bool, column: str = "") -> None:
    others = other_indexes(home(), book.index.kind, day) if term.see else ()
    found = place(book, term, open_releases(day).icd10cm, others)
    if as_json:
        print_json(found)
        return
    click.echo(f"{found.path_text}   [{found.path.kind} {found.path.version}]")
    _print_line(found)
    cells = [cell for cell in found.cells if column in cell.column.lower().replace("-", " ")]
    _print_cells(cells)
    if found.landing is not None:
        _print_landing(found.landing)
    for line in found.below:
        click.echo(f"  - {_worded(line)}")


def _print_line(found: Place) -> None:
    if found.line.manifestation:
        click.echo(f"  then the manifestation {found.line.manifestation}")
    for lead, text in (
        ("see", found.line.see),
        ("see also", found.line.see_also),
        ("see category", found.category),
        ("warning:", found.warning),
    ):
        if text:
            click.echo(f"  {lead} {text}")
    if found.follows is not None:
        code = found.follows.term.code if found.follows.term else None
        shown = display_code(System.ICD10CM, code.code) if code else found.follows.codes
        click.echo(f"  leads to {found.follows.path} {shown}".rstrip())


def _print_cells(cells: Sequence[Cell]) -> None:
    width = max((len(cell.column) for cell in cells), default=0)
    for cell in cells:
        entry = cell.landing.entry if cell.landing else None
        title = (entry.title or "") if entry else ""
        shown = display_code(System.ICD10CM, cell.code) if cell.code else "-"
        default = cell.landing.default if cell.landing else None
        opens = ""
        if default is not None and default != cell.code:
            opens = f" -> {display_code(System.ICD10CM, default)}"
        click.echo(f"  {cell.column:<{width}}  {shown:<8} {title}{opens}")


def _print_landing(landed: Landing) -> None:
    shown = display_code(System.ICD10CM, landed.code)
    if landed.entry is None:
        click.echo(f"  {shown} is not in the release of the day")
        return
    click.echo(f"  {shown} {landed.entry.title or ''}")
    for note in landed.notes:
        click.echo(f"    {note.kind.replace('_', ' ')}: {note.text}")
    if landed.continuations:
        click.echo("    more characters are needed:")
    for one in landed.continuations:
        mark = " " if one.billable else "-"
        click.echo(f"    {mark}{display_code(System.ICD10CM, one.code):<9}{one.title or ''}")
    if landed.default is not None and landed.default != landed.code:
        default = display_code(System.ICD10CM, landed.default)
        click.echo(f"    where nothing more is documented: {default}")


def _worded(line: Line) -> str:
    code = display_code(System.ICD10CM, line.code) if line.code else ""
    parts = [f"{line.title} {line.modifiers}".strip(), code + ("-" if line.incomplete else "")]
    parts += [line.manifestation, f"see {line.see}" if line.see else ""]
    return "  ".join(part for part in parts if part)
