"""Transmission: what may leave, in which state it is, and what an answer means for it; no I/O."""

from codeward.transmission.answers import Answer, Kind, Received, read_answers
from codeward.transmission.envelope import (
    ClaimKeys,
    ClaimLabel,
    Envelope,
    Label,
    SetKeys,
    read_envelope,
)
from codeward.transmission.gate import may_send
from codeward.transmission.matching import Book, ClaimPlace, Match, Reason, SentFile, sent_file
from codeward.transmission.partner import (
    Clocks,
    FileDrop,
    Https,
    OpenPgp,
    Partner,
    PartnerError,
    Register,
    Schedule,
    Sftp,
    read_register,
)
from codeward.transmission.retries import MOST_ATTEMPTS, delay
from codeward.transmission.states import (
    TRANSITIONS,
    Action,
    ClaimState,
    State,
    TransmissionError,
    after,
    claim_after,
)

__all__ = [
    "MOST_ATTEMPTS",
    "TRANSITIONS",
    "Action",
    "Answer",
    "Book",
    "ClaimKeys",
    "ClaimLabel",
    "ClaimPlace",
    "ClaimState",
    "Clocks",
    "Envelope",
    "FileDrop",
    "Https",
    "Kind",
    "Label",
    "Match",
    "OpenPgp",
    "Partner",
    "PartnerError",
    "Reason",
    "Received",
    "Register",
    "Schedule",
    "SentFile",
    "SetKeys",
    "Sftp",
    "State",
    "TransmissionError",
    "after",
    "claim_after",
    "delay",
    "may_send",
    "read_answers",
    "read_envelope",
    "read_register",
    "sent_file",
]
