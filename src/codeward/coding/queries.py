"""Query drafts: the details that the documentation leaves open, asked without leading."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Candidate, Case
from codeward.coding.topics import topic_drafts
from codeward.coding.topics.asking import CLOSING
from codeward.model.query import QueryDraft, QueryPurpose

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
    return (*_missing_detail(finished), *_asked(case), *topic_drafts(case, finished))


def _missing_detail(finished: Sequence[Candidate]) -> Iterator[QueryDraft]:
    for candidate in finished:
        for topic in candidate.needs:
            options = _OPTIONS.get(topic)
            if options is None or topic == "type or site":
                continue
            if topic == "stage" and not candidate.code.startswith(_STAGED):
                continue
            yield QueryDraft(
                topic=topic,
                question=(
                    f"Based on your clinical judgment, can the {topic} of the condition quoted "
                    "below be documented?"
                ),
                options=(*options, *CLOSING),
                indicators=candidate.evidence,
                codes=(candidate.code,),
                title=f"Documentation of {topic}",
                documented=tuple(span.text for span in candidate.evidence),
            )


# Conditions whose codes go by a stage that clinicians document; elsewhere the word is of a subtype.
_STAGED = ("C", "F0", "G30", "H35", "H40", "I1A", "L89", "L97", "M05", "N18", "N80")


def _asked(case: Case) -> Iterator[QueryDraft]:
    for topic, span in case.topics:
        yield QueryDraft(
            topic=topic,
            question=(
                "Please clarify, based on your clinical judgment, the diagnosis that the "
                "documentation quoted below describes."
            ),
            options=(*_TOPICS.get(topic, ("Diagnosis (please specify)",)), *CLOSING),
            indicators=(span,),
            title="Meaning of a documented term",
            purpose=QueryPurpose.CONFLICT,
            documented=(span.text,),
        )


_TOPICS = {
    "type of diabetes": (
        "Type 1 diabetes mellitus",
        "Type 2 diabetes mellitus",
        "Diabetes mellitus due to another condition or a drug (please specify)",
    ),
    "type of infarction": (
        "Infarction with ST elevation (please specify the wall or vessel)",
        "Infarction without ST elevation",
        "Type 2 infarction (please specify the cause)",
    ),
    "urosepsis": (
        "Urinary tract infection without sepsis",
        "Sepsis with its source (please specify)",
    ),
}
