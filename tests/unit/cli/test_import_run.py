"""Two imports at once: one after the other, and neither loses the other's files."""

import threading
from pathlib import Path

import pytest

from codeward.adapters.code_set_import import CodeSetImport
from codeward.cli import import_run
from codeward.cli.import_run import all_or_nothing, only_importer
from codeward.codesets.readers.recognise import FileKind
from codeward.model import CodewardError
from tests.unit.codesets.readers.small_files import ADDENDA, INDEX


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in {"addenda": ADDENDA, "index": INDEX}.items():
        (tmp_path / name).write_text(text)
    return tmp_path / "addenda", tmp_path / "index"


def test_the_second_import_waits_and_says_so(
    tmp_path: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, waiting = tmp_path / "home", threading.Event()
    said: list[str] = []
    order: list[str] = []

    def echo(text: str, *, err: bool) -> None:
        said.append(text)
        waiting.set()

    monkeypatch.setattr(import_run.click, "echo", echo)

    def second() -> None:
        with only_importer(home):
            CodeSetImport(home).take([files[1]])
            order.append("second")

    with only_importer(home):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(30)
        CodeSetImport(home).take([files[0]])
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    kinds = {file.kind for file in CodeSetImport(home).manifest()}
    assert kinds == {FileKind.ADDENDA, FileKind.CM_INDEX}
    assert said == ["waiting for another import ..."]


def test_a_failure_puts_back_only_what_was_changed(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    imports = CodeSetImport(tmp_path / "home")
    with pytest.raises(CodewardError), all_or_nothing(imports):
        raise CodewardError("before anything")
    assert not imports.folder.exists()
    imports.take([files[0]])
    before = imports.manifest()
    with pytest.raises(CodewardError):
        failing_import(imports, files[1])
    assert imports.manifest() == before


def failing_import(imports: CodeSetImport, path: Path) -> None:
    with all_or_nothing(imports):
        imports.take([path])
        raise CodewardError("after it")
