"""Prints a code of a list beside the code sets, or says plainly that the list is not there."""

import textwrap

import click

from codeward.cli.output import WIDTH, print_json
from codeward.codesets import Releases
from codeward.codesets.list_description import LISTS, ListedCode, listed

_FOUND, _NOT_FOUND = 0, 1
_SHOWN = 12


def show_listed(code: str, name: str, on: Releases, *, as_json: bool) -> int:
    """Print it; the exit code tells whether it was found."""
    answer = listed(code, name, on)
    if answer.code is None:
        what = "is not known" if answer.installed else "cannot be looked up: the list is not there"
        remedy = "" if answer.installed else "; import it with: codeward codesets import PATH"
        click.echo(f"codeward: {LISTS[name]} {code} {what} on {on.day}{remedy}", err=True)
        return _NOT_FOUND
    if as_json:
        print_json(answer.code)
    else:
        _print(answer.code)
    return _FOUND


def _print(one: ListedCode) -> None:
    title = one.title or "no text: the imported list has none, or none is licensed"
    click.echo(f"{one.code}  {title}")
    span = f"from {one.valid_from or 'unknown'} to {one.valid_to or 'today and on'}"
    click.echo(
        f"  {LISTS[one.list]}, {'valid' if one.valid else 'not valid'} on {one.date}, {span}"
    )
    if one.description:
        click.echo(
            textwrap.fill(one.description, WIDTH, initial_indent="  ", subsequent_indent="  ")
        )
    for name, value in one.facts.items():
        click.echo(f"  {name}: {value}")
    if one.codes:
        shown = ", ".join(one.codes[:_SHOWN])
        more = f" and {len(one.codes) - _SHOWN:,} more" if len(one.codes) > _SHOWN else ""
        text = f"taken by: {shown}{more} (by their pricing indicator; --json lists all)"
        click.echo(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    "))
