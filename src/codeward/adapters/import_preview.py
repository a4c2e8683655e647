"""What an import would change, counted by really doing it in a home that is thrown away."""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from codeward.adapters.code_set_import import CodeSetImport, Plan
from codeward.adapters.imported_sources import listed
from codeward.adapters.release_builder import counts_with
from codeward.adapters.release_store import Progress, ReleaseStore


def preview_import(
    home: Path,
    paths: Iterable[Path],
    *,
    effective_from: date | None,
    licence: bool,
    say: Progress,
) -> tuple[Plan, dict[str, Mapping[str, int]]]:
    """The plan, and what each release would hold after it, by its name; nothing is written to home.

    Raises:
        CodewardError: as `CodeSetImport.take`, or a release cannot be compiled with the files.
        OSError: a path cannot be read.
    """
    former = CodeSetImport(home)
    with tempfile.TemporaryDirectory(prefix="codeward-preview-") as name:
        trial = CodeSetImport(Path(name))
        _with_former_files(former, trial)
        plan = trial.take(paths, effective_from=effective_from, licence=licence)
        if listed(home) == listed(Path(name)):
            installed = ReleaseStore(home).installed()
            return plan, {release.id.id: release.counts for release in installed}
        return plan, counts_with(Path(name), say)


def _with_former_files(former: CodeSetImport, trial: CodeSetImport) -> None:
    """Let the trial start from what is in force, without a copy of it."""
    files = former.manifest()
    trial.folder.mkdir()
    for sha256 in {file.sha256 for file in files}:
        (trial.folder / sha256).symlink_to((former.folder / sha256).absolute())
    if files:
        trial.restore(files)
