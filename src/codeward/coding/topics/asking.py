"""Drafts queries from clinical indicators: findings without a diagnosis, and the other way round.

Medications and findings never make a diagnosis; they raise a question to the provider.
"""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Candidate, Case
from codeward.coding.topics.finding import Found, read_indicators
from codeward.coding.topics.topic import Topic, terms_of, topics
from codeward.model import EvidenceSpan, Setting
from codeward.model.query import QueryDraft, QueryFormat, QueryPurpose

CLOSING = ("Other (please specify)", "Unable to determine")
_ASKED = (
    "Based on your clinical judgment, can a diagnosis that the findings quoted below belong to "
    "be documented?"
)
_DOUBTED = (
    "Please clarify whether the condition quoted below was present in this stay, with the "
    "findings that support it."
)
_ANSWERS = ("Confirmed (please specify the supporting findings)", "Ruled out")


def topic_drafts(case: Case, finished: Sequence[Candidate]) -> Iterator[QueryDraft]:
    """Drafts for a stay; other settings are too short for indicators to be complete."""
    if case.setting is not Setting.INPATIENT:
        return
    read = read_indicators(case)
    for topic in topics():
        yield from _asked(topic, case, finished, read)


def _asked(
    topic: Topic, case: Case, finished: Sequence[Candidate], read: Found
) -> Iterator[QueryDraft]:
    codes = [one.code for one in finished]
    if topic.only_with and not any(code.startswith(topic.only_with) for code in codes):
        return
    found = _found(topic, read)
    doubted = next((one for one in finished if one.code.startswith(topic.validated)), None)
    if doubted is not None and topic.validated and not found and doubted.evidence:
        yield QueryDraft(
            topic=topic.name,
            title="Clinical findings of a documented condition",
            question=_DOUBTED,
            options=(*_ANSWERS, *CLOSING),
            indicators=tuple(dict.fromkeys(doubted.evidence)),
            codes=(doubted.code,),
            format=QueryFormat.CHOICE,
            purpose=QueryPurpose.VALIDATION,
            documented=tuple(span.text for span in doubted.evidence),
        )
    if len(found) < topic.least or _answered(topic, codes, case):
        return
    yield QueryDraft(
        topic=topic.name,
        title=topic.title,
        question=_ASKED,
        options=(*topic.options, *CLOSING),
        indicators=found,
        format=QueryFormat.CHOICE,
        purpose=QueryPurpose.INDICATORS,
    )


def _found(topic: Topic, read: Found) -> tuple[EvidenceSpan, ...]:
    """One place for each name of an indicator, in the order of the chart."""
    spans: dict[str, EvidenceSpan] = {}
    for indicator in topic.indicator:
        if indicator in read:
            spans.setdefault(indicator.name, read[indicator])
    return tuple(sorted(spans.values()))


def _answered(topic: Topic, codes: Sequence[str], case: Case) -> bool:
    if any(code.startswith(topic.answered_by) for code in codes):
        return True
    terms = terms_of(topic)
    return terms is not None and any(terms.search(text) for text in case.texts.values())
