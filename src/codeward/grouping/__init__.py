"""MS-DRG grouping: the DRG of a stay, what drove it, and what it would be without a code."""

from codeward.grouping.assignment import findings, group, outcome
from codeward.grouping.grouper import (
    DiagnosisMark,
    Grouper,
    GrouperAnswer,
    GroupingError,
    ProcedureMark,
    Stay,
    StayDiagnosis,
    Unavailable,
)
from codeward.grouping.what_if import WhatIf, leave_one_out, what_if

__all__ = [
    "DiagnosisMark",
    "Grouper",
    "GrouperAnswer",
    "GroupingError",
    "ProcedureMark",
    "Stay",
    "StayDiagnosis",
    "Unavailable",
    "WhatIf",
    "findings",
    "group",
    "leave_one_out",
    "outcome",
    "what_if",
]
