"""A licensed CPT file, invented and small, from its import to the edit that then has nothing to say."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters import imported_sources, release_builder
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.release_store import Index, ReleaseStore
from codeward.codesets.bundle import restricted
from codeward.codesets.compile_cpt import SOURCE
from codeward.codesets.description import describe
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.sources import SourceFiles, Sources
from codeward.codesets.tables import FORMAT
from codeward.edits.service_line.code_not_checked import check
from codeward.model import Encounter, ServiceLine, Setting
from tests.unit.codesets.readers.small_files import CPT_CONSOLIDATED, CPT_SHORT

FIRST = date(2031, 1, 1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, text in (("consolidated.txt", CPT_CONSOLIDATED), ("short.txt", CPT_SHORT)):
        (tmp_path / name).write_text(text)
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[ReleaseStore]:
    """A home with the licensed files compiled, and nothing else."""
    paths = [home.parent / "consolidated.txt", home.parent / "short.txt"]
    CodeSetImport(home).take(paths, effective_from=FIRST, licence=True)
    sources = Sources(imported_sources.added(SourceFiles(b"", b"", b"", b"", {}), home))
    store = ReleaseStore(home)
    store.folder.mkdir()
    calendar = sources.imports.cpt_releases()
    kept = tuple(release_builder._compiled(store, sources, lambda *_: None, calendar))
    store.replace_index(Index(FORMAT, "", kept))
    with ExitStack() as closing:
        closing.callback(store.close)
        yield store


def of(line: ServiceLine) -> Encounter:
    return Encounter(
        encounter_id="one", setting=Setting.PROFESSIONAL, patient=None, service_lines=(line,)
    )


def test_without_the_word_of_the_operator_nothing_is_read(home: Path) -> None:
    with pytest.raises(ReaderError, match="licensed by the AMA"):
        CodeSetImport(home).take([home.parent / "short.txt"], effective_from=FIRST)
    assert CodeSetImport(home).manifest() == ()


def test_a_code_has_the_longest_descriptor_of_its_files(store: ReleaseStore) -> None:
    cpt = store.on(date(2031, 3, 1)).cpt
    assert cpt is not None
    titles = {code: entry.title for code in ("99991", "99992") if (entry := cpt.entry(code))}
    assert titles == {
        "99991": "An invented service of some length",
        "99992": "INV OTHER SVC",
    }
    assert cpt.is_billable("99991")
    assert not cpt.is_billable("99993")
    shown = describe("99992", cpt, store.on(date(2031, 3, 1)))
    assert shown.title_source == SOURCE


def test_the_release_says_that_it_is_licensed_and_ends_with_the_year(store: ReleaseStore) -> None:
    (release,) = store.installed()
    assert "licensed to the operator" in release.sources[0]
    assert (release.id.effective_from, release.id.effective_to) == (FIRST, date(2031, 12, 31))
    assert release.counts["billable"] == 2


def test_the_files_leave_only_when_the_operator_says_so(store: ReleaseStore) -> None:
    files = CodeSetImport(store.home).manifest()
    assert all(file.licensed for file in files)
    assert restricted(files) == files


def test_the_edit_has_nothing_to_say_of_codes_that_were_checked(store: ReleaseStore) -> None:
    line = ServiceLine(code="99991", service_date=date(2031, 3, 1))
    encounter = of(line)
    assert list(check(encounter, store.on(date(2031, 3, 1)))) == []
    late = ServiceLine(code="99991", service_date=date(2032, 3, 1))
    later = of(late)
    assert len(list(check(later, store.on(date(2032, 3, 1))))) == 1
