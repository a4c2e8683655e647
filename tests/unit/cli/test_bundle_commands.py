"""`codeward codesets keygen`, `export` and `import-bundle`: from one home into another, or not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codeward.adapters import release_builder, release_writer
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import ReleaseStore
from codeward.cli import bundle_commands
from codeward.cli.codesets_commands import codesets
from codeward.codesets.bundle import BundleError
from codeward.codesets.calendar import CALENDAR
from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError, System
from tests.unit.codesets.readers.small_files import ADDENDA, CPT_SHORT, INDEX, MUE

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("export", ..., home="here")`; builds take no time."""
    monkeypatch.setattr(ReleaseStore, "build", lambda *_, **__: True)

    def invoked(*arguments: object, home: str = "here") -> Result:
        monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / home))
        return CliRunner().invoke(codesets, [str(one) for one in arguments])

    return invoked


@pytest.fixture
def key(run: Run, tmp_path: Path) -> Path:
    assert run("keygen", "-o", tmp_path / "key").exit_code == 0
    return tmp_path / "key"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, text in {"addenda": ADDENDA, "index": INDEX, "cpt": CPT_SHORT, "mue": MUE}.items():
        found[name] = tmp_path / name
        found[name].write_text(text)
    return found


def kinds(home: Path) -> set[FileKind]:
    return {file.kind for file in CodeSetImport(home).manifest()}


def exported(run: Run, key: Path, tmp_path: Path, *options: str) -> Path:
    bundle = tmp_path / "bundle"
    result = run("export", "-o", bundle, "--key", key, "--created", "2030-01-02", *options)
    assert result.exit_code == 0, result.output
    return bundle


def test_a_bundle_takes_what_was_imported_to_another_home(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    run("import", files["addenda"], files["index"])
    bundle = exported(run, key, tmp_path)
    result = run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert result.exit_code == 0, result.output
    assert "made on 2030-01-02" in result.stdout
    assert (
        CodeSetImport(tmp_path / "there").manifest() == CodeSetImport(tmp_path / "here").manifest()
    )
    assert not [one for one in (tmp_path / "there").iterdir() if one.name.startswith(".bundle")]
    assert exported(run, key, tmp_path).read_bytes() == bundle.read_bytes()


def test_files_of_the_other_home_stay_where_the_bundle_has_none(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    run("import", files["addenda"])
    run("import", files["index"], home="there")
    bundle = exported(run, key, tmp_path)
    run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert kinds(tmp_path / "there") == {FileKind.ADDENDA, FileKind.CM_INDEX}


def test_a_dry_run_checks_and_changes_nothing(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    run("import", files["addenda"])
    bundle = exported(run, key, tmp_path)
    result = run("import-bundle", bundle, "--trust", f"{key}.pub", "--dry-run", home="there")
    assert "code addenda (ICD-10-CM), from 2030-10-01" in result.stdout
    assert kinds(tmp_path / "there") == set()


def test_licensed_files_stay_unless_the_operator_says_so(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    day = ("--effective-from", "2030-10-01", "--licensed")
    run("import", files["addenda"])
    run("import", files["cpt"], files["mue"], *day)
    bundle = tmp_path / "bundle"
    without = run("export", "-o", bundle, "--key", key)
    assert "left out, under the licence of others: CPT descriptors" in without.stderr
    assert "left out, under the licence of others: NCCI medically unlikely" in without.stderr
    run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert kinds(tmp_path / "there") == {FileKind.ADDENDA}
    taken = run("export", "-o", bundle, "--key", key, "--include-licensed")
    assert "INCLUDES 2 files under the licence of others" in taken.stderr
    run("import-bundle", bundle, "--trust", f"{key}.pub", home="third")
    assert FileKind.CPT_DESCRIPTORS in kinds(tmp_path / "third")


def test_an_empty_home_has_nothing_to_export(run: Run, key: Path, tmp_path: Path) -> None:
    for option in ((), ("--compiled",)):
        result = run("export", "-o", tmp_path / "bundle", "--key", key, *option)
        assert isinstance(result.exception, CodewardError)
    assert not (tmp_path / "bundle").exists()


def test_a_stranger_and_a_changed_bundle_change_nothing(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    run("import", files["addenda"])
    bundle = exported(run, key, tmp_path)
    run("keygen", "-o", tmp_path / "other")
    strange = run("import-bundle", bundle, "--trust", tmp_path / "other.pub", home="there")
    assert isinstance(strange.exception, BundleError)
    bundle.write_bytes(bundle.read_bytes().replace(b"Wobble of knee", b"Wobble of foot"))
    changed = run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert "is not what was signed" in str(changed.exception)
    assert kinds(tmp_path / "there") == set()


def test_a_failed_build_puts_the_former_list_back(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", files["addenda"])
    run("import", files["index"], home="there")
    bundle = exported(run, key, tmp_path)

    def failing(*_: object, **__: object) -> bool:
        raise CodewardError("no")

    monkeypatch.setattr(ReleaseStore, "build", failing)
    assert run("import-bundle", bundle, "--trust", f"{key}.pub", home="there").exception
    assert kinds(tmp_path / "there") == {FileKind.CM_INDEX}


class Killed(BaseException):
    """Ends the import as a kill does, after which nothing more is done."""


@pytest.mark.parametrize("step", ["put", "restore"])
def test_a_kill_leaves_the_former_list(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, step: str,
) -> None:  # fmt: skip
    run("import", files["addenda"], files["index"])
    bundle = exported(run, key, tmp_path)

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if step == "put":
            patch.setattr(bundle_commands, "put", kill)
        else:
            patch.setattr(CodeSetImport, "restore", kill)
        with pytest.raises(Killed):
            run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert kinds(tmp_path / "there") == set()
    assert run("import-bundle", bundle, "--trust", f"{key}.pub", home="there").exit_code == 0
    assert kinds(tmp_path / "there") == {FileKind.ADDENDA, FileKind.CM_INDEX}


def test_a_passphrase_comes_from_a_file(run: Run, files: dict[str, Path], tmp_path: Path) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("a long one\r\n")
    made = run("keygen", "-o", tmp_path / "key", "--passphrase-file", phrase)
    assert made.exit_code == 0
    run("import", files["addenda"])
    options = ("export", "-o", tmp_path / "bundle", "--key", tmp_path / "key")
    assert isinstance(run(*options).exception, CodewardError)
    assert run(*options, "--passphrase-file", phrase).exit_code == 0
    phrase.write_text("\n")
    assert "first line is empty" in str(run(*options, "--passphrase-file", phrase).exception)


@pytest.fixture
def small_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds make only the two small releases of one year."""
    msdrg = [planned for planned in CALENDAR if planned.system is System.MSDRG]
    monkeypatch.setattr(release_builder, "CALENDAR", tuple(msdrg[2:4]))
    monkeypatch.setattr(release_builder, "ARTEFACTS", ())
    monkeypatch.setattr(release_writer, "ARTEFACTS", ())


def test_compiled_releases_are_taken_as_they_are_by_the_same_codeward_only(
    small_builds: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: object, home: str = "here") -> Result:
        monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / home))
        return CliRunner().invoke(codesets, [str(one) for one in arguments])

    key, bundle = tmp_path / "key", tmp_path / "bundle"
    run("keygen", "-o", key)
    run("build")
    assert run("export", "-o", bundle, "--key", key, "--compiled").exit_code == 0
    with monkeypatch.context() as patch:
        patch.setattr(ReleaseStore, "build", None)
        result = run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert "2 compiled releases are in force as they came" in result.stdout
    assert run("verify", home="there").exit_code == 0
    assert ReleaseStore(tmp_path / "there").needs_build() == ""
    assert listed(tmp_path / "there") == listed(tmp_path / "here")
    shutil.rmtree(tmp_path / "there")
    monkeypatch.setattr(release_builder, "fingerprint_of", lambda _module: "newer code")
    other = run("import-bundle", bundle, "--trust", f"{key}.pub", home="there")
    assert "compiling here" in other.stderr
    assert len(listed(tmp_path / "there")) == 2


def listed(home: Path) -> list[str]:
    index = json.loads((home / "codesets" / "installed.json").read_bytes())
    return [one["release"]["id"]["sha256"] for one in index["releases"]]


def test_releases_with_licensed_files_in_them_stay_too(
    run: Run, key: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    run("import", files["addenda"])
    run("import", files["mue"], "--effective-from", "2030-10-01")
    result = run("export", "-o", tmp_path / "bundle", "--key", key, "--compiled")
    assert "the other site compiles its own" in result.stderr
