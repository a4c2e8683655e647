"""A small installation: the product's own query code over an in-memory file with a few codes."""

import io
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from codeward.codesets import InstalledRelease, Releases
from codeward.codesets.compile_reference import reference_records
from codeward.codesets.day_numbers import number_of
from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.reference_records import RECORD, Reference
from codeward.codesets.tables import CODE_SET_TABLES, MSDRG_TABLES, Contents
from codeward.model import ReleaseId, System
from tests.memory_tables import MemoryTables, flat_contents

FACTS = Path(__file__).with_name("small_releases.toml")
FIRST, LAST = date(2015, 10, 1), date(2027, 3, 31)
ALWAYS = 99991231


class SmallInstallation:
    """One release a system, in force over all years of ICD-10; no CPT."""

    def __init__(
        self, contents: Mapping[System, MemoryTables], imported: Mapping[Reference, MemoryTables]
    ) -> None:
        self.contents = contents
        self.imported = imported

    def installed(self) -> tuple[InstalledRelease, ...]:
        return tuple(
            InstalledRelease(
                system, ReleaseId(f"small-{system.key}", system.key, FIRST, LAST), "44.0", "", 0, {}
            )
            for system in self.contents
        )

    def tables(self, release: InstalledRelease) -> MemoryTables:
        return self.contents[release.system]

    def references(self) -> tuple[Reference, ...]:
        return tuple(self.imported)

    def reference_tables(self, reference: Reference) -> MemoryTables:
        return self.imported[reference]

    def hcc_tables(self) -> None:
        return None


@pytest.fixture(scope="session")
def small_releases() -> Iterator[Releases]:
    facts = tomllib.loads(FACTS.read_text("utf-8"))
    contents = {
        System.ICD10CM: MemoryTables(CODE_SET_TABLES, diagnosis_contents(facts)),
        System.ICD10PCS: MemoryTables(CODE_SET_TABLES, procedure_contents(facts)),
        System.HCPCS: MemoryTables(CODE_SET_TABLES, flat_contents(facts["hcpcs"])),
        System.MSDRG: MemoryTables(MSDRG_TABLES, msdrg_contents(facts)),
    }
    imported = {file: MemoryTables((RECORD,), rows) for file, rows in imports(facts)}
    yield Releases(SmallInstallation(contents, imported), FIRST)
    for tables in (*contents.values(), *imported.values()):
        tables.connection.close()


def imports(facts: Mapping[str, Any]) -> Iterator[tuple[Reference, Contents]]:
    """The invented official files, through the product's own readers."""
    for number, file in enumerate(facts["imported"]):
        kind = FileKind(file["kind"])
        for first in file["first"]:
            reference = Reference(kind, first, f"{number}", file["name"], part=file["name"])
            content = io.BytesIO(file["content"].encode())
            yield reference, {"record": list(reference_records(kind, content, licensed=False))}


def conversions(facts: Mapping[str, Any], codes: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    return [
        (code, number_of(codes[code]["spans"][-1][1]), successor)
        for code, successors in facts["successors"].items()
        if code in codes
        for successor in successors
    ]


def procedure_contents(facts: Mapping[str, Any]) -> Contents:
    codes = facts["procedures"]
    return flat_contents(codes) | {"conversion": conversions(facts, codes)}


def diagnosis_contents(facts: Mapping[str, Any]) -> Contents:
    codes = facts["diagnoses"]
    owners = {*facts["code_first"], *facts["use_additional"], *facts["excludes1"]}
    headers = sorted({*facts["headers"], *owners} - codes.keys())

    def parent(code: str) -> str | None:
        above = [header for header in headers if header != code and code.startswith(header)]
        return max(above, key=len, default=None)

    def heading(owner: str) -> str:
        return "a disease, such as:" if owner in facts["open_lists"] else ""

    rules = dict(enumerate(facts["excludes1"].items(), start=1))

    def numbers(code: str, *, excluded: bool) -> str:
        hit = (
            str(number)
            for number, (owner, targets) in rules.items()
            if code.startswith(tuple(targets) if excluded else owner)
        )
        return " ".join(hit)

    return flat_contents(codes) | {
        "code": [
            *(
                (code, fact.get("title"), 1, 0, parent(code), "", "code")
                for code, fact in codes.items()
            ),
            *((header, None, 0, 1, parent(header), "", "subcategory") for header in headers),
        ],
        "seventh": [
            (owner, character, "")
            for owner, characters in facts["seventh"].items()
            for character in characters
        ],
        "note": [
            (owner, number, kind, heading(owner), "\n".join(targets))
            for kind in ("code_first", "use_additional")
            for number, (owner, targets) in enumerate(facts[kind].items())
        ],
        "excludes1": [
            (code, numbers(code, excluded=False), numbers(code, excluded=True)) for code in codes
        ],
        "excludes1_rule": [(number, owner, "") for number, (owner, _) in rules.items()],
        "conversion": conversions(facts, codes),
    }


def msdrg_contents(facts: Mapping[str, Any]) -> Contents:
    ages = []
    for name, ranges in facts["ages"].items():
        starts = [first for first, _, _ in ranges]
        for (first, youngest, oldest), later in zip(ranges, [*starts[1:], None], strict=True):
            last = ALWAYS if later is None else number_of(later - timedelta(days=1))
            ages.append((name, number_of(first), last, youngest, oldest))
    # day_of(ALWAYS) + one day would leave the calendar; the last known day is enough here.
    known = number_of(LAST)
    return {
        "age_range": [
            (n, first, min(last, known), young, old) for n, first, last, young, old in ages
        ],
        "discharge_status": [
            (status, number_of(FIRST), known) for status in facts["discharge_statuses"]
        ],
    }
