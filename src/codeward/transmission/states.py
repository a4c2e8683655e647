"""The states of a file on its way to a partner, and of each claim in it, as explicit tables.

A file is first uploaded under a temporary name (`sending`), then the outbox commits that it is
about to give the file its final name (`placing`), then it does. After a crash the temporary name
tells which of the two happened: that is why `placing` is a state of its own.
"""

from enum import StrEnum

from codeward.model import CodewardError


class State(StrEnum):
    """Where a file stands."""

    QUEUED = "queued"
    SENDING = "sending"
    PLACING = "placing"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    HELD = "held"
    FAILED = "failed"


class Action(StrEnum):
    """What happens to a file."""

    HOLD = "hold"
    RELEASE = "release"
    START = "start"
    UPLOAD = "upload"
    PLACE = "place"
    RETRY = "retry"
    GIVE_UP = "give up"
    ACKNOWLEDGE = "acknowledge"
    REJECT = "reject"


_ANSWERABLE = (State.SENDING, State.PLACING, State.SENT, State.ACKNOWLEDGED, State.REJECTED)

TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.QUEUED, Action.HOLD): State.HELD,
    (State.HELD, Action.HOLD): State.HELD,
    (State.HELD, Action.RELEASE): State.QUEUED,
    (State.FAILED, Action.RELEASE): State.QUEUED,
    (State.QUEUED, Action.START): State.SENDING,
    (State.SENDING, Action.UPLOAD): State.PLACING,
    (State.PLACING, Action.PLACE): State.SENT,
    (State.PLACING, Action.RETRY): State.QUEUED,
    (State.SENDING, Action.RETRY): State.QUEUED,
    (State.SENDING, Action.HOLD): State.HELD,
    (State.SENDING, Action.GIVE_UP): State.FAILED,
    # An answer proves that the file arrived, whatever was committed here before a crash.
    **{(state, Action.ACKNOWLEDGE): State.ACKNOWLEDGED for state in _ANSWERABLE},
    **{(state, Action.REJECT): State.REJECTED for state in _ANSWERABLE},
    # A refusal is final: a later acceptance of the same file stays in its history only.
    (State.REJECTED, Action.ACKNOWLEDGE): State.REJECTED,
}


class ClaimState(StrEnum):
    """Where a claim stands with the payer."""

    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PAID = "paid"
    DENIED = "denied"
    REVERSED = "reversed"


class TransmissionError(CodewardError):
    """A step that the state does not allow, or a file that cannot be sent; no PHI in its text."""


def after(state: State, action: Action) -> State:
    """The state that the action leads to.

    Raises:
        TransmissionError: the state does not allow it; the text names what it allows.
    """
    found = TRANSITIONS.get((state, action))
    if found is None:
        allowed = ", ".join(act for start, act in TRANSITIONS if start is state) or "nothing"
        raise TransmissionError(f"cannot {action} a file that is {state}; it allows {allowed}")
    return found


# What an answer about a claim does to it. Acceptance never takes back what came after it, and a
# refusal before adjudication never takes back a payment.
_SETTLED = (ClaimState.PAID, ClaimState.DENIED, ClaimState.REVERSED)


def claim_after(state: ClaimState, told: ClaimState) -> ClaimState:
    """The state of a claim after an answer said `told`; answers may come late and repeatedly."""
    if told in (ClaimState.QUEUED, ClaimState.SENT):
        return told if state is ClaimState.QUEUED else state
    if told is ClaimState.ACCEPTED:
        return told if state in (ClaimState.QUEUED, ClaimState.SENT) else state
    if told is ClaimState.REJECTED:
        return state if state in _SETTLED else told
    return told
