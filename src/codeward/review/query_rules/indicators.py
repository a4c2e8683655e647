"""Rules about the clinical indicators on which a query rests."""

from collections.abc import Iterator

from codeward.model.query import QueryDraft
from codeward.review.query_rules.rule import Texts


def has_indicators(query: QueryDraft, _: Texts) -> Iterator[str]:
    """A query rests on indicators of this patient."""
    if not query.indicators:
        yield "no clinical indicator is quoted"


def quotes_are_verbatim(query: QueryDraft, texts: Texts) -> Iterator[str]:
    """Each indicator stands in a document of this encounter, word for word, at its place."""
    for number, span in enumerate(query.indicators, start=1):
        text = texts.get(span.document)
        if text is None:
            yield f"indicator {number} is from a document that is not of this encounter"
        elif not span.text.strip() or text[span.start : span.end] != span.text:
            yield f"indicator {number} is not what the document says at its place"


def none_is_quoted_twice(query: QueryDraft, _: Texts) -> Iterator[str]:
    """The same words are not two indicators."""
    if len(set(query.indicators)) < len(query.indicators):
        yield "an indicator is quoted twice"
