"""What the ledger says of an act: who, what, on what, why, with what outcome; never a PHI value.

Every text is an id without blanks, and a person or claim stands only as a blind reference: free
text has no place to go. The canonical form is that of RFC 8785 for what can occur here.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from codeward.safeguards.ledger.tree import LedgerError

LONGEST: Final = 65_535
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=@()-]{0,199}")
_NAME: Final = re.compile(r"[a-z][a-z_]{0,39}")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9_-]{32}")


class Action(StrEnum):
    """What was done."""

    DECISION_FINAL = "decision.final"
    CLAIM_FINAL = "claim.final"
    TRANSMISSION_REFUSED = "transmission.refused"
    TRANSMISSION_QUEUE = "transmission.queue"
    TRANSMISSION_HOLD = "transmission.hold"
    TRANSMISSION_RELEASE = "transmission.release"
    TRANSMISSION_START = "transmission.start"
    TRANSMISSION_UPLOAD = "transmission.upload"
    TRANSMISSION_PLACE = "transmission.place"
    TRANSMISSION_RETRY = "transmission.retry"
    TRANSMISSION_GIVE_UP = "transmission.give-up"
    TRANSMISSION_ACKNOWLEDGE = "transmission.acknowledge"
    TRANSMISSION_REJECT = "transmission.reject"
    TRANSMISSION_NOTE = "transmission.note"
    TRANSMISSION_ATTACH = "transmission.attach"
    ANSWER_MATCHED = "answer.matched"
    ANSWER_DISMISSED = "answer.dismissed"
    CLAIM_CLOSED = "claim.closed"
    CLAIM_LABELLED = "claim.labelled"
    DISCLOSURE_MADE = "disclosure.made"
    EPOCH_DECLARED = "epoch.declared"
    LEDGER_PRUNED = "ledger.pruned"


MEANINGS: Final[Mapping[Action, str]] = {
    Action.DECISION_FINAL: "A person's decision on a code became final in a claim.",
    Action.CLAIM_FINAL: "A claim was built from final decisions; entered before it is written.",
    Action.TRANSMISSION_REFUSED: "The gate refused a file before it came into the outbox.",
    Action.TRANSMISSION_QUEUE: "A batch was released: it is in the outbox, with all its claims.",
    Action.TRANSMISSION_HOLD: "The gate, a host key or a key stopped a file.",
    Action.TRANSMISSION_RELEASE: "A person queued a held or failed file again.",
    Action.TRANSMISSION_START: "An attempt begins: a disclosure, entered before its first byte.",
    Action.TRANSMISSION_UPLOAD: "The file lies at the partner under its temporary name.",
    Action.TRANSMISSION_PLACE: "The file was sent: it has its own name at the partner.",
    Action.TRANSMISSION_RETRY: "An attempt failed; there will be another.",
    Action.TRANSMISSION_GIVE_UP: "The last attempt failed.",
    Action.TRANSMISSION_ACKNOWLEDGE: "The partner acknowledged the file.",
    Action.TRANSMISSION_REJECT: "The partner rejected the file.",
    Action.TRANSMISSION_NOTE: "Nothing was done with a file that may lie at the partner.",
    Action.TRANSMISSION_ATTACH: "A person said of which file an unmatched answer speaks.",
    Action.ANSWER_MATCHED: "An answer of a partner was tied to a file, or to a claim in it.",
    Action.ANSWER_DISMISSED: "A person put an unmatched answer aside; entered before it is done.",
    Action.CLAIM_CLOSED: "A person took a claim off its worklist; entered before it is done.",
    Action.CLAIM_LABELLED: "A label stops a claim from now on; entered before it is set.",
    Action.DISCLOSURE_MADE: "A person entered a disclosure that was made outside of Codeward.",
    Action.EPOCH_DECLARED: "A restore lost entries; the entry says which.",
    Action.LEDGER_PRUNED: "Entries were deleted after their time; their hashes stay.",
}


class Purpose(StrEnum):
    """Why, as HL7 v3-ActReason names it."""

    PAYMENT = "HPAYMT"
    OPERATIONS = "HOPERAT"
    ADMINISTRATION = "HSYSADMIN"
    OTHER = "OTHER"


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act.

    Attributes:
        at: Microseconds since 1970 (UTC), by the clock of the caller.
        actor: User or service.
        action: What was done.
        purpose: Why.
        outcome: How it ended.
        objects: Ids of what it was done with, such as a file's hash or a partner's short name.
        subjects: Blind references to claims and persons whom it concerns.
        labels: Sensitivity labels that bore on it.
        explanation: Id of the reason, such as the edit that refused.
        context: Ids of the circumstances, such as the version of the partner register.
        source: Where the event came from; the same source is never entered twice. Empty for none.
    """

    at: int
    actor: str
    action: Action
    purpose: Purpose = Purpose.PAYMENT
    outcome: Outcome = Outcome.DONE
    objects: Mapping[str, str] = {}
    subjects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    explanation: str = ""
    context: Mapping[str, str] = {}
    source: str = ""

    def __post_init__(self) -> None:
        for name, text in (*self.objects.items(), *self.context.items()):
            _must(_NAME, name, "a name of an object")
            _must(_TOKEN, text, f"the object {name}")
        for text in self.subjects:
            _must(_REFERENCE, text, "a subject")
        for text in (self.actor, *self.labels, *filter(None, (self.explanation, self.source))):
            _must(_TOKEN, text, "a text of an event")


class Entry(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event in its place.

    Attributes:
        seq: Place in the ledger, from 0. The order of entries is this, never the clock.
        clock_back: Whether the clock stood before that of the entry before it.
    """

    seq: int
    clock_back: bool = False


def entered(event: Event, seq: int, before: int) -> Entry:
    """The entry of an event; `before` is the time of the entry before it."""
    values = {name: getattr(event, name) for name in Event.__struct_fields__}
    return Entry(**values, seq=seq, clock_back=event.at < before)


def event_of(entry: Entry) -> Event:
    """The event of an entry, without its place."""
    return Event(**{name: getattr(entry, name) for name in Event.__struct_fields__})


def canonical(entry: Entry) -> bytes:
    """The one JSON form of an entry: UTF-8, keys sorted, no blanks.

    Raises:
        LedgerError: it is longer than 65,535 bytes.
    """
    data = msgspec.json.encode(entry, order="sorted")
    if len(data) > LONGEST:
        raise LedgerError(f"an entry of {len(data)} bytes; at most {LONGEST}: split its subjects")
    return data


def read_entry(data: bytes) -> Entry:
    """An entry from its canonical form.

    Raises:
        LedgerError: it is none.
    """
    try:
        return msgspec.json.decode(data, type=Entry)
    except (msgspec.DecodeError, LedgerError):
        raise LedgerError(
            "an entry of the ledger cannot be read; run `codeward ledger verify`"
        ) from None


def _must(form: re.Pattern[str], text: str, what: str) -> None:
    if form.fullmatch(text) is None:
        raise LedgerError(f"{what} is no id: no blanks, no free text, no PHI in the ledger")
