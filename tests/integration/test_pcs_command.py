"""`codeward pcs` from the outside, without imported tables."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jsonschema

Run = Callable[..., SimpleNamespace]
DAY = ("--date", "2026-01-15")


def test_a_step_holds_its_published_schema(codeward: Run, schema: Callable[[str], Any]) -> None:
    step = json.loads(codeward("pcs", "0DTJ", "--json", *DAY).out)
    jsonschema.validate(step, schema("pcs"))
    assert [one["value"] for one in step["choices"]] == ["0", "4", "7", "8"]
    assert step["label_source"] == "derived from titles"


def test_a_whole_code_has_its_title(codeward: Run) -> None:
    assert "Resection of Appendix" in codeward("pcs", "0DTJ4ZZ", *DAY).out


def test_words_lead_to_places_to_begin(codeward: Run) -> None:
    assert "0DT" in codeward("pcs", "--root", "resection", *DAY).out
    assert "0DTJ" in codeward("pcs", "--term", "appendix", *DAY).out


def test_what_no_code_begins_with_is_not_found(codeward: Run) -> None:
    assert codeward("pcs", "0DTJ9", *DAY).code == 1
    assert codeward("pcs", "--term", "zzzz", *DAY).code == 1


def test_a_list_that_is_not_imported_is_said_plainly(codeward: Run) -> None:
    ended = codeward("show", "11", "--system", "pos", *DAY)
    assert ended.code == 1
    assert "import it with" in ended.err
    drg = codeward("show", "470", "--system", "msdrg", *DAY)
    assert (drg.code, "1.9289" in drg.out) == (0, True)


def test_a_step_is_printed_with_its_choices(codeward: Run) -> None:
    printed = codeward("pcs", "0DTJ", *DAY).out
    assert "4  J  Appendix" in printed
    assert "Character 5, " in printed
    assert "Labels: derived from titles. Release: icd10pcs-2025-10" in printed
    assert "Only one way on from here: 02YA0Z" in codeward("pcs", "02YA", *DAY).out


def test_two_ways_to_begin_are_refused(codeward: Run) -> None:
    ended = codeward("pcs", "0DTJ", "--root", "resection", *DAY)
    assert ended.code == 2
    assert "not several of them" in ended.err


def test_a_long_list_of_places_to_begin_is_cut_and_says_so(codeward: Run) -> None:
    assert "more (--json lists all)" in codeward("pcs", "--term", "skin", *DAY).out
