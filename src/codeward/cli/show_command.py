"""`codeward show`: one code on one day, with everything that the installed releases say of it."""

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

import click

from codeward.cli.detail_lines import detail_lines
from codeward.cli.listed_code import show_listed
from codeward.cli.options import SYSTEM_KEYS, date_option, json_option, open_releases, today
from codeward.cli.output import WIDTH, print_json
from codeward.codesets import CodeSet, Note, Releases
from codeward.codesets.description import (
    NOTE_HEADINGS,
    CodeDescription,
    Named,
    Status,
    describe,
    status_of,
)
from codeward.codesets.list_description import LISTS
from codeward.codesets.readers.code_forms import CPT, HCPCS
from codeward.model import NoReleaseError, System
from codeward.model.system import display_code, undotted

_NOT_FOUND = 1
_MARGIN = 14
_LONGEST_LIST = 24
_FORMS = {System.HCPCS: HCPCS, System.CPT: CPT}
_LEVELS = {"NON": "neither CC nor MCC"}
_FLAGS = {
    "ecodepdx": "an external cause, not acceptable as principal diagnosis",
    "manifestation": "a manifestation, not acceptable as principal diagnosis",
    "unacceptable": "not acceptable as principal diagnosis",
    "unspecified": "an unspecified site or side where a specific code exists",
    "qadm": "a questionable reason for an admission",
    "reqsdx": "as principal diagnosis it needs a secondary one",
}


@click.command()
@click.argument("code")
@click.option(
    "--system",
    type=click.Choice((*SYSTEM_KEYS, *LISTS)),
    help="Look in this code system or list only.",
)
@date_option
@json_option
@click.pass_context
def show(
    ctx: click.Context, code: str, system: str | None, day: date | None, as_json: bool
) -> None:
    """Show what a code means on a day: title, status, hierarchy, notes, flags, severity.

    CODE may be written with or without its point; a block such as S70-S79 and a chapter such as
    CH19 are shown as well. With --system also a place of service, a modifier, a claim code or an
    MS-DRG, where the list is imported.
    """
    on = open_releases(day or today())
    if system is not None and system in LISTS:
        ctx.exit(show_listed(code, system, on, as_json=as_json))
    code_sets = _code_sets(on, System.from_key(system) if system else None)
    known = [one for one in code_sets if status_of(undotted(code), one) is not Status.UNKNOWN]
    if not known:
        if as_json and code_sets:
            print_json(describe(code, code_sets[0], on))
        click.echo(f"codeward: {_unknown(undotted(code), system, on, code_sets)}", err=True)
        ctx.exit(_NOT_FOUND)
    description = describe(code, known[0], on)
    if as_json:
        print_json(description)
    else:
        click.echo("\n".join([*_lines(description), *_elsewhere(code, known[1:])]))


def _elsewhere(code: str, others: Sequence[CodeSet]) -> Iterable[str]:
    """Codes of other systems that are written the same: J1100 is a drug, and J11.00 a disease."""
    for other in others:
        written = undotted(code)
        shown = f"codeward show {written} --system {other.system.key}"
        yield _field("Also", f"a code of {other.system.value}; see: {shown}")


def _code_sets(on: Releases, system: System | None) -> list[CodeSet]:
    """The code sets to look in: the one asked for, else all of which a release covers the day.

    Raises:
        NoReleaseError: the system asked for does not cover the day, or none does.
    """
    systems = [system] if system else [System.from_key(key) for key in SYSTEM_KEYS]
    covering = [one for one in systems if on.covers(one)] or systems[:1]
    found = (on.code_set(one) for one in covering)
    return [code_set for code_set in found if code_set is not None]


def _not_looked_in(code: str, on: Releases) -> Iterable[str]:
    """Why other systems say nothing: no release covers the day, or none was ever imported."""
    for key in SYSTEM_KEYS:
        system = System.from_key(key)
        form = _FORMS.get(system)
        if not on.versions(system):
            if form and form.fullmatch(code):
                yield f"it has the form of a {system.value} code, and {_absent(system)}"
        elif not on.covers(system):
            try:
                on.code_set(system)
            except NoReleaseError as error:
                yield str(error)


def _absent(system: System) -> str:
    return (
        f"{system.value} is not installed: import the publisher's file with: "
        "codeward codesets import PATH"
    )


def _unknown(code: str, system: str | None, on: Releases, code_sets: Sequence[CodeSet]) -> str:
    if not code_sets:
        name = System.from_key(system).value if system else "code system"
        return (
            f"{name} is not installed, so {code} cannot be looked up; import the publisher's file "
            "with: codeward codesets import PATH"
        )
    names = " or ".join(code_set.system.value for code_set in code_sets)
    unknown = f"{code} is not known in {names} on {on.day}; try: codeward search"
    return "; ".join([unknown, *(() if system else _not_looked_in(code, on))])


def _lines(shown: CodeDescription) -> Iterable[str]:
    title = shown.title or "title not in this release"
    yield _wrapped(f"{shown.display}  ", title, indent=2)
    yield f"  {shown.system.value}, {_status(shown)} on {shown.date}"
    yield ""
    yield from _named_lines("Replaced by", shown.successors, shown)
    yield from _named_lines("Within", shown.hierarchy, shown)
    yield from _named_lines("Below", shown.children, shown)
    yield from _note_lines(shown.notes)
    for character, meaning in shown.seventh_characters.items():
        first = character == next(iter(shown.seventh_characters))
        yield _field("7th character" if first else "", f"{character}  {meaning}")
    yield from _edit_lines(shown)
    for heading, text in detail_lines(shown):
        yield _field(heading, text)
    yield _field("Title from", shown.title_source or "no installed file")
    release = shown.release
    span = f"in force {release.effective_from} to {release.effective_to}"
    yield _field("Release", f"{release.id}, {span}, sha256 {release.sha256[:12]}")
    for number, source in enumerate(shown.sources):
        yield _field("" if number else "Rests on", source)


def _status(shown: CodeDescription) -> str:
    return {
        Status.VALID: f"valid for claims (since {shown.valid_from})",
        Status.HEADER: "a header: a claim needs more characters",
        Status.NOT_YET: f"not yet valid (from {shown.valid_from})",
        Status.ENDED: f"no longer valid (ended {shown.valid_to})"
        + (", now a header" if shown.header else ""),
        Status.UNKNOWN: "unknown",
    }[shown.status]


def _named_lines(heading: str, named: Sequence[Named], shown: CodeDescription) -> Iterable[str]:
    for number, one in enumerate(named[:_LONGEST_LIST]):
        code = one.code if "-" in one.code else display_code(shown.system, one.code)
        chapter = one.code.startswith("CH")
        text = f"{one.code if chapter else code}  {one.title or 'title not in this release'}"
        yield _field("" if number else heading, text)
    if len(named) > _LONGEST_LIST:
        yield _field("", f"... and {len(named) - _LONGEST_LIST} more (--json lists all)")


def _note_lines(notes: Sequence[Note]) -> Iterable[str]:
    for kind, heading in NOTE_HEADINGS.items():
        for number, note in enumerate(note for note in notes if note.kind == kind):
            place = f"  [at {note.owner}]" if note.inherited else ""
            yield _field("" if number else heading, note.text + place)


def _edit_lines(shown: CodeDescription) -> Iterable[str]:
    limits = {one.name: f"ages {one.youngest} to {one.oldest}" for one in shown.age_limits}
    for number, flag in enumerate(shown.mce_flags):
        meaning = limits.get(flag) or _FLAGS.get(flag)
        yield _field("" if number else "MCE flags", f"{flag}: {meaning}" if meaning else flag)
    if shown.severity:
        level = _LEVELS.get(shown.severity, shown.severity)
        yield _field(
            "Severity", f"{level} as a secondary diagnosis, MS-DRG {shown.grouper_version}"
        )
    others = {v: one for v, one in shown.severities.items() if v != shown.grouper_version}
    if others:
        texts = (f"{_LEVELS.get(one, one)} in {version}" for version, one in others.items())
        yield _field("" if shown.severity else "Severity", "; ".join(texts))


def _field(heading: str, text: str) -> str:
    return _wrapped(heading.ljust(_MARGIN) + " ", text, indent=_MARGIN + 3)


def _wrapped(lead: str, text: str, indent: int) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent="  " + lead if lead.strip() == "" or len(lead) > _MARGIN else lead,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
