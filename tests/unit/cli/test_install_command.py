"""`codeward codesets install`: from the publisher's address to the import, or nothing at all."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.publisher_download import Downloader, DownloadError, Limits
from codeward.adapters.release_store import ReleaseStore
from codeward.cli import install_command
from codeward.cli.install_command import install
from codeward.codesets.publishers import AddressError
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError
from tests.unit.adapters.local_publisher import Answer, Publisher, publisher
from tests.unit.adapters.test_archive_files import workbook
from tests.unit.codesets.readers.small_files import ADDENDA, INDEX, ORDER

ADDRESS = """
[[release]]
key = "{key}"
title = "Invented release"
publisher = "Nobody"
url = "{url}"
page = "https://example.org/page"
first = 2030-10-01
last = 2031-09-30
licence = "invented"
verified = {verified}
agreement = {agreement}
files = [{files}]
"""
INDEX_FILE = '{ member = "*index*.xml", kind = "ICD-10-CM Alphabetic Index" }'
ADDENDA_FILE = '{ member = "*addenda*.txt", kind = "code addenda" }'


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which a build takes no time, on a day in 2030, and no pause between attempts."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(ReleaseStore, "build", lambda *_, **__: True)
    monkeypatch.setattr(install_command, "today", lambda: date(2030, 11, 1))
    quick = Limits(pause=0, tries=2, timeout=5)
    monkeypatch.setattr(install_command, "Downloader", lambda: Downloader(quick))
    return tmp_path / "home"


def archive(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def address(key: str, url: str, files: str, *, agreement: bool = False, extra: str = "") -> str:
    text = ADDRESS.format(
        key=key, url=url, files=files, verified="false", agreement=str(agreement).lower()
    )
    return text + extra


def run(tmp_path: Path, addresses: str, *arguments: str) -> Result:
    path = tmp_path / "addresses.toml"
    path.write_text(addresses)
    return CliRunner().invoke(install, ["--addresses", str(path), *arguments])


def manifest(home: Path) -> list[FileKind]:
    return [file.kind for file in CodeSetImport(home).manifest()]


def test_what_is_wanted_is_taken_out_of_the_archive_and_imported(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    packed = archive({"Table/cm_index.xml": INDEX, "Table/read.pdf": "%PDF", "order.txt": ORDER})
    url = server.offers("/a.zip", Answer(packed))
    result = run(tmp_path, address("cm-index", url, INDEX_FILE))
    assert result.exit_code == 0, result.output
    assert "address NOT verified" in result.stdout
    assert "cm_index.xml: ICD-10-CM Alphabetic Index, imported" in result.stdout
    (file,) = CodeSetImport(home).manifest()
    assert file.name == "cm_index.xml"
    assert (file.kind, file.effective_from) == (FileKind.CM_INDEX, date(2030, 10, 1))
    assert list((home / "downloads").iterdir()) == []


def test_a_dry_run_uses_no_network_and_writes_nothing(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    url = server.offers("/a.zip", Answer(b""))
    result = run(tmp_path, address("cm-index", url, INDEX_FILE), "--dry-run")
    assert result.exit_code == 0
    assert url in result.stdout
    assert "nothing was downloaded" in result.stdout
    assert server.asked == []
    assert not home.exists()


def test_terms_are_never_accepted_for_the_operator(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    url = server.offers("/a.zip", Answer(b""))
    result = run(tmp_path, address("ncci", url, INDEX_FILE, agreement=True))
    assert result.exit_code == 0
    assert "not downloaded: invented; get it from https://example.org/page" in result.stdout
    assert server.asked == []


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"cm_index.xml": ADDENDA}, "should be: ICD-10-CM Alphabetic Index; it is: code addenda"),
        ({"cm_index.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}, "cm_index.xml"),
        ({"cm_index.xml": "prose"}, "it is: none that Codeward knows"),
        ({"tables.xml": INDEX}, r"has no ICD-10-CM Alphabetic Index \(it has: tables.xml\)"),
        ({"cm_index.xml": INDEX.replace("2031", "2032")}, "states the year 2032, not 2031"),
        ({"cm_index.xml": INDEX[:-40]}, "cm_index.xml"),
    ],
)
def test_a_changed_layout_imports_nothing(
    home: Path, server: Publisher, tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    good = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    bad = server.offers("/bad.zip", Answer(archive(files)))
    listed = address("cm-addenda", good, ADDENDA_FILE) + address("cm-index", bad, INDEX_FILE)
    result = run(tmp_path, listed)
    assert isinstance(result.exception, CodewardError)
    assert re.search(reason, str(result.exception)), result.exception
    assert "\n" not in str(result.exception)
    assert manifest(home) == []
    assert not (home / "downloads" / "unpacked").exists()


def test_a_page_of_prose_instead_of_an_archive_is_a_changed_layout(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    url = server.offers("/a.zip", Answer(b"<!doctype html><html>Moved</html>"))
    result = run(tmp_path, address("cm-index", url, INDEX_FILE))
    assert isinstance(result.exception, DownloadError | ReaderError)
    assert "layout has changed" in str(result.exception)
    assert manifest(home) == []


def test_one_that_is_not_found_imports_none(home: Path, server: Publisher, tmp_path: Path) -> None:
    good = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    listed = address("cm-addenda", good, ADDENDA_FILE)
    listed += address("cm-index", f"{server.url}/gone.zip", INDEX_FILE)
    result = run(tmp_path, listed)
    assert isinstance(result.exception, DownloadError)
    assert "cm-index: " in str(result.exception)
    assert "HTTP 404" in str(result.exception)
    assert "https://example.org/page" in str(result.exception)
    assert manifest(home) == []


def test_all_that_fail_are_said_at_once(home: Path, server: Publisher, tmp_path: Path) -> None:
    good = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    listed = address("cm-addenda", good, ADDENDA_FILE)
    for key in ("cm-index", "cm-more"):
        listed += address(key, f"{server.url}/{key}.zip", INDEX_FILE)
    result = run(tmp_path, listed)
    assert "codeward: cm-index: " in result.stderr
    assert str(result.exception).startswith("cm-more: ")
    assert "2 of 3 downloads failed and nothing was imported" in str(result.exception)
    assert manifest(home) == []


def test_a_pinned_hash_is_held(home: Path, server: Publisher, tmp_path: Path) -> None:
    url = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    pinned = f'sha256 = "{"0" * 64}"\n'
    result = run(tmp_path, address("cm-addenda", url, ADDENDA_FILE, extra=pinned))
    assert isinstance(result.exception, DownloadError)
    assert "pinned" in str(result.exception)
    assert manifest(home) == []


def test_a_failed_build_puts_the_former_list_back(
    home: Path, server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> bool:
        raise CodewardError("no")

    monkeypatch.setattr(ReleaseStore, "build", failing)
    url = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    assert run(tmp_path, address("cm-addenda", url, ADDENDA_FILE)).exit_code == 1
    assert manifest(home) == []


def test_only_limits_the_choice_and_a_wrong_name_is_said(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    url = server.offers("/good.zip", Answer(archive({"addenda.txt": ADDENDA})))
    listed = address("cm-addenda", url, ADDENDA_FILE)
    listed += address("pcs-tables", f"{server.url}/gone.zip", INDEX_FILE)
    assert run(tmp_path, listed, "--only", "cm").exit_code == 0
    assert manifest(home) == [FileKind.ADDENDA]
    wrong = run(tmp_path, listed, "--only", "cpt")
    assert isinstance(wrong.exception, AddressError)
    assert "known: cm-addenda, pcs-tables" in str(wrong.exception)


def test_a_sheet_that_is_not_known_is_left_and_the_rest_of_its_book_missed(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as outer:
        outer.writestr("cm_index.xml", INDEX)
        outer.writestr("book.xlsx", workbook())
    url = server.offers("/a.zip", Answer(packed.getvalue()))
    table = '{ member = "book.xlsx", kind = "conversion table" }'
    result = run(tmp_path, address("cm-index", url, f"{INDEX_FILE}, {table}"))
    assert "has no conversion table (it has: cm_index.xml, book.xlsx)" in str(result.exception)
    assert manifest(home) == []


def test_a_second_install_downloads_nothing_that_is_unchanged(
    home: Path, server: Publisher, tmp_path: Path
) -> None:
    url = server.offers("/a.zip", Answer(archive({"cm_index.xml": INDEX})))
    listed = address("cm-index", url, INDEX_FILE)
    assert run(tmp_path, listed).exit_code == 0
    second = run(tmp_path, listed)
    assert second.exit_code == 0, second.output
    assert "cm-index: unchanged since it was installed" in second.stdout
    assert server.conditions == [("", ""), ('"one"', "")]
    assert manifest(home) == [FileKind.CM_INDEX]
    assert list((home / "downloads").iterdir()) == []


def test_only_what_changed_is_imported_anew(home: Path, server: Publisher, tmp_path: Path) -> None:
    index = server.offers("/a.zip", Answer(archive({"cm_index.xml": INDEX})))
    addenda = server.offers("/b.zip", Answer(archive({"addenda.txt": ADDENDA})))
    listed = address("cm-index", index, INDEX_FILE) + address("cm-addenda", addenda, ADDENDA_FILE)
    assert run(tmp_path, listed).exit_code == 0
    server.offers("/b.zip", Answer(archive({"addenda.txt": ADDENDA, "more": ""}), tag='"two"'))
    second = run(tmp_path, listed)
    assert "cm-index: unchanged" in second.stdout
    assert "addenda.txt: code addenda, in force already" in second.stdout
    third = run(tmp_path, listed)
    assert "cm-addenda: unchanged" in third.stdout


@pytest.mark.parametrize("why", ["pruned", "other day", "asked", "damaged", "failed"])
def test_what_is_not_in_force_as_it_was_installed_is_downloaded_again(
    home: Path, server: Publisher, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.offers("/a.zip", Answer(archive({"cm_index.xml": INDEX})))
    listed, arguments = address("cm-index", url, INDEX_FILE), []
    if why == "failed":
        with monkeypatch.context() as broken:
            broken.setattr(ReleaseStore, "build", lambda *_, **__: 1 / 0)
            run(tmp_path, listed)
    else:
        run(tmp_path, listed)
    if why == "pruned":
        CodeSetImport(home).restore(())
    if why == "other day":
        listed = listed.replace("last = 2031-09-30", "last = 2031-09-29")
    if why == "asked":
        arguments = ["--again"]
    if why == "damaged":
        (home / "imports" / "installed.json").write_text("{")
    result = run(tmp_path, listed, *arguments)
    assert result.exit_code == 0, result.output
    assert "unchanged" not in result.stdout
    assert server.conditions == [("", ""), ("", "")]
    assert manifest(home) == [FileKind.CM_INDEX]
