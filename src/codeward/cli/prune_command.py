"""`codeward codesets prune`: frees space, and never without saying of what."""

import click

from codeward.adapters.release_store import ReleaseStore
from codeward.adapters.store_pruning import Prunable, prunable, prune
from codeward.cli.import_run import only_importer
from codeward.cli.options import home

_MEGABYTE = 1 << 20


@click.command("prune")
@click.option("--keep", multiple=True, metavar="RELEASE", help="Keep these too: an id or a hash.")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option("--yes", is_flag=True, help="Delete without asking; what is deleted is still said.")
def prune_files(keep: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Delete compiled releases and imported files that are no longer in force.

    A superseded release is needed to replay decisions that were made under it: keep those that
    stored decisions name. What is in force is never deleted.
    """
    store = ReleaseStore(home())
    chosen = prunable(store, keep)
    for one in chosen:
        click.echo(_line(one))
    if not chosen:
        click.echo("nothing to delete: every file is in force or kept")
        return
    total = sum(one.size for one in chosen) // _MEGABYTE
    click.echo(f"{len(chosen)} files, {total:,} MB")
    if dry_run:
        click.echo("dry run: nothing was deleted")
        return
    if not yes:
        click.confirm("Delete them? Decisions made under them can then not be replayed", abort=True)
    with only_importer(home()):
        click.echo(f"{prune(store, chosen, keep)} files deleted")


def _line(one: Prunable) -> str:
    return f"{one.what}: {one.path.name} ({one.size // _MEGABYTE:,} MB)"
