"""`codeward search` and `codeward show` from the outside."""

import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.cli import show_command
from codeward.codesets import CodeSet, Releases
from codeward.codesets.releases import InstalledRelease
from codeward.model import ReleaseId, System

Run = Callable[..., SimpleNamespace]


def found(codeward: Run, *arguments: str) -> Any:
    ended = codeward("search", *arguments, "--date", "2026-01-15", "--json")
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_hits_hold_their_published_schema_best_first(
    codeward: Run, schema: Callable[[str], Any]
) -> None:
    hits = found(codeward, "heart attack", "--limit", "7")
    jsonschema.validate(hits, schema("search"))
    assert list(hits[0]) == ["system", "code", "title", "billable", "score", "matched"]
    assert hits[0]["code"] == "I219"
    assert len(hits) == 7
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_a_system_can_be_chosen(codeward: Run) -> None:
    hits = found(codeward, "laparoscopic cholecystectomy", "--system", "icd10pcs")
    assert {hit["system"] for hit in hits} == {"ICD-10-PCS"}
    assert hits[0]["code"] == "0FT44ZZ"


@pytest.mark.parametrize("system", ["hcpcs", "cpt"])
def test_a_system_that_nobody_installed_is_said_plainly(codeward: Run, system: str) -> None:
    ended = codeward("search", "wheelchair", "--system", system, "--date", "2026-01-15")
    assert (ended.code, ended.out) == (1, "")
    assert "not installed" in ended.err


def test_nothing_found_says_what_to_try(codeward: Run) -> None:
    ended = codeward("search", "qqqqzzzz", "--date", "2026-01-15")
    assert ended.code == 0
    assert "no match" in (ended.out + ended.err).lower()
    assert found(codeward, "qqqqzzzz") == []


def test_an_empty_query_is_refused(codeward: Run) -> None:
    ended = codeward("search", "  ")
    assert (ended.code, ended.out) == (2, "")
    assert "at least one word" in ended.err


def test_show_tells_a_code_on_a_day(codeward: Run, schema: Callable[[str], Any]) -> None:
    ended = codeward("show", "e11.22", "--date", "2026-01-15", "--json")
    assert ended.code == 0
    shown = json.loads(ended.out)
    jsonschema.validate(shown, schema("show"))
    assert (shown["code"], shown["status"]) == ("E1122", "valid")
    assert shown["title"] == "Type 2 diabetes mellitus with diabetic chronic kidney disease"


@pytest.mark.parametrize(
    ("code", "day", "status"),
    [
        ("I42.0", "2026-09-15", "valid"),
        ("I42.0", "2026-11-15", "ended"),
        ("E11", "2026-01-15", "header"),
    ],
)
def test_status_follows_the_day(codeward: Run, code: str, day: str, status: str) -> None:
    ended = codeward("show", code, "--date", day, "--json")
    assert json.loads(ended.out)["status"] == status


def test_an_unknown_code_is_not_found(codeward: Run) -> None:
    ended = codeward("show", "Q99.Z9", "--date", "2026-01-15")
    assert (ended.code, ended.out) == (1, "")
    assert "Q99" in ended.err


@pytest.mark.parametrize("arguments", [("search", "fever"), ("show", "I10")])
def test_a_day_outside_every_release_is_said(codeward: Run, arguments: tuple[str, ...]) -> None:
    ended = codeward(*arguments, "--date", "2035-01-15")
    assert (ended.code, ended.out) == (2, "")
    assert "2035-01-15" in ended.err
    assert ended.err.count("\n") == 1


def test_a_second_ranking_keeps_the_hits_and_may_turn_their_order(codeward: Run) -> None:
    plain, again = found(codeward, "heart attack"), found(codeward, "heart attack", "--rerank")
    assert {hit["code"] for hit in again} == {hit["code"] for hit in plain}
    assert again[0]["code"] == "I219"


def test_hits_are_printed_with_their_reason_and_unfinished_codes_are_marked(codeward: Run) -> None:
    shown = codeward("search", "E11.2", "--date", "2026-01-15").out
    assert "ICD-10-CM   E11.21" in shown
    assert "ICD-10-CM  -E11.2 " in shown
    assert "- needs more characters" in shown


@pytest.fixture
def hcpcs_of_2024(release_store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home, with a HCPCS release whose days are over."""
    former = InstalledRelease(
        System.HCPCS,
        ReleaseId("hcpcs-2024-01", "0" * 64, date(2024, 1, 1), date(2024, 12, 31)),
        version="2024", file="absent.sqlite", size=0, counts={},
    )  # fmt: skip
    every = (*release_store.installed(), former)
    monkeypatch.setattr(ReleaseStore, "installed", lambda _: every)


@pytest.mark.usefixtures("hcpcs_of_2024")
def test_a_list_of_another_year_does_not_hide_the_codes_of_this_one(codeward: Run) -> None:
    ended = codeward("show", "E11.22", "--date", "2026-01-15")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("E11.22  Type 2 diabetes")


@pytest.mark.usefixtures("hcpcs_of_2024")
def test_a_code_that_may_be_of_another_year_is_said_to_be_looked_for_in_vain(
    codeward: Run,
) -> None:
    ended = codeward("show", "E0601", "--date", "2026-01-15")
    assert ended.code == 1
    assert "E0601 is not known in ICD-10-CM or ICD-10-PCS on 2026-01-15" in ended.err
    assert "HCPCS reference data ends on 2024-12-31" in ended.err
    asked = codeward("show", "E0601", "--system", "hcpcs", "--date", "2026-01-15")
    assert "HCPCS reference data ends on 2024-12-31" in asked.err


def test_the_severity_is_told_by_grouper_version(codeward: Run) -> None:
    ended = codeward("show", "I42.0", "--date", "2026-01-15")
    assert "CC as a secondary diagnosis, MS-DRG 43.0" in ended.out
    assert "CC in 42.0; CC in 42.1; CC in 43.1" in ended.out  # the code ended before 44.0
    told = json.loads(codeward("show", "I42.0", "--date", "2026-01-15", "--json").out)
    assert told["severities"] == dict.fromkeys(("42.0", "42.1", "43.0", "43.1"), "CC")
    procedure = json.loads(codeward("show", "0FT44ZZ", "--date", "2026-01-15", "--json").out)
    assert procedure["severities"] == {}


def test_a_code_that_two_systems_have_is_said_to_be_in_both(
    codeward: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = show_command._code_sets

    def twice(on: Releases, system: System | None) -> list[CodeSet]:
        return looked(on, system) * 2

    monkeypatch.setattr(show_command, "_code_sets", twice)
    ended = codeward("show", "J11.00", "--date", "2026-01-15", "--system", "icd10cm")
    assert (
        "Also           a code of ICD-10-CM; see: codeward show J1100 --system icd10cm" in ended.out
    )


@pytest.mark.parametrize(
    ("code", "system"), [("E0601", "HCPCS"), ("99213", "CPT"), ("0001F", "CPT"), ("A", None)]
)
def test_a_code_of_a_system_that_nobody_imported_says_so(
    codeward: Run, code: str, system: str | None
) -> None:
    ended = codeward("show", code, "--date", "2026-01-15")
    assert ended.code == 1
    said = f"it has the form of a {system} code, and {system} is not installed: import"
    assert (said in ended.err) is (system is not None)
    assert ended.err.count("\n") == 1
