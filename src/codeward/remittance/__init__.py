"""Money back: what a remittance says of each claim, denials with their cause, and the deadlines."""

from codeward.remittance.denials import Denial, DenialCause, denials
from codeward.remittance.posting import Posted, Posting, post
from codeward.remittance.reasons import ReasonGroup, group_of

__all__ = [
    "Denial",
    "DenialCause",
    "Posted",
    "Posting",
    "ReasonGroup",
    "denials",
    "group_of",
    "post",
]
