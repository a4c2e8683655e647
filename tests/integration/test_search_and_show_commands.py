"""`codeward search` and `codeward show` from the outside."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

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
