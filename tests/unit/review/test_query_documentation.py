"""The published page of the query linter names every rule, its demand and its way out."""

from codeward.review.query_documentation import query_rules_page
from codeward.review.query_rules.catalog import QUERY_RULES


def test_every_rule_has_a_row_in_the_order_of_the_catalogue() -> None:
    lines = [line for line in query_rules_page().splitlines() if line.startswith("| ")][1:]
    told = [line.strip("| ").split(" | ") for line in lines]
    assert [row[0] for row in told] == [rule.id for rule in QUERY_RULES]
    assert [row[2] for row in told] == [rule.way_out for rule in QUERY_RULES]
    assert all(len(row[1]) > 10 for row in told)
