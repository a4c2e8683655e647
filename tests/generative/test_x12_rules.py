"""Each rule finds its breakage in varied interchanges, and nothing is found in clean ones."""

import random

import pytest

from codeward.formats.x12 import validate
from codeward.formats.x12.cases import base, base_names
from codeward.formats.x12.rules.catalog import RULES, SEGMENT_RULES
from tests.generative.x12_broken import BROKEN, Broken, broken
from tests.generative.x12_clean import GUIDES, interchange, written

# Needs 5,001 claims in a set: see `tests/unit/formats/x12/test_validation.py`.
ELSEWHERE = {"PENV-005"}


@pytest.mark.parametrize("kind", GUIDES)
@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_found_in_a_clean_interchange(kind: str, seed: int) -> None:
    data = interchange(random.Random(seed), kind)  # noqa: S311 - no secret is drawn
    assert validate([data]).findings == ()


@pytest.mark.parametrize("name", sorted({*base_names()} - {"attachment"}))
@pytest.mark.parametrize("seed", range(9))
def test_nothing_is_found_in_a_clean_answer_or_inquiry(name: str, seed: int) -> None:
    lines = base(name).split("~")[:-1]
    data = written(random.Random(seed), lines)  # noqa: S311 - no secret is drawn
    assert validate([data]).findings == ()


def _data(kind: str, seed: int, lines: list[str]) -> bytes:
    """With delimiters of some kind, but for binary data, whose length tells of their bytes."""
    if kind == "attachment":
        return "".join(f"{line}~" for line in lines).encode()
    return written(random.Random(seed), lines)  # noqa: S311 - no secret is drawn


@pytest.mark.parametrize(
    "one", BROKEN, ids=[f"{number} {one.rule} {one.kind}" for number, one in enumerate(BROKEN)]
)
def test_a_breakage_is_found_as_what_it_is(one: Broken) -> None:
    seen = 0
    for seed, lines in enumerate(broken(one, 3)):
        data = _data(one.kind, seed, lines)
        found = {fault.rule for fault in validate([data]).findings}
        assert one.rule in found, (seed, found)
        assert found <= {one.rule, *one.also}, (seed, found)
        seen += 1
    assert seen


def test_every_numbered_rule_has_a_breakage_of_its_own() -> None:
    numbered = {rule.id for rule in (*RULES, *SEGMENT_RULES)}
    assert numbered - {one.rule for one in BROKEN} == ELSEWHERE
