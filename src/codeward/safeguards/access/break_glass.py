"""Breaking the glass: one patient, one hour, with a reason that can be reviewed."""

import datetime as dt
from enum import StrEnum
from typing import Final

from codeward.model import CodewardError
from codeward.safeguards.access.request import BrokenGlass

LASTS: Final = dt.timedelta(minutes=60)
REVIEW_WITHIN: Final = dt.timedelta(hours=72)
SHORTEST_REASON: Final = 20
_FEWEST_LETTERS: Final = 5


class Emergency(StrEnum):
    """Why the chart cannot wait for an assignment."""

    CLAIM_DEADLINE = "claim-deadline"
    PATIENT_SAFETY = "patient-safety"
    ASSIGNED_PERSON_AWAY = "assigned-person-away"
    LEGAL_DEADLINE = "legal-deadline"


class BreakGlassError(CodewardError):
    """The glass stays whole: the reason given could not be reviewed."""


def broken_glass(
    patient: str, emergency: Emergency, reason: str, at: dt.datetime
) -> tuple[BrokenGlass, dt.datetime]:
    """Open one patient's chart for one hour (45 CFR 164.312(a)(2)(ii)).

    Args:
        patient: Whose chart.
        emergency: The kind of emergency.
        reason: In the actor's own words; at least 20 characters with 5 different letters.
        at: Now, in UTC.

    Returns:
        The opened glass, and by when the privacy officer must have reviewed it.

    Raises:
        BreakGlassError: the reason says too little.
    """
    words = reason.strip()
    if len(words) < SHORTEST_REASON or len(set(filter(str.isalpha, words))) < _FEWEST_LETTERS:
        raise BreakGlassError(
            f"the reason for {emergency.value} says too little; write at least "
            f"{SHORTEST_REASON} characters that a reviewer can follow"
        )
    return BrokenGlass(patient=patient, opened=at, expires=at + LASTS), at + REVIEW_WITHIN
