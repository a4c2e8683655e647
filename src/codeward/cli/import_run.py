"""What every import does: alone in its home, compiled afterwards, and undone where that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.file_lock import only_one
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import build_with_progress

_LOCK = ".import.lock"


@contextmanager
def only_importer(home: Path) -> Iterator[None]:
    """Wait for another import into the same home, then hold it off."""
    home.mkdir(parents=True, exist_ok=True)
    with only_one(home / _LOCK, lambda: click.echo("waiting for another import ...", err=True)):
        yield


@contextmanager
def all_or_nothing(imports: CodeSetImport) -> Iterator[None]:
    """Put the former list of imports back where anything in the block fails."""
    former = imports.manifest()
    try:
        yield
    except BaseException:
        if imports.manifest() != former:
            imports.restore(former)
        raise


def compile_imports(store: ReleaseStore) -> None:
    """Compile with what was imported; quick where nothing of it is compiled into a release."""
    build_with_progress(store, "Compiling the code sets with the imported files ...")
