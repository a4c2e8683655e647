"""`codeward codesets impact`: what a new release breaks, and who uses what it changes."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from codeward.adapters.own_texts import own_texts
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.encounter_file import read_encounter, read_text
from codeward.cli.options import build_with_progress, home, json_option
from codeward.cli.output import print_json
from codeward.codesets import InstalledRelease
from codeward.codesets.code_uses import (
    NamedText,
    Reasons,
    Use,
    UseKind,
    every_use,
    may_be_affected,
    uses_in_encounter,
    uses_in_list,
)
from codeward.codesets.impact import (
    ImpactReport,
    SystemImpact,
    affected,
    comparable,
    compare,
)
from codeward.edits.catalog import EDITS
from codeward.model import CodewardError, EncounterError, NoReleaseError, System
from codeward.model.system import display_code

_SHOWN = 30
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEYS = [system.key for system in System if system is not System.MSDRG]
_Chosen = tuple[date, System | None]


@click.command()
@click.option("--from", "before", required=True, metavar="RELEASE", help="Release id or a day.")
@click.option("--to", "after", required=True, metavar="RELEASE", help="Release id or a day.")
@click.option("--system", "keys", multiple=True, type=click.Choice(_KEYS), help="Only these.")
@click.option(
    "--encounters",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of open encounters (JSON); told by file and number, never by value.",
)
@click.option(
    "--favourites",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your list of codes, one on each line.",
)
@json_option
def impact(
    before: str,
    after: str,
    keys: tuple[str, ...],
    encounters: Path | None,
    favourites: Path | None,
    as_json: bool,
) -> None:
    """Compare two releases: ended and new codes, titles, CC/MCC, and who uses what changes.

    RELEASE is a day, the id of an installed release or its beginning, such as icd10cm-2026-10, or
    the beginning of its SHA-256. A code in parentheses is not named itself: a header above it is.
    """
    store = ReleaseStore(home())
    reason = store.needs_build()
    if reason:
        build_with_progress(store, reason)
    (old, new), systems = _chosen(store, before, after, keys)
    impacts = tuple(compare(system, store, old, new) for system in systems)
    changes = affected(impacts)
    uses = every_use(_with_edit_numbers(own_texts()), changes)
    if favourites is not None:
        text = read_text(str(favourites))
        uses += tuple(uses_in_list(favourites.name, text, changes))
    report = ImpactReport(systems=impacts, uses=uses)
    if encounters is not None:
        report = _with_encounters(report, encounters, changes, new)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _chosen(
    store: ReleaseStore, before: str, after: str, keys: tuple[str, ...]
) -> tuple[tuple[date, date], tuple[System, ...]]:
    """The two days, and the code systems that are compared."""
    installed = store.installed()
    (old, old_system), (new, new_system) = (_day(installed, one) for one in (before, after))
    if old_system and new_system and old_system is not new_system:
        raise CodewardError(
            f"{before} is {old_system.value} and {after} is {new_system.value}; "
            "name two releases of one code system"
        )
    named = old_system or new_system
    wanted = tuple(System.from_key(key) for key in keys)
    if named is not None and wanted not in {(), (named,)}:
        raise CodewardError(f"the release is {named.value}; leave --system out")
    systems = (named,) if named else wanted or comparable(store, (old, new))
    return (old, new), systems


def _day(installed: tuple[InstalledRelease, ...], name: str) -> _Chosen:
    """The day that a name stands for, with the code system where it names a release."""
    if _DAY.fullmatch(name):
        try:
            return date.fromisoformat(name), None
        except ValueError:
            raise CodewardError(f"{name} is no day; give one as YYYY-MM-DD") from None
    exact = [one for one in installed if name in {one.id.id, one.id.sha256}]
    found = exact or [
        one for one in installed if one.id.id.startswith(name) or one.id.sha256.startswith(name)
    ]
    if len(found) != 1:
        what = "names several installed releases" if found else "is no installed release"
        known = ", ".join(one.id.id for one in found or installed)
        raise NoReleaseError(f"{name} {what}; give a day, or one of: {known}")
    if found[0].system is System.MSDRG:
        raise CodewardError(f"{name} is a grouper; name a day or a release of ICD-10-CM")
    return found[0].id.effective_from, found[0].system


def _with_edit_numbers(texts: Iterable[NamedText]) -> Iterator[NamedText]:
    """Put the number of an edit before the name of its file."""
    numbers: dict[str, list[str]] = {}
    for edit in EDITS:
        numbers.setdefault(f"{edit.check.__module__.replace('.', '/')}.py", []).append(edit.code)
    for text in texts:
        found = numbers.get(text.where, [])
        yield NamedText(text.kind, " ".join((*found, text.where)), text.text)


def _with_encounters(
    report: ImpactReport, folder: Path, changes: Reasons, day: date
) -> ImpactReport:
    uses: list[Use] = list(report.uses)
    read, before = 0, 0
    unread: list[str] = []
    for path in sorted(folder.rglob("*.json")):
        name = str(path.relative_to(folder))
        try:
            encounter = read_encounter(str(path))
        except EncounterError:
            unread.append(name)
            continue
        read += 1
        if may_be_affected(encounter, day):
            uses += uses_in_encounter(name, encounter, changes)
        else:
            before += 1
    return ImpactReport(
        systems=report.systems,
        uses=tuple(uses),
        encounters=read,
        encounters_before=before,
        unread=tuple(unread),
    )


def _print(report: ImpactReport) -> None:
    for one in report.systems:
        _print_system(one)
    for kind in UseKind:
        lines = _use_lines([use for use in report.uses if use.kind is kind])
        if lines:
            _print_list(f"places in use: {kind.value.replace('_', ' ')}", lines)
    if report.encounters or report.unread:
        click.echo(
            f"{report.encounters} encounters read; {report.encounters_before} of them are dated "
            "before the new release"
        )
    for name in report.unread:
        click.echo(f"codeward: {name} is no encounter; check it with: codeward edit", err=True)


def _print_system(one: SystemImpact) -> None:
    def shown(code: str) -> str:
        return display_code(one.system, code)

    click.echo(f"{one.system.value}: {one.before.id} -> {one.after.id}, for {one.to_day}")
    _print_list("ended", [
        f"{shown(code.code)} {code.title or '(no title)'}"
        f"{' (now a header)' if code.now_header else ''}; successors: "
        f"{', '.join(shown(next_.code) for next_ in code.successors) or 'none published'}"
        for code in one.ended
    ])  # fmt: skip
    _print_list("new", [f"{shown(code.code)} {code.title or '(no title)'}" for code in one.added])
    _print_list("other title", [
        f"{shown(code.code)} {code.before} -> {code.after}"
        f"{' (from another file)' if code.other_file else ''}"
        for code in one.retitled
    ])  # fmt: skip
    _print_list("billable or header", [
        f"{shown(code.code)} {code.before} -> {code.after}" for code in one.status
    ])  # fmt: skip
    if one.grouper_before:
        versions = f"CC/MCC, MS-DRG {one.grouper_before} -> {one.grouper_after}"
        _print_list(versions, [
            f"{shown(code.code)} {code.before} -> {code.after}" for code in one.severity
        ])  # fmt: skip


def _print_list(heading: str, lines: list[str]) -> None:
    click.echo(f"  {len(lines):,} {heading}")
    for line in lines[:_SHOWN]:
        click.echo(f"      {line}")
    if len(lines) > _SHOWN:
        click.echo(f"      ... and {len(lines) - _SHOWN:,} more; --json gives all")


def _use_lines(uses: list[Use]) -> list[str]:
    """One line for each place, with the codes that it names."""
    lines = []
    for (where, place), group in groupby(uses, key=lambda use: (use.where, use.place)):
        found = list(group)
        codes = ", ".join(_named(use) for use in found)
        reasons = ", ".join(dict.fromkeys(reason for use in found for reason in use.reasons))
        lines.append(f"{where}, {place}: {codes}: {reasons}")
    return lines


def _named(use: Use) -> str:
    if use.code is None:
        return use.system.value
    code = display_code(use.system, use.code)
    return code if use.exact else f"({code})"
