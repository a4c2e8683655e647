"""Money back: what a remittance says of each claim, denials with their cause, and the deadlines."""

from codeward.remittance.appeal import (
    AnsweredQuery,
    AppealCase,
    AppealedCode,
    AppealError,
    AppealPacket,
    appeal_packet,
)
from codeward.remittance.appealed_claim import AppealedClaim, AppealedLine
from codeward.remittance.denials import Denial, DenialCause, denials, with_edits
from codeward.remittance.money_moved import (
    Correction,
    MoneyKind,
    ProviderMoney,
    corrections,
    provider_money,
)
from codeward.remittance.posting import Posted, Posting, post
from codeward.remittance.reasons import ReasonGroup, group_of
from codeward.remittance.worklists import (
    DenialKind,
    DeniedClaim,
    OpenClaim,
    RejectedClaim,
    denial_kinds,
    denied_worklist,
    rejected_worklist,
)

__all__ = [
    "AnsweredQuery",
    "AppealCase",
    "AppealError",
    "AppealPacket",
    "AppealedClaim",
    "AppealedCode",
    "AppealedLine",
    "Correction",
    "Denial",
    "DenialCause",
    "DenialKind",
    "DeniedClaim",
    "MoneyKind",
    "OpenClaim",
    "Posted",
    "Posting",
    "ProviderMoney",
    "ReasonGroup",
    "RejectedClaim",
    "appeal_packet",
    "corrections",
    "denial_kinds",
    "denials",
    "denied_worklist",
    "group_of",
    "post",
    "provider_money",
    "rejected_worklist",
    "with_edits",
]
