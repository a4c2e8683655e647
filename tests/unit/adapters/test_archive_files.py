"""Archives and folders: what is handed out, and what an archive may not do."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from codeward.adapters.archive_files import Limits, files_in
from codeward.codesets.readers.reader_error import ReaderError

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Codes" r:id="r1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
)
TEXTS = f"<sst {MAIN}><si><t>Code</t></si><si><r><t>Two </t></r><r><t>words</t></r></si></sst>"
SHEET = (
    f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    '<row r="3"><c r="A3"><v>45017</v></c><c r="C3" t="s"><v>1</v></c>'
    '<c r="D3" t="inlineStr"><is><t>in, line</t></is></c></row></sheetData></worksheet>'
)


def zipped(members: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(**changed: str) -> bytes:
    parts = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": TEXTS,
        "xl/worksheets/sheet1.xml": SHEET,
    }
    return zipped(
        {name: changed.get(name.split("/")[-1].split(".")[0], text) for name, text in parts.items()}
    )


def found(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    return {
        file.name.removeprefix(str(path)): file.content.read() for file in files_in(path, limits)
    }


def test_a_file_a_folder_and_an_archive_give_their_files(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_bytes(b"text")
    assert found(plain) == {"": b"text"}
    (tmp_path / "packed.txt.gz").write_bytes(gzip.compress(b"packed"))
    inner = zipped({"deep/b.txt": b"b", "__MACOSX/x": b"no"})
    (tmp_path / "all.zip").write_bytes(zipped({"a.txt": b"a", "inner.zip": inner}))
    (tmp_path / ".hidden").write_bytes(b"no")
    assert found(tmp_path) == {
        "/all.zip!a.txt": b"a",
        "/all.zip!inner.zip!deep/b.txt": b"b",
        "/packed.txt.gz!": b"packed",
        "/plain.txt": b"text",
    }


def test_a_file_comes_with_its_hash_and_an_old_spreadsheet_with_a_hint(tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0rest")
    (file,) = files_in(old)
    assert file.size == 8
    assert len(file.sha256) == 64
    assert "save it as .xlsx" in file.hint


def test_a_sheet_comes_as_csv_with_one_line_for_each_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook())
    assert found(path) == {"!Codes": b'Code\n\n45017,,Two words,"in, line"\n'}


@pytest.mark.parametrize(
    ("part", "text", "reason"),
    [
        ("sheet1", SHEET.replace("<v>1</v>", "<v>9</v>"), "a text that is not there"),
        ("sheet1", SHEET.replace('row r="3"', 'row r="1"'), "rows are out of order"),
        ("sheet1", SHEET.replace('r="C3"', 'r="A3"'), "cells are out of order"),
        ("sheet1", f"<!DOCTYPE worksheet>{SHEET}", "document type"),
        ("sheet1", SHEET[:-40], "not whole"),
        ("sharedStrings", "<!DOCTYPE x [<!ENTITY a 'b'>]>" + TEXTS, "document type"),
    ],
)
def test_a_damaged_sheet_is_refused_by_name(
    tmp_path: Path, part: str, text: str, reason: str
) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook(**{part: text}))
    with pytest.raises(ReaderError, match=reason) as refusal:
        found(path)
    assert refusal.value.file.startswith(str(path))


@pytest.mark.parametrize(
    "name", ["../up.txt", "a/../../up.txt", "/etc/up.txt", "C:/up.txt", "a\\..\\..\\up"]
)
def test_a_member_outside_the_archive_is_refused_before_any_is_handed_out(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "slip.zip"
    path.write_bytes(zipped({"good.txt": b"good", name: b"bad"}))
    with pytest.raises(ReaderError, match="a place outside the archive"):
        next(iter(files_in(path)))


def test_a_bomb_is_refused_by_its_ratio_its_size_its_sum_and_its_depth(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"zeros": bytes(8 << 20)}))
    with pytest.raises(ReaderError, match="more than 200 times its size"):
        found(path)
    (tmp_path / "zeros.gz").write_bytes(gzip.compress(bytes(8 << 20)))
    with pytest.raises(ReaderError, match="more than 200 times its size"):
        found(tmp_path / "zeros.gz")
    generous = Limits(ratio=100_000)
    with pytest.raises(ReaderError, match="more bytes than any official file"):
        found(path, Limits(ratio=100_000, member_bytes=4 << 20))
    path.write_bytes(zipped({f"zeros{n}": bytes(1 << 20) for n in range(6)}))
    assert len(found(path, generous)) == 6
    with pytest.raises(ReaderError, match="more bytes than any official file"):
        found(path, Limits(ratio=100_000, total_bytes=4 << 20))
    with pytest.raises(ReaderError, match="more than 5 files"):
        found(path, Limits(members=5))
    nested = b"x"
    for _ in range(5):
        nested = zipped({"inner.zip": nested})
    path.write_bytes(nested)
    with pytest.raises(ReaderError, match="more than 3 archives inside each other"):
        found(path)


def test_an_encrypted_a_cut_and_a_doubled_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    whole = bytearray(zipped({"a.txt": b"some text" * 50}))
    encrypted = bytearray(whole)
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(encrypted)
    with pytest.raises(ReaderError, match="a member is encrypted"):
        found(path)
    path.write_bytes(whole[:-30])
    with pytest.raises(ReaderError, match="damaged or not whole"):
        found(path)
    damaged = bytearray(whole)
    damaged[40] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(ReaderError, match="damaged or not whole"):
        found(path)
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"text" * 100)[:-12])
    with pytest.raises(ReaderError, match="damaged or not whole"):
        found(tmp_path / "cut.gz")
    twice = bytes(whole) + b""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", twice)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"other")
    path.write_bytes(target.getvalue())
    with pytest.raises(ReaderError, match="two members have one name"):
        found(path)
