"""The published pages of the coding rules and of the clinical indicators leave nothing out."""

from codeward.coding.rules.catalog import RULES
from codeward.coding.rules.documentation import coding_rules_page
from codeward.coding.topics.documentation import topics_page
from codeward.coding.topics.topic import topics


def rows(page: str) -> list[list[str]]:
    table = [line for line in page.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in table[1:]]


def test_every_rule_says_its_guideline_and_what_it_does_in_the_order_of_its_work() -> None:
    told = rows(coding_rules_page())
    assert [row[:2] for row in told] == [[rule.name, rule.guideline] for rule in RULES]
    assert all(len(row) == 3 and row[2].endswith(".") for row in told)


def test_every_topic_says_its_findings_their_number_and_where_limits_come_from() -> None:
    told = {row[0]: row for row in rows(topics_page())}
    assert sorted(told) == list(told) == sorted(one.name for one in topics())
    for one in topics():
        _, title, findings, source = told[one.name]
        assert (title, source) == (one.title, one.source)
        assert findings.endswith(f"({one.least})")
        assert findings.count(";") == len(one.indicator) - 1


def test_limits_stand_behind_their_finding() -> None:
    page = topics_page()
    for one in (one for topic in topics() for one in topic.indicator):
        low = "" if one.at_least is None else f" from {one.at_least:g}"
        high = "" if one.at_most is None else f" up to {one.at_most:g}"
        assert f"{one.name}{low}{high}" in page
