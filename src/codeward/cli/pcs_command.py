"""`codeward pcs`: builds an ICD-10-PCS code character by character, valid values only."""

import textwrap
from collections.abc import Iterable
from datetime import date

import click

from codeward.cli.options import date_option, json_option, open_releases, today
from codeward.cli.output import WIDTH, print_json
from codeward.codesets.pcs_guide import PcsGuide, PcsStep

_NOT_FOUND = 1
_MOST_STARTS = 40
_NO_LABEL = "(no label: import the official tables)"


@click.command()
@click.argument("prefix", default="")
@click.option("--root", metavar="WORDS", help="Begin with the tables of this root operation.")
@click.option("--term", metavar="WORDS", help="Begin with an index term, operation or body part.")
@date_option
@json_option
@click.pass_context
def pcs(
    ctx: click.Context,
    *,
    prefix: str,
    root: str | None,
    term: str | None,
    day: date | None,
    as_json: bool,
) -> None:
    """Build a procedure code: what the next character may be, and what each value means.

    PREFIX holds the characters chosen so far, none to seven. Only values that lead to a code that
    is valid on the day are offered. With the official tables imported, labels and definitions are
    theirs; without them, labels are derived from the titles of sibling codes.
    """
    if sum(map(bool, (prefix, root, term))) > 1:
        raise click.UsageError("give PREFIX, --root or --term, not several of them")
    on = open_releases(day or today())
    guide = PcsGuide(on)
    words = root or term
    if words is None:
        step = guide.step(prefix)
    else:
        step = guide.by_operation(words) if root else guide.by_term(words)
    if step is None or (words is not None and not step.starts):
        what = f"no valid code begins with {prefix}" if words is None else "nothing is named so"
        click.echo(f"codeward: {what} in ICD-10-PCS on {on.day}; try: codeward pcs", err=True)
        ctx.exit(_NOT_FOUND)
    if as_json:
        print_json(step)
    else:
        click.echo("\n".join(_start_lines(step) if words else _lines(step)))


def _lines(step: PcsStep) -> Iterable[str]:
    for number, (value, label) in enumerate(zip(step.start, step.labels, strict=True), start=1):
        yield f"{number}  {value}  {label or _NO_LABEL}"
    if step.complete:
        yield ""
        yield f"{step.start}  {step.title or 'title not in this release'}"
        yield "  valid for claims"
    else:
        yield ""
        yield f"Character {len(step.start) + 1}, {step.axis}:"
        for choice in step.choices:
            codes = f"{choice.codes} code{'' if choice.codes == 1 else 's'}"
            yield f"  {choice.value}  {choice.label or _NO_LABEL}  ({codes})"
            if choice.definition:
                yield textwrap.fill(choice.definition, WIDTH, initial_indent=" " * 5,
                                    subsequent_indent=" " * 5)  # fmt: skip
        if step.forced != step.start:
            yield f"Only one way on from here: {step.forced}"
    yield f"Labels: {step.label_source.value}. Release: {step.release.id}"


def _start_lines(step: PcsStep) -> Iterable[str]:
    for one in step.starts[:_MOST_STARTS]:
        labels = ", ".join(label or "?" for label in one.labels)
        term = f"{one.term}: " if one.term else ""
        yield f"{one.start:<7}  {term}{labels}  ({one.codes})"
    if len(step.starts) > _MOST_STARTS:
        yield f"... and {len(step.starts) - _MOST_STARTS} more (--json lists all)"
    if step.index_year:
        yield f"Index of FY{step.index_year}."
    yield "Go on with: codeward pcs PREFIX"
