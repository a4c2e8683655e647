"""The gate: asked before each attempt, and what it forbids does not even open a connection."""

import datetime as dt
from collections.abc import Iterator

from codeward.model import Agreement, Finding, Severity
from codeward.transmission.envelope import Envelope, Label
from codeward.transmission.partner import Partner

_LABELS = {
    Label.SELF_PAY_RESTRICTED: (
        "a service was paid in full by the person, who asked that no plan is told of it",
        "45 CFR 164.522(a)(1)(vi)",
        "split the restricted service off and build the claim without it; there is no override",
    ),
    Label.PSYCHOTHERAPY_NOTE: (
        "a claim rests on psychotherapy notes",
        "45 CFR 164.508(a)(2)",
        "build the claim from the other documentation of the encounter",
    ),
}


def may_send(
    envelope: Envelope, partner: Partner, day: dt.date, short_name: str = ""
) -> tuple[Finding, ...]:
    """What forbids to send this to that partner on that day; empty where nothing does.

    Args:
        envelope: What is to be sent, with the labels known now.
        partner: To whom.
        day: The day of sending.
        short_name: Name in the register, for labels that name one partner.
    """
    return (
        *_agreement(partner.agreement, day),
        *_address(envelope, partner),
        *_labelled(envelope, short_name),
    )


def _agreement(agreement: Agreement | None, day: dt.date) -> Iterator[Finding]:
    authority = "45 CFR 164.308(b), 164.504(e)"
    if agreement is None:
        yield _finding(
            "TRM001", "the register holds no agreement with this partner", authority,
            "sign it, then enter kind, signed and expires",
        )  # fmt: skip
    elif not agreement.current(day):
        yield _finding(
            "TRM002", f"the agreement does not hold on {day}", authority,
            "renew it, then enter its new dates",
        )  # fmt: skip


def _address(envelope: Envelope, partner: Partner) -> Iterator[Finding]:
    beyond = sorted(envelope.transactions - frozenset(partner.transactions))
    if beyond:
        yield _finding(
            "TRM003", f"the agreement does not cover {', '.join(beyond)}", "45 CFR 164.504(e)(2)",
            "extend the agreement and the register, or send this elsewhere",
        )  # fmt: skip
    if envelope.usage != partner.usage:
        yield _finding(
            "TRM004", "a test file for a production partner, or the reverse (ISA15)",
            "X12 005010, ISA15", "build the file with the usage of the partner",
        )  # fmt: skip
    if envelope.receiver != partner.receiver_id:
        yield _finding(
            "TRM005", "the file is addressed to somebody else (ISA08)", "45 CFR 164.502(a)",
            "choose the partner whose receiver_id the file carries",
        )  # fmt: skip


def _labelled(envelope: Envelope, short_name: str) -> Iterator[Finding]:
    claims = {number: place for place, number in enumerate(envelope.told, start=1)}
    told: set[Label] = set()
    for one in envelope.labels:
        if one.claim in claims and one.partner in (None, short_name) and one.label not in told:
            told.add(one.label)
            message, authority, way_out = _LABELS[one.label]
            number = "TRM006" if one.label is Label.SELF_PAY_RESTRICTED else "TRM007"
            yield _finding(number, f"claim {claims[one.claim]} of the file: {message}",
                           authority, way_out)  # fmt: skip


def _finding(edit: str, message: str, authority: str, way_out: str) -> Finding:
    return Finding(edit, Severity.REJECT, None, None, message, authority, way_out=way_out)
