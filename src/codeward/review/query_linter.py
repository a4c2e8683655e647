"""Refuses a query that leads, pays, or rests on nothing, and says why.

The same check holds for drafts that the engine makes and for queries that a person has edited.
"""

from collections.abc import Mapping

from codeward.model import Finding, Severity
from codeward.model.query import QueryDraft
from codeward.review.query_rules.catalog import QUERY_RULES
from codeward.review.query_rules.rule import AUTHORITY


def lint_query(query: QueryDraft, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every reason why the query must not be sent; () where it may.

    Args:
        query: The query as the provider would see it.
        texts: Text of each document of the encounter by its id.
    """
    return tuple(
        Finding(
            edit=rule.id,
            severity=Severity.REJECT,
            code=None,
            line=None,
            message=breach,
            authority=AUTHORITY,
            way_out=rule.way_out,
        )
        for rule in QUERY_RULES
        for breach in rule.check(query, texts)
    )
