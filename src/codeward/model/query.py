"""A question to the provider that the documentation leaves open, drafted for a person to send."""

import msgspec

from codeward.model.evidence import EvidenceSpan


class QueryDraft(msgspec.Struct, frozen=True):
    """A non-leading query with its clinical indicators.

    The form follows the AHIMA/ACDIS practice brief on compliant queries: indicators are quoted,
    options include `other` and `unable to determine`, and nothing is said about payment.

    Attributes:
        topic: What is open, such as `laterality`.
        question: The question, without a preferred answer.
        options: Answers to choose from; the last two are always `other` and `unable to determine`.
        indicators: Places in the documentation that raise the question.
        codes: Undotted codes whose choice depends on the answer.
    """

    topic: str
    question: str
    options: tuple[str, ...]
    indicators: tuple[EvidenceSpan, ...]
    codes: tuple[str, ...] = ()
