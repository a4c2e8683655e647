"""`codeward codesets import`: official files, recognised by content, in force all or none."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
import msgspec

from codeward.adapters.code_set_import import CodeSetImport, Plan, PlannedImport
from codeward.adapters.import_preview import preview_import
from codeward.adapters.release_store import OtherVersionError, ReleaseStore
from codeward.cli.import_run import all_or_nothing, compile_imports, only_importer
from codeward.cli.options import home, json_option, parse_day
from codeward.cli.output import print_json
from codeward.codesets.compile_reference import LOOKED_UP
from codeward.codesets.imported_files import COMPILED

_NOTHING_RECOGNISED = 1
# Kinds that answer something; the others are kept as they are.
USED = COMPILED | LOOKED_UP.keys()


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did or would do, as `--json` prints it.

    Attributes:
        dry_run: Whether nothing was written.
        files: The recognised files and what each replaces.
        passed_over: Paths of files that are none that Codeward knows.
        before: Counts of each installed release before, by its name.
        after: Counts after, or in a dry run what they would be.
    """

    dry_run: bool
    files: tuple[PlannedImport, ...]
    passed_over: tuple[str, ...]
    before: Mapping[str, Mapping[str, int]]
    after: Mapping[str, Mapping[str, int]]


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--effective-from",
    metavar="YYYY-MM-DD",
    callback=parse_day,
    help="Day from which the files hold; needed where they do not say it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--licensed",
    is_flag=True,
    help="You hold the licence for the texts (CPT, CARC, taxonomy) in these files.",
)
@json_option
@click.pass_context
def import_files(
    ctx: click.Context,
    paths: tuple[Path, ...],
    effective_from: date | None,
    dry_run: bool,
    licensed: bool,
    as_json: bool,
) -> None:
    """Import official code-set files: plain, zipped, spreadsheets, or folders of them.

    Each file is recognised by its content, read whole, and kept; then the code sets are compiled
    with it. A file or record that cannot be used stops the import, and nothing of it is in force.
    """
    store = ReleaseStore(home())
    before = _counts(store)
    if dry_run:
        plan, after = preview_import(
            home(), paths, effective_from=effective_from, licence=licensed, say=_say
        )
    else:
        with only_importer(home()):
            plan = _import(store, paths, effective_from, licensed=licensed)
        after = _counts(store)
    if as_json:
        passed_over = tuple(path for path, _ in plan.passed_over)
        print_json(ImportReport(dry_run, plan.imports, passed_over, before, after))
    else:
        _print(plan, before, after, dry_run=dry_run)
    if not plan.imports:
        ctx.exit(_NOTHING_RECOGNISED)


def _import(
    store: ReleaseStore,
    paths: tuple[Path, ...],
    effective_from: date | None,
    *,
    licensed: bool,
) -> Plan:
    """Take the files and compile with them; a build that fails puts the former list back."""
    imports = CodeSetImport(store.home)
    with all_or_nothing(imports):
        plan = imports.take(paths, effective_from=effective_from, licence=licensed)
        if any(not one.known for one in plan.imports):
            compile_imports(store)
    return plan


def _say(step: str, _share: float) -> None:
    click.echo(f"counting what would be compiled: {step}", err=True)


def _counts(store: ReleaseStore) -> dict[str, Mapping[str, int]]:
    """Counts by release; none where another version compiled them: they are compiled anew."""
    try:
        return {release.id.id: release.counts for release in store.installed()}
    except OtherVersionError:
        return {}


def _print(
    plan: Plan,
    before: Mapping[str, Mapping[str, int]],
    after: Mapping[str, Mapping[str, int]],
    *,
    dry_run: bool,
) -> None:
    for one in plan.imports:
        click.echo(_line(one))
        click.echo(f"    {_what_happens(one, dry_run=dry_run)}")
    for path, hint in plan.passed_over:
        click.echo(f"not recognised: {path}" + (f"; {hint}" if hint else ""), err=True)
    for name, counts in after.items():
        changed = _changed(before.get(name, {}), counts)
        if changed:
            click.echo(f"{name}: {changed}")
    if dry_run:
        click.echo("dry run: nothing was written")


def _line(one: PlannedImport) -> str:
    system = f" ({one.file.system.value})" if one.file.system else ""
    counts = ", ".join(f"{count:,} {what}" for what, count in one.file.counts.items() if count)
    return f"{one.path}: {one.file.kind.value}{system}, from {one.file.effective_from}: {counts}"


def _what_happens(one: PlannedImport, *, dry_run: bool) -> str:
    if one.known:
        return "is in force already"
    would = "would be" if dry_run else "is"
    compiled = "" if one.file.kind in USED else "; kept, not looked up"
    if one.replaces is None:
        return f"{would} new{compiled}"
    former = ", ".join(f"{count:,} {what}" for what, count in one.replaces.counts.items() if count)
    verb = "would replace" if dry_run else "replaces"
    return f"{verb} {one.replaces.name} ({former}){compiled}"


def _changed(before: Mapping[str, int], after: Mapping[str, int]) -> str:
    """Counts that differ, before and after."""
    return ", ".join(
        f"{what} {before.get(what, 0):,} -> {count:,}"
        for what, count in after.items()
        if count != before.get(what, 0)
    )
