"""Imports: all files or none, originals kept by their hash, later ones in the place of former ones."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import imported_sources
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.imported_sources import DamagedImportError
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.sources import SourceFiles, Sources
from codeward.model import System
from tests.unit.codesets.readers.small_files import ADDENDA, INDEX

NO_PACKAGES = SourceFiles(b"", b"", b"", b"", {})


@pytest.fixture
def imports(tmp_path: Path) -> CodeSetImport:
    return CodeSetImport(tmp_path / "home")


@pytest.fixture
def addenda(tmp_path: Path) -> Path:
    path = tmp_path / "any name.bin"
    path.write_text(ADDENDA)
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/index.xml", INDEX)
    return path


def test_a_plan_says_what_it_recognised_and_writes_nothing(
    imports: CodeSetImport, addenda: Path
) -> None:
    (planned,) = imports.plan([addenda]).imports
    assert planned.file.kind is FileKind.ADDENDA
    assert planned.file.system is System.ICD10CM
    assert planned.file.effective_from == date(2030, 10, 1)
    assert planned.file.counts["added"] == 1
    assert planned.replaces is None
    assert not imports.folder.exists()


def test_taken_files_are_kept_by_their_hash(
    imports: CodeSetImport, addenda: Path, index: Path
) -> None:
    plan = imports.take([addenda, index])
    assert sorted(file.sha256 for file in imports.manifest()) == sorted(
        one.file.sha256 for one in plan.imports
    )
    kept = imports.folder / plan.imports[0].file.sha256
    assert kept.read_text() == ADDENDA
    assert plan.imports[1].path.endswith("index.zip!folder/index.xml")
    assert plan.imports[1].file.name == "index.xml"


def test_one_bad_file_stops_all(imports: CodeSetImport, addenda: Path, tmp_path: Path) -> None:
    bad = tmp_path / "second"
    bad.write_text(ADDENDA.replace("1 additions", "2 additions").replace("2031", "2032"))
    with pytest.raises(ReaderError, match=r"second .*states 2 additions"):
        imports.take([addenda, bad])
    assert imports.manifest() == ()
    assert list(imports.folder.iterdir()) == []


def test_a_second_import_replaces_the_file_of_the_same_place(
    imports: CodeSetImport, addenda: Path, index: Path
) -> None:
    (former,) = (one.file for one in imports.take([addenda]).imports)
    imports.take([index])
    addenda.write_text(ADDENDA.replace("Wobble of knee", "Wobble of a knee"))
    (planned,) = imports.take([addenda]).imports
    assert planned.replaces == former
    assert not planned.known
    assert len(imports.manifest()) == 2
    assert (imports.folder / former.sha256).exists()
    assert imports.plan([addenda]).imports[0].known


def test_two_files_for_one_place_are_refused(
    imports: CodeSetImport, addenda: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "twin"
    twin.write_text(ADDENDA.replace("Wobble of knee", "Wobble of a knee"))
    with pytest.raises(ReaderError, match="same kind of file"):
        imports.take([addenda, twin])
    assert imports.manifest() == ()


def test_a_declared_day_of_another_year_is_refused(imports: CodeSetImport, addenda: Path) -> None:
    with pytest.raises(ReaderError, match="states the year 2031, not 2030"):
        imports.plan([addenda], effective_from=date(2030, 9, 30))
    (planned,) = imports.plan([addenda], effective_from=date(2031, 4, 1)).imports
    assert planned.file.effective_from == date(2031, 4, 1)


def test_a_file_without_a_day_needs_one(imports: CodeSetImport, tmp_path: Path) -> None:
    path = tmp_path / "codes"
    path.write_text("A0021\nA0080\n")
    with pytest.raises(ReaderError, match="--effective-from"):
        imports.plan([path])
    assert imports.plan([path], effective_from=date(2026, 1, 1)).imports


def test_other_files_are_passed_over(imports: CodeSetImport, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Not a code set\n\nJust prose.\n")
    plan = imports.plan([path])
    assert (plan.imports, plan.passed_over) == ((), ((str(path), ""),))


def test_a_build_gets_the_imported_files(
    imports: CodeSetImport, addenda: Path, index: Path
) -> None:
    imports.take([addenda, index])
    files = imported_sources.added(NO_PACKAGES, imports.folder.parent)
    found = Sources(files).imports
    (added,) = found.titles(System.ICD10CM, after=2026, until=2031)
    assert added.source == "addenda FY2031"
    assert added.titles == {"A0011": "Wobble of knee", "B002": "Wobble of heel and toe"}
    assert found.titles(System.ICD10CM, after=2026, until=2030) == ()
    assert found.titles(System.ICD10PCS, after=2026, until=2031) == ()
    indexed = found.index_phrases(2030, frozenset({"R998"}))
    assert indexed is not None
    source, phrases = indexed
    assert source == "Alphabetic Index FY2031"
    assert [(one.text, one.code) for one in phrases] == [("Wobble, wobbling", "R998")]


def test_without_imports_a_build_is_as_before(tmp_path: Path) -> None:
    assert imported_sources.added(NO_PACKAGES, tmp_path) is NO_PACKAGES
    found = Sources(NO_PACKAGES).imports
    assert found.index_phrases(2026, frozenset()) is None
    assert found.hcpcs_releases() == ()


def test_a_changed_original_is_never_compiled(imports: CodeSetImport, addenda: Path) -> None:
    (planned,) = imports.take([addenda]).imports
    (imports.folder / planned.file.sha256).write_text("other")
    with pytest.raises(DamagedImportError, match="import it again"):
        imported_sources.added(NO_PACKAGES, imports.folder.parent)


def test_a_damaged_manifest_is_said(imports: CodeSetImport) -> None:
    imports.folder.mkdir(parents=True)
    (imports.folder / "imported.json").write_text("{")
    with pytest.raises(DamagedImportError, match="cannot be read"):
        imports.manifest()
