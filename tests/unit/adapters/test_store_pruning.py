"""Pruning: what is in force or named stays, and nothing goes that was not shown."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from codeward.adapters import installed_packages, release_builder, release_writer
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.adapters.store_pruning import PruneError, prunable, prune
from codeward.cli.codesets_commands import codesets
from codeward.codesets.calendar import CALENDAR
from codeward.codesets.sources import Sources
from codeward.model import System
from tests.unit.codesets.readers.small_files import ADDENDA

SMALL = tuple(planned for planned in CALENDAR if planned.system is System.MSDRG)[2:4]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(installed_packages.read(installed_packages.locate()))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Sources) -> ReleaseStore:
    """A home with two releases in force, one superseded, and an import that was replaced."""
    monkeypatch.setattr(release_builder, "Sources", lambda _files: sources)
    monkeypatch.setattr(release_builder, "CALENDAR", SMALL)
    monkeypatch.setattr(release_builder, "ARTEFACTS", ())
    monkeypatch.setattr(release_writer, "ARTEFACTS", ())
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    built = ReleaseStore(tmp_path)
    built.build()
    (built.folder / "msdrg-43.0-0123456789abcdef.sqlite").write_bytes(b"former")
    file = tmp_path / "addenda"
    for text in (ADDENDA, ADDENDA.replace("Wobble of knee", "Wobble of a knee")):
        file.write_text(text)
        CodeSetImport(tmp_path).take([file])
    return built


def names(store: ReleaseStore, *keep: str) -> list[str]:
    return [one.path.name for one in prunable(store, keep)]


def run(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(codesets, ["prune", *arguments], input=answer)


def test_only_what_is_not_in_force_can_go(store: ReleaseStore) -> None:
    release, original = names(store)
    assert release == "msdrg-43.0-0123456789abcdef.sqlite"
    assert original not in {file.sha256 for file in CodeSetImport(store.home).manifest()}


@pytest.mark.parametrize("keep", ["msdrg-43.0", "0123456789", "msdrg"])
def test_what_is_named_stays(store: ReleaseStore, keep: str) -> None:
    assert len(names(store, keep)) == 1


def test_a_name_that_fits_nothing_stops_all(store: ReleaseStore) -> None:
    with pytest.raises(PruneError, match="icd10cm-1999 fits no file"):
        prunable(store, ["icd10cm-1999"])


def test_downloads_that_were_not_imported_can_go(store: ReleaseStore) -> None:
    folder = store.home / "downloads"
    (folder / "unpacked").mkdir(parents=True)
    (folder / "cm-index.part").write_bytes(b"half")
    assert names(store)[2:] == ["cm-index.part"]


def test_a_dry_run_deletes_nothing(store: ReleaseStore) -> None:
    result = run("--dry-run")
    assert "superseded release: msdrg-43.0-0123456789abcdef.sqlite" in result.stdout
    assert "imported file no longer in force" in result.stdout
    assert "nothing was deleted" in result.stdout
    assert len(names(store)) == 2


def test_it_asks_before_it_deletes(store: ReleaseStore) -> None:
    assert run(answer="n\n").exit_code == 1
    assert len(names(store)) == 2
    result = run(answer="y\n")
    assert "2 files deleted" in result.stdout
    assert names(store) == []
    assert [intact for _, intact in store.verify()] == [True, True]
    assert "nothing to delete" in run("--yes").stdout


def test_without_asking_it_still_says_what_it_deletes(store: ReleaseStore) -> None:
    result = run("--yes", "--keep", "0123456789")
    assert "imported file no longer in force" in result.stdout
    assert "superseded release" not in result.stdout
    assert (store.folder / "msdrg-43.0-0123456789abcdef.sqlite").exists()


def test_what_came_into_force_meanwhile_is_not_deleted(store: ReleaseStore) -> None:
    chosen = prunable(store)
    imports = CodeSetImport(store.home)
    (file,) = imports.manifest()
    former = next(one for one in chosen if "imported" in one.what)
    imports.restore((msgspec.structs.replace(file, sha256=former.path.name),))
    assert prune(store, chosen) == 1
    assert former.path.exists()
