"""`codeward codesets`: which releases are installed, building them, and proving them intact."""

from collections.abc import Mapping
from datetime import date

import click
import msgspec

from codeward.adapters.release_store import ReleaseStore
from codeward.cli.bundle_commands import export, import_bundle, keygen
from codeward.cli.impact_command import impact
from codeward.cli.import_command import import_files
from codeward.cli.install_command import install
from codeward.cli.options import build_with_progress, home, json_option
from codeward.cli.output import print_json
from codeward.cli.prune_command import prune_files
from codeward.codesets import InstalledRelease
from codeward.model import System

_DAMAGED = 1


class ListedRelease(msgspec.Struct, frozen=True):
    """One installed release, as `codesets list --json` prints it."""

    system: System
    id: str
    version: str
    sha256: str
    effective_from: date
    effective_to: date
    file: str
    size: int
    counts: Mapping[str, int]
    sources: tuple[str, ...]
    defects: tuple[str, ...]


@click.group()
def codesets() -> None:
    """List, build and verify the compiled code sets."""


@codesets.command("list")
@json_option
def list_releases(as_json: bool) -> None:
    """List the installed releases, their days in force and where they come from."""
    installed = ReleaseStore(home()).installed()
    if as_json:
        print_json([_listed(release) for release in installed])
        return
    if not installed:
        click.echo("no code set is installed; compile them with: codeward codesets build")
        return
    for release in installed:
        click.echo(_line(release))
    click.echo(f"\nin {home() / 'codesets'}; HCPCS and CPT need the operator's own files")


def _listed(release: InstalledRelease) -> ListedRelease:
    return ListedRelease(
        system=release.system,
        id=release.id.id,
        version=release.version,
        sha256=release.id.sha256,
        effective_from=release.id.effective_from,
        effective_to=release.id.effective_to,
        file=release.file,
        size=release.size,
        counts=release.counts,
        sources=release.sources,
        defects=release.defects,
    )


def _line(release: InstalledRelease) -> str:
    span = f"{release.id.effective_from} to {release.id.effective_to}"
    what = "drgs" if release.system is System.MSDRG else "billable"
    count = f"{release.counts.get(what, 0):,} {'DRGs' if what == 'drgs' else 'codes'}"
    untitled = release.counts.get("untitled", 0)
    gap = f", {untitled:,} without title" if untitled else ""
    return f"{release.system.value:<11} {release.version:<15} {span}  {count}{gap}"


@codesets.command()
@click.option("--force", is_flag=True, help="Build even what seems up to date.")
def build(force: bool) -> None:
    """Compile the code sets that the installed packages carry; does nothing when up to date."""
    store = ReleaseStore(home())
    build_with_progress(store, force=force)
    installed = store.installed()
    defects = sorted({defect for release in installed for defect in release.defects})
    click.echo(f"{len(installed)} releases are installed in {home() / 'codesets'}")
    if defects:
        click.echo(f"{len(defects)} parts of the sources were not understood:", err=True)
    for defect in defects:
        click.echo(f"  {defect}", err=True)


@codesets.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Hash the whole content of every installed release; exit code 1 on damage."""
    verified = ReleaseStore(home()).verify()
    damaged = [release for release, intact in verified if not intact]
    for release, intact in verified:
        click.echo(f"{'intact' if intact else 'DAMAGED':<8} {release.file}")
    if not verified:
        click.echo("codeward: no code set is installed; do: codeward codesets build", err=True)
    if damaged:
        click.echo(
            f"codeward: {len(damaged)} damaged; repair with: codeward codesets build", err=True
        )
    if damaged or not verified:
        ctx.exit(_DAMAGED)


codesets.add_command(import_files)
codesets.add_command(install)
codesets.add_command(impact)
codesets.add_command(prune_files)
codesets.add_command(keygen)
codesets.add_command(export)
codesets.add_command(import_bundle)
