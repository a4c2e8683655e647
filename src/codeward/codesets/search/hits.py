"""What a search gives back."""

import msgspec

from codeward.model import System


class Hit(msgspec.Struct, frozen=True):
    """One code that answers a query.

    Attributes:
        system: Code system.
        code: Undotted code.
        title: Official title, or why there is none.
        billable: Whether the code is valid for a claim on the day asked for.
        score: Rank value; comparable within one answer only.
        matched: Wording that matched and how the query was read.
    """

    system: System
    code: str
    title: str
    billable: bool
    score: float
    matched: str
