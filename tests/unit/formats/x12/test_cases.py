"""Every case beside the X12 rules finds exactly what it says, and every rule has its cases."""

import pytest

from codeward.formats.x12 import read_profile, validate
from codeward.formats.x12.cases import X12Case, base, base_names, x12_cases
from codeward.formats.x12.plan import entries
from codeward.formats.x12.rule import Rule
from codeward.formats.x12.rules.catalog import RULES, SEGMENT_RULES


@pytest.mark.parametrize("name", base_names())
def test_a_clean_base_is_accepted_without_any_finding(name: str) -> None:
    found = validate([base(name).encode()])
    assert found.findings == ()
    assert found.accepted


@pytest.mark.parametrize("case", x12_cases(), ids=lambda case: f"{case.rule} {case.name}")
def test_a_case_finds_what_it_says_and_nothing_else(case: X12Case) -> None:
    profile = read_profile(case.profile.encode(), "case") if case.profile else None
    found = validate([case.interchange()], profile=profile).findings
    told = {(one.rule, f"{one.answer} {one.segment_id}") for one in found}
    assert told == {(case.rule, one) for one in case.finds}


def test_every_rule_has_a_case_that_fires() -> None:
    shown = {case.rule for case in x12_cases() if case.finds}
    numbered = {rule.id for rule in (*RULES, *SEGMENT_RULES)}
    assert numbered - shown == {"PENV-005"}  # 5,001 claims: see test_validation


@pytest.mark.parametrize("rule", [one for one in RULES if one.about], ids=lambda rule: rule.id)
def test_a_rule_about_some_segments_names_those_of_a_guide(rule: Rule) -> None:
    named = frozenset().union(*(keys for name in rule.sets for keys in entries(name).values()))
    assert rule.about <= named
