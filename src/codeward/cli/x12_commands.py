"""`codeward x12`: look into, cut, validate and answer X12 files."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from codeward.adapters.durable_files import write_whole
from codeward.adapters.release_store import ReleaseStore
from codeward.claims.code_lists import code_lists as code_lists_of
from codeward.cli.options import home, today
from codeward.cli.output import print_json
from codeward.formats.x12 import (
    ALL_TYPES,
    CodeLists,
    ReadClaim,
    Scanner,
    Validation,
    X12Finding,
    X12ReadError,
    acknowledgement_text,
    claim_acknowledgement_text,
    claim_sets,
    read_claims,
    read_profile,
    read_transactions,
    repaired,
    ta1_text,
    validate,
)

EXIT_REJECTED = 1
EXIT_UNREADABLE = 2
_CHUNK = 1 << 16


class ValidateReport(msgspec.Struct, frozen=True):
    """What `codeward x12 validate --json` prints for one file."""

    file: str
    transaction: str | None
    claims: int
    accepted: bool
    findings: tuple[X12Finding, ...]


@click.group()
def x12() -> None:
    """X12 files: segments as JSON, one file a set, counts, validation, acknowledgements."""


@x12.command("validate")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
@click.option("--snip", default="1-7", show_default=True, help="SNIP types, such as 1-5 or 1,2.")
@click.option("--profile", metavar="FILE", help="TOML file with what the partner wants.")
@click.option(
    "--code-lists/--no-code-lists",
    default=True,
    show_default=True,
    help="Hold codes against the installed releases; without, against their form only.",
)
@click.pass_context
def validate_(
    context: click.Context,
    files: tuple[str, ...],
    *,
    as_json: bool,
    snip: str,
    profile: str | None,
    code_lists: bool,
) -> None:
    """Validate by SNIP type.

    Exit codes: 0 all accepted; 1 something rejected; 2 a file is no X12.
    """
    types = _types(snip)
    wanted = read_profile(Path(profile).read_bytes(), profile) if profile else None
    lists = _installed_lists() if code_lists and 5 in types else None  # noqa: PLR2004 - SNIP type 5
    reports = []
    worst = 0
    for file in files:
        try:
            found = validate(_chunks(file), types, lists=lists, profile=wanted)
        except X12ReadError as error:
            click.echo(f"codeward: {file}: {error}", err=True)
            worst = EXIT_UNREADABLE
            continue
        worst = max(worst, 0 if found.accepted else EXIT_REJECTED)
        reports.append(_report(file, found))
        if not as_json:
            _print(file, found)
    if as_json and reports:
        print_json(reports[0] if len(files) == 1 else reports)
    context.exit(worst)


@x12.command("json")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--claims", is_flag=True, help="One line a claim of an 837, and one a set that ends.")
@click.option("--sets", is_flag=True, help="One line a set: its loops with typed values.")
def json_(files: tuple[str, ...], *, claims: bool, sets: bool) -> None:
    """Print each segment as one line of JSON: file, ordinal, offset, elements.

    With --claims each claim instead: its people, codes, lines and amounts. Rely on the claims of a
    set only once the line of its end says that it is complete. With --sets each set as a tree.
    """
    show = _print_sets if sets else _print_claims if claims else _print_segments
    for file in files:
        with _reading(file):
            show(file)


def _print_sets(file: str) -> None:
    for told in read_transactions(_chunks(file)):
        click.echo(msgspec.json.encode({"file": file, "set": told}).decode())


def _print_claims(file: str) -> None:
    for one in read_claims(_chunks(file)):
        kind = "claim" if isinstance(one, ReadClaim) else "set"
        click.echo(msgspec.json.encode({"file": file, kind: one}).decode())


def _print_segments(file: str) -> None:
    scanner = Scanner(_chunks(file))
    number = 0
    for _, text, offset in scanner:
        if text:
            number += 1
            elements = text.split(scanner.marks.element)
            line = {"file": file, "segment": number, "offset": offset, "elements": elements}
            click.echo(msgspec.json.encode(line).decode())


@x12.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def stats(files: tuple[str, ...]) -> None:
    """Count segments, sets and claims."""
    for file in files:
        counts: Counter[str] = Counter()
        scanner = Scanner(_chunks(file))
        with _reading(file):
            for _, text, _offset in scanner:
                if text:
                    counts[text.partition(scanner.marks.element)[0]] += 1
        total = sum(counts.values())
        claims = counts["CLM"] + counts["CLP"]
        click.echo(f"{file}: {total} segments, {counts['ST']} sets, {claims} claims")
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            click.echo(f"  {name:<4}{count:>10}")


@x12.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", "folder", required=True, metavar="FOLDER", help="Where they go.")
def split(file: str, folder: str) -> None:
    """Write each transaction set to a file of its own, with its envelope around it."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with _reading(file):
        for count, text in enumerate(_sets(file), start=1):
            (target / f"{Path(file).stem}-{count:04}.x12").write_bytes(text.encode("latin-1"))
    click.echo(f"{count} sets written to {folder}")


@x12.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--type", "kind", type=click.Choice(["999", "TA1", "277CA"]), default="999", show_default=True
)
@click.option("--with-ta1", is_flag=True, help="Put the TA1 before the group of a 999.")
@click.option("--control-number", type=click.IntRange(1, 999_999_999), default=1, show_default=True)
@click.option("--created", metavar="ISO-TIME", help="Time in the envelope; default now (UTC).")
@click.option("-o", "--output", metavar="OUT", help="Default: stdout.")
def ack(
    file: str,
    *,
    kind: str,
    with_ta1: bool,
    control_number: int,
    created: str | None,
    output: str | None,
) -> None:
    """Write the 999, TA1 or 277CA that answers FILE; one answer for each interchange in it.

    A 277CA answers the claims of the sets that the 999 accepts; the others are not in it.
    """
    at = _time(created)
    with _reading(file):
        found = validate(_chunks(file), lists=_installed_lists() if kind == "277CA" else None)
    sets = tuple(claim_sets(_chunks(file))) if kind == "277CA" else ()
    answers = []
    for number, verdict in enumerate(found.interchanges, start=control_number):
        if kind == "999":
            answers.append(acknowledgement_text(verdict, number, at, with_ta1=with_ta1))
        elif kind == "TA1":
            answers.append(ta1_text(verdict, number, at))
        else:
            answers.append(claim_acknowledgement_text(verdict, sets, number, at))
    text = "".join(answers)
    if output:
        Path(output).write_bytes(text.encode("ascii"))
    else:
        click.echo(text, nl=False)


def _sets(file: str) -> Iterator[str]:
    """The sets of a file, each within the envelope that it came in, counts made anew."""
    scanner = Scanner(_chunks(file))
    head: dict[str, str] = {}
    body: list[str] = []
    for raw, text, _ in scanner:
        identifier = text.partition(scanner.marks.element)[0]
        if identifier in ("ISA", "GS"):
            head[identifier] = raw
        elif identifier == "ST" or body:
            body.append(raw)
        if identifier == "SE":
            yield "".join([head.get("ISA", ""), head.get("GS", ""), *body, _tail(head, scanner)])
            body = []


def _tail(head: dict[str, str], scanner: Scanner) -> str:
    mark, end = scanner.marks.element, scanner.marks.segment
    group = [*head.get("GS", "").strip().rstrip(end).split(mark), *[""] * 9][6]
    interchange = [*head.get("ISA", "").strip().split(mark), *[""] * 17][13]
    return f"\nGE{mark}1{mark}{group}{end}\nIEA{mark}1{mark}{interchange}{end}\n"


@x12.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="OUT", help="Where the mended file goes.")
@click.option("--suggest", is_flag=True, help="List the repairs and write nothing.")
def repair(file: str, output: str | None, *, suggest: bool) -> None:
    """Mend counts, numbering, separators and punctuation; never what the file says.

    Every change is listed. Codes, charges, names and dates stay as they are.
    """
    if not suggest and not output:
        raise click.UsageError("give -o OUT for the mended file, or --suggest")
    with _reading(file):
        done = repaired(_chunks(file))
    for one in done.repairs:
        place = f"{one.segment_id}{one.element:02}" if one.element else one.segment_id
        click.echo(f"segment {one.segment} {place}: {one.name}")
    click.echo(f"{len(done.repairs)} repairs{' suggested' if suggest else ''}")
    if output and not suggest:
        write_whole(Path(output), done.text.encode("latin-1"))


def _installed_lists() -> CodeLists | None:
    """The code lists of this machine; None, said on stderr, where none are compiled yet."""
    store = ReleaseStore(home())
    if not store.installed():
        note = "no code sets are installed, so that codes are held to their form only"
        click.echo(f"codeward: {note}; run `codeward codesets build`", err=True)
        return None
    return code_lists_of(store.on(today()))


def _report(file: str, found: Validation) -> ValidateReport:
    return ValidateReport(file, found.transaction, found.claims, found.accepted, found.findings)


def _print(file: str, found: Validation) -> None:
    word = "accepted" if found.accepted else "rejected"
    click.echo(f"{file}: {found.transaction or 'unknown'}, {found.claims} claims, {word}")
    for one in found.findings:
        place = f"segment {one.segment} {one.segment_id}"
        claim = f" of claim {one.claim}" if one.claim else ""
        click.echo(f"  {one.severity.value:<6} {one.rule:<9} {place}{claim}: {one.message}")


@contextmanager
def _reading(file: str) -> Iterator[None]:
    """Say which of the files cannot be read."""
    try:
        yield
    except X12ReadError as error:
        raise X12ReadError(f"{file}: {error}") from error


def _chunks(file: str) -> Iterator[bytes]:
    with Path(file).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _types(text: str) -> frozenset[int]:
    """SNIP types from text such as `1-5` or `1,2,7`."""
    chosen: set[int] = set()
    for part in text.split(","):
        begin, _, end = part.strip().partition("-")
        if not begin.isdigit() or (end and not end.isdigit()):
            raise click.BadParameter("--snip wants types from 1 to 7, such as 1-5 or 1,2")
        chosen.update(range(int(begin), int(end or begin) + 1))
    if not chosen or not chosen <= ALL_TYPES:
        raise click.BadParameter("--snip wants types from 1 to 7, such as 1-5 or 1,2")
    return frozenset(chosen)


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)  # noqa: TID251 - the command line may ask the clock
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("--created wants a time such as 2026-01-15T09:30") from None
