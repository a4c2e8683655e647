"""A HCPCS release from an imported annual file: dates decide, presence does not."""

from datetime import date

import pytest

from codeward.codesets.calendar import PlannedRelease
from codeward.codesets.compile import CompiledRelease, compile_release
from codeward.codesets.imported_files import ImportedFile
from codeward.codesets.imports import SourceImport
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.sources import SourceFiles, Sources
from codeward.model import System
from tests.unit.codesets.readers.small_files import hcpcs_record

FIRST = date(2031, 10, 1)


def compiled(*records: str, sheet: str = "") -> CompiledRelease:
    contents = {FileKind.HCPCS_RECORDS: "".join(records)}
    if sheet:
        contents[FileKind.HCPCS_SHEET] = sheet
    imports = tuple(
        SourceImport(
            ImportedFile(kind, System.HCPCS, FIRST, kind.name, 0, "file", {}), text.encode()
        )
        for kind, text in contents.items()
    )
    sources = Sources(SourceFiles(b"", b"", b"", b"", {}, imports))
    (planned,) = sources.imports.hcpcs_releases()
    return compile_release(planned, sources)


@pytest.fixture
def release() -> CompiledRelease:
    return compiled(
        hcpcs_record("A0021", "3", "WOBBLE RIDE"),
        hcpcs_record("A0080", "3", "OLD RIDE", ended="20310630"),
    )


def test_a_file_serves_its_quarter(release: CompiledRelease) -> None:
    assert release.planned == PlannedRelease(System.HCPCS, "2031 Q4", FIRST, date(2031, 12, 31))
    assert release.planned.name == "hcpcs-2031-10"


def test_an_ended_code_is_known_but_not_billable(release: CompiledRelease) -> None:
    tables = {table.name: rows for table, rows in release.tables}
    assert [row[0] for row in tables["code"]] == ["A0021"]
    assert [row[0] for row in tables["other_time"]] == ["A0080"]
    ends = {row[0]: row[2] for row in tables["span"]}
    assert ends == {"A0021": 20311231, "A0080": 20310630}
    assert release.report.counts["billable"] == 1
    assert release.report.counts["ended"] == 1


def test_titles_of_a_sheet_are_preferred() -> None:
    sheet = "code,long_title,short_title\nA0021,Wobble ride,Ride\n"
    release = compiled(hcpcs_record("A0021", "3", "WOBBLE RIDE"), sheet=sheet)
    (row,) = next(rows for table, rows in release.tables if table.name == "code")
    assert row[1] == "Wobble ride"
    assert row[5] == "HCPCS sheet of titles"
