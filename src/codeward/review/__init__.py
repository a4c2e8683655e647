"""Review: what a person decides, when an encounter is final, and the record that proves it."""

from codeward.review.finalisation import coded_items, finalise
from codeward.review.record import canonical, read_record
from codeward.review.states import (
    TRANSITIONS,
    Action,
    State,
    TransitionError,
    after,
    allowed_actions,
    diagram,
)

__all__ = [
    "TRANSITIONS",
    "Action",
    "State",
    "TransitionError",
    "after",
    "allowed_actions",
    "canonical",
    "coded_items",
    "diagram",
    "finalise",
    "read_record",
]
