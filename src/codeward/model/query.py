"""A question to the provider that the documentation leaves open, drafted for a person to send."""

from enum import StrEnum

import msgspec

from codeward.model.evidence import EvidenceSpan


class QueryFormat(StrEnum):
    """How a query asks."""

    OPEN = "open"
    CHOICE = "choice"
    YES_NO = "yes_no"


class QueryPurpose(StrEnum):
    """Why a query is sent; a yes/no query is allowed for some of them only."""

    DETAIL = "detail"
    CONFLICT = "conflict"
    INDICATORS = "indicators without diagnosis"
    VALIDATION = "diagnosis without indicators"
    PRESENT_ON_ADMISSION = "present on admission"
    CAUSE = "cause and effect"


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
        title: What the provider sees first; it names no diagnosis that is not documented.
        format: How it asks.
        purpose: Why it is sent.
        documented: Diagnoses in question that the record states already, as written there.
    """

    topic: str
    question: str
    options: tuple[str, ...]
    indicators: tuple[EvidenceSpan, ...]
    codes: tuple[str, ...] = ()
    title: str = "Clarification of the documentation"
    format: QueryFormat = QueryFormat.CHOICE
    purpose: QueryPurpose = QueryPurpose.DETAIL
    documented: tuple[str, ...] = ()
