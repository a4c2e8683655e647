"""Every guideline rule has its cases beside it; each case runs through the whole engine."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from codeward import intake
from codeward.coding import engine, rules
from codeward.coding.candidates import candidates
from codeward.coding.case import Case
from codeward.coding.mentions import read_mentions
from codeward.coding.opened import book_of, lexicon_of
from codeward.coding.rules.catalog import RULES
from codeward.coding.rules.rule import apply
from codeward.model import Document, Encounter, Setting, System

FOLDER = Path(rules.__file__).parent
DAY = date(2026, 1, 15)
CASES = [
    pytest.param(case, {rule.name for rule in RULES if _stem == rule.changes.__module__.rsplit(".", 1)[-1]}, id=f"{_stem}-{number}")
    for _file in sorted(FOLDER.rglob("*.cases.toml"))
    for _stem in [_file.name.removesuffix(".cases.toml")]
    for number, case in enumerate(tomllib.loads(_file.read_text(encoding="utf-8"))["case"], start=1)
]  # fmt: skip


def day_of(case):
    """The day of the case, where it is about a code of another year."""
    return date.fromisoformat(case["date"]) if "date" in case else DAY


def encounter_of(case):
    return Encounter(
        encounter_id="case",
        setting=Setting(case["setting"]),
        patient=None,
        documents=(Document(id="note", text=case["text"]),),
    )


@pytest.mark.parametrize(("case", "own"), CASES)
def test_a_case_gives_exactly_its_codes_in_order(case, own, releases):
    encounter = encounter_of(case)
    found = engine.suggest(
        intake.read(encounter.documents), encounter, releases(day_of(case))
    ).suggestions
    assert [one.code for one in found if one.system is System.ICD10CM] == case["codes"]


@pytest.mark.parametrize(("case", "own"), CASES)
def test_a_rule_fires_where_its_case_says_so(case, own, releases):
    assert fired(case, releases(day_of(case))) & own == set(case["fires"])


def fired(case, on):
    """The names of the rules that change the case, in the run of all rules."""
    encounter = encounter_of(case)
    chart = intake.read(encounter.documents)
    book = book_of(on.icd10cm)
    read = read_mentions(chart, lexicon_of(on.icd10cm))
    state = Case(
        candidates=candidates(read, book, {one.id: one.text for one in chart.documents}),
        reading=read,
        setting=encounter.setting,
        age=None,
        sex=None,
        book=book,
        texts={document.id: document.text for document in chart.documents},
    )
    names = set()
    for rule in RULES:
        after = apply(rule, state)
        if after != state:
            names.add(rule.name)
        state = after
    return names


def test_the_catalog_lists_every_rule_of_every_file():
    files = {path.stem for path in FOLDER.glob("*/*.py") if path.stem != "__init__"}
    listed = {rule.changes.__module__.rsplit(".", 1)[-1] for rule in RULES}
    assert files == listed


def test_every_rule_file_has_cases_that_fire_and_cases_that_pass():
    for path in FOLDER.glob("*/*.py"):
        if path.stem == "__init__":
            continue
        cases = tomllib.loads(path.with_suffix(".cases.toml").read_text(encoding="utf-8"))["case"]
        assert any(case["fires"] for case in cases), path.stem
        assert any(not case["fires"] for case in cases), path.stem


def test_every_rule_fires_in_some_case():
    fires = {name for param in CASES for name in param.values[0]["fires"]}
    assert {rule.name for rule in RULES} <= fires


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_why_and_what_it_does_not_do(rule):
    text = rule.changes.__doc__
    assert "Why:" in text
    assert "What it does not do:" in text


def test_names_are_unique_and_rules_are_frozen():
    assert len({rule.name for rule in RULES}) == len(RULES)
    with pytest.raises(AttributeError):
        msgspec.structs.force_setattr and setattr(RULES[0], "name", "other")
