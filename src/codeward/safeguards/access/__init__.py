"""Who may see or do what: role, purpose, assignment, label, facility and time in one decision."""

from codeward.safeguards.access.authorize import STEP_UP_LASTS, AccessDecision, authorize
from codeward.safeguards.access.break_glass import broken_glass
from codeward.safeguards.access.policy import FOUR_EYES, POLICY, STEP_UP, Row
from codeward.safeguards.access.request import AccessRequest, Actor, BrokenGlass, Grant, Subject
from codeward.safeguards.access.vocabulary import (
    Field,
    Label,
    Permission,
    Purpose,
    Reason,
    Relation,
    Role,
)

__all__ = [
    "FOUR_EYES",
    "POLICY",
    "STEP_UP",
    "STEP_UP_LASTS",
    "AccessDecision",
    "AccessRequest",
    "Actor",
    "BrokenGlass",
    "Field",
    "Grant",
    "Label",
    "Permission",
    "Purpose",
    "Reason",
    "Relation",
    "Role",
    "Row",
    "Subject",
    "authorize",
    "broken_glass",
]
