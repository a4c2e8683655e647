"""The published page of the query linter, made from its rules and their docstrings."""

from codeward.review.query_rules.catalog import QUERY_RULES

_HEAD = """# Query rules

Generated from `codeward.review.query_rules`. A query that breaks one of them is not sent; the
finding says which words are meant and what to do. Source: AHIMA/ACDIS, Guidelines for Achieving a
Compliant Query Practice (2022).

| Rule | What it demands | What to do |
|---|---|---|
"""


def query_rules_page() -> str:
    """The rules in the order of their numbers, as a Markdown page."""
    return _HEAD + "".join(
        f"| {rule.id} | {(rule.check.__doc__ or '').strip()} | {rule.way_out} |\n"
        for rule in QUERY_RULES
    )
