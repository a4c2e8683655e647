"""Query drafts: the details that the documentation leaves open, asked without leading."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Candidate, Case
from codeward.model.query import QueryDraft

_CLOSING = ("Other (please specify)", "Unable to determine")
_OPTIONS = {
    "laterality": ("Right", "Left", "Bilateral"),
    "stage": ("Stage as documented by the provider (please specify)",),
    "trimester": ("First trimester", "Second trimester", "Third trimester"),
    "severity": ("Mild", "Moderate", "Severe"),
    "acuity": ("Acute", "Chronic", "Acute on chronic"),
    "type or site": ("Type or site (please specify)",),
}


def drafts(case: Case, finished: Sequence[Candidate]) -> tuple[QueryDraft, ...]:
    """The drafts for one case: missing detail of proposed codes, then what rules ask.

    Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice. Indicators are quoted,
    no answer is preferred, payment is not mentioned.
    """
    return (*_missing_detail(finished), *_asked(case))


def _missing_detail(finished: Sequence[Candidate]) -> Iterator[QueryDraft]:
    for candidate in finished:
        for topic in candidate.needs:
            options = _OPTIONS.get(topic)
            if options is None or topic == "type or site":
                continue
            yield QueryDraft(
                topic=topic,
                question=(
                    f"Based on your clinical judgment, can the {topic} of the condition quoted "
                    "below be documented?"
                ),
                options=(*options, *_CLOSING),
                indicators=candidate.evidence,
                codes=(candidate.code,),
            )


def _asked(case: Case) -> Iterator[QueryDraft]:
    for topic, span in case.topics:
        yield QueryDraft(
            topic=topic,
            question=(
                "Please clarify, based on your clinical judgment, the diagnosis that the "
                "documentation quoted below describes."
            ),
            options=(*_TOPICS.get(topic, ("Diagnosis (please specify)",)), *_CLOSING),
            indicators=(span,),
        )


_TOPICS = {
    "urosepsis": (
        "Urinary tract infection without sepsis",
        "Sepsis with its source (please specify)",
    ),
}
