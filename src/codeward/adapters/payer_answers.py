"""What the payer in a box answers: TA1, 999, 277CA and 835, the same for the same seed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from codeward.adapters.payer_decisions import (
    BilledLine,
    Decided,
    billed_lines,
    corrected,
    decided,
    is_refused,
    reversed_,
)
from codeward.formats.x12 import (
    ClaimHeader,
    ClaimSet,
    Group,
    acknowledgement_text,
    amount,
    claim_acknowledgement_text,
    claim_sets,
    interchange_text,
    ta1_text,
    validate,
)
from codeward.formats.x12.acknowledgement import answering_envelope, plain
from codeward.formats.x12.segment import segment
from codeward.formats.x12.verdict import InterchangeVerdict

GUIDE = "005010X221A1"
_UNKNOWN_MEMBER = ("A3",)
# Takes back what cannot be paid out: the debt is carried to the next payment.
_CARRIED = "FB"


class Payable(msgspec.Struct, frozen=True):
    """The claims of an interchange that are decided, with their lines."""

    verdict: InterchangeVerdict
    claims: tuple[ClaimHeader, ...]
    lines: dict[str, tuple[BilledLine, ...]]


def payer_answers(
    content: bytes, seed: int, control: int, at: datetime, *, refuses: bool = False
) -> dict[str, bytes]:
    """The answers to one file, by kind; those that do not apply are left out.

    Args:
        content: The received interchange.
        seed: Decides which claims are paid.
        control: Control number of the first answer; the others follow.
        at: Time of the answers.
        refuses: Whether the 277CA also refuses claims whose member the payer does not know.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    found = validate([content])
    verdict = found.interchanges[0]
    told = {"TA1": ta1_text(verdict, control, at)}
    if verdict.note == "000":
        told["999"] = acknowledgement_text(verdict, control + 1, at)
        sets = tuple(claim_sets([content]))
        unknown = _unknown(sets, seed) if refuses else {}
        told["277CA"] = claim_acknowledgement_text(verdict, sets, control + 2, at, unknown)
        rejected = {one.claim for one in found.findings if one.severity.value == "reject"}
        payable = _payable(verdict, sets, rejected | set(unknown), content)
        done = [decided(one, payable.lines[one.number], seed) for one in payable.claims]
        told["835"] = remittance(payable, done, control + 3, at)
    return {kind: text.encode("ascii") for kind, text in told.items() if text}


def takeback(
    content: bytes, seed: int, control: int, at: datetime, *, refuses: bool = False
) -> bytes:
    """An 835 that takes the first payment of a file back and decides it anew; empty for none.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    verdict = validate([content]).interchanges[0]
    sets = tuple(claim_sets([content]))
    unknown = _unknown(sets, seed) if refuses else {}
    payable = _payable(verdict, sets, set(unknown), content)
    paid = [one for one in payable.claims if decided(one, payable.lines[one.number], seed).paid]
    if not paid:
        return b""
    one, lines = paid[0], payable.lines[paid[0].number]
    told = (reversed_(one, lines, seed), corrected(one, lines, seed))
    return remittance(payable, told, control, at).encode("ascii")


def remittance(payable: Payable, done: Sequence[Decided], control: int, at: datetime) -> str:
    """A balanced 835 of some decisions; empty where there is none.

    Args:
        payable: The claims of the file.
        done: What was decided of them.
        control: Control number.
        at: Time of the payment.
    """
    if not done:
        return ""
    sum_ = sum((one.paid for one in done), Decimal(0))
    paid = max(sum_, Decimal(0))
    provider = (*payable.claims[0].provider, *[""] * 10)
    npi, day, total = plain(provider[9]), f"{at:%Y%m%d}", amount(paid)
    payment = (
        segment("BPR", "I", total, "C", "ACH", "CCP", "01", "999999999", "DA", "123456",
                "1512345678", "", "01", "999988880", "DA", "98765", day)
        if paid else segment("BPR", "H", "0", "C", "NON", *[""] * 11, day)
    )  # fmt: skip
    head = (
        segment("ST", "835", "0001"), payment,
        segment("TRN", "1", f"E{control:09}", "1512345678"),
        segment("DTM", "405", day),
        segment("N1", "PR", "PAYER IN A BOX"), segment("N3", "1 BANK ST"),
        segment("N4", "LARKMOOR", "VT", "05999"),
        segment("PER", "BL", "HELP", "TE", "8025550111"),
        segment("N1", "PE", plain(provider[3]) or "PROVIDER", "XX", npi),
        segment("LX", "1"),
    )  # fmt: skip
    body = [one for told in done for one in told.segments]
    if sum_ < paid:
        debt = amount(sum_ - paid)
        body.append(segment("PLB", npi, f"{at.year}1231", (_CARRIED, f"E{control:09}"), debt))
    envelope = answering_envelope(payable.verdict, control, at)
    return interchange_text(envelope, Group("HP", GUIDE, control), ((*head, *body),))


def _payable(
    verdict: InterchangeVerdict, sets: tuple[ClaimSet, ...], refused: set[str | None],
    content: bytes,
) -> Payable:  # fmt: skip
    accepted = {
        (group.control, one.control)
        for group in verdict.groups
        for one in group.sets
        if one.accepted
    }
    claims = tuple(
        claim
        for one in sets
        if (one.group, one.control) in accepted
        for claim in one.claims
        if claim.number not in refused
    )
    return Payable(verdict, claims, billed_lines(content))


def _unknown(sets: tuple[ClaimSet, ...], seed: int) -> dict[str, tuple[str, ...]]:
    """Claims whose member the payer does not know."""
    return {
        claim.number: _UNKNOWN_MEMBER
        for one in sets
        for claim in one.claims
        if is_refused(claim.number, seed)
    }
