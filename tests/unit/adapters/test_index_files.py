"""Imported indexes are opened by date, and read once only."""

from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import index_files
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.imported_sources import DamagedImportError
from codeward.adapters.index_files import NoIndexError, open_index, other_indexes
from codeward.codesets.readers.index_xml import IndexKind
from tests.unit.codesets.readers.small_files import INDEX, NEOPLASMS

DAY = date(2031, 5, 1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "index.xml").write_text(INDEX)
    (files / "later.xml").write_text(INDEX.replace("2031", "2032").replace("Wood", "Wool"))
    (files / "table.xml").write_text(NEOPLASMS)
    home = tmp_path / "home"
    for file in sorted(files.iterdir()):
        CodeSetImport(home).take([file], effective_from=None, licence=False)
    return home


def kept(home: Path) -> list[Path]:
    return sorted((home / index_files.FOLDER).glob("*"))


def refuse(*_: object) -> None:
    raise AssertionError("the XML was read again")


def test_the_edition_of_the_day_is_opened(home: Path) -> None:
    assert open_index(home, IndexKind.DISEASES, DAY).index.version == "2031"
    assert open_index(home, IndexKind.DISEASES, date(2032, 5, 1)).index.version == "2032"
    assert open_index(home, IndexKind.DISEASES, date(2020, 1, 1)).index.version == "2031"
    others = other_indexes(home, IndexKind.DISEASES, DAY)
    assert [one.index.kind for one in others] == [IndexKind.NEOPLASMS]


def test_an_index_that_was_not_imported_is_asked_for(home: Path) -> None:
    with pytest.raises(NoIndexError, match="codeward codesets import FILE"):
        open_index(home, IndexKind.DRUGS, DAY)


def test_the_file_is_read_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_index(home, IndexKind.DISEASES, DAY).index
    monkeypatch.setattr(index_files, "read_index", refuse)
    assert open_index(home, IndexKind.DISEASES, DAY).index == first


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 500])
def test_a_damaged_copy_is_made_anew(home: Path, damage: bytes) -> None:
    first = open_index(home, IndexKind.DISEASES, DAY).index
    (path,) = kept(home)
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert open_index(home, IndexKind.DISEASES, DAY).index == first
    assert path.read_bytes() == whole


def test_a_crash_while_the_copy_is_written_leaves_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("codeward.adapters.durable_files.put", crash)
        with pytest.raises(KeyboardInterrupt):
            open_index(home, IndexKind.DISEASES, DAY)
    assert kept(home) == []
    assert open_index(home, IndexKind.DISEASES, DAY).index.version == "2031"
    assert len(kept(home)) == 1


def test_a_home_that_may_not_be_written_answers_all_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_files, "write_whole", full)
    assert open_index(home, IndexKind.DISEASES, DAY).index.version == "2031"
    assert kept(home) == []


def test_a_damaged_original_is_told(home: Path) -> None:
    for path in (home / "imports").iterdir():
        if path.suffix != ".json":
            path.write_bytes(b"other")
    with pytest.raises(DamagedImportError, match="import it again"):
        open_index(home, IndexKind.DISEASES, DAY)
