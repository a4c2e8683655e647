"""What the payer in a box answers: TA1, 999, 277CA and 835, the same for the same seed."""

import hashlib
from datetime import datetime
from decimal import Decimal

from codeward.formats.x12 import (
    ClaimHeader,
    ClaimSet,
    Group,
    Segment,
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
_CENT = Decimal("0.01")
# Paid as charged less the contract, paid in part with a deductible, denied.
OUTCOMES = ("paid", "paid", "paid", "partial", "denied")


def payer_answers(content: bytes, seed: int, control: int, at: datetime) -> dict[str, bytes]:
    """The answers to one file, by kind; those that do not apply are left out.

    Args:
        content: The received interchange.
        seed: Decides which claims are paid.
        control: Control number of the first answer; the others follow.
        at: Time of the answers.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    found = validate([content])
    verdict = found.interchanges[0]
    told = {"TA1": ta1_text(verdict, control, at)}
    if verdict.note == "000":
        told["999"] = acknowledgement_text(verdict, control + 1, at)
        sets = tuple(claim_sets([content]))
        told["277CA"] = claim_acknowledgement_text(verdict, sets, control + 2, at)
        accepted = {
            (group.control, one.control)
            for group in verdict.groups
            for one in group.sets
            if one.accepted
        }
        rejected = {one.claim for one in found.findings if one.severity.value == "reject"}
        payable = [one for one in sets if (one.group, one.control) in accepted]
        told["835"] = remittance(verdict, payable, rejected, (seed, control + 3), at)
    return {kind: text.encode("ascii") for kind, text in told.items() if text}


def remittance(
    verdict: InterchangeVerdict,
    sets: list[ClaimSet],
    rejected: set[str | None],
    numbers: tuple[int, int],
    at: datetime,
) -> str:
    """A balanced 835 for the accepted claims; empty where there is none.

    Args:
        verdict: The envelope that is answered.
        sets: The accepted claim sets.
        rejected: Claims that a 277CA rejected.
        numbers: Seed, and control number.
        at: Time of the payment.
    """
    seed, control = numbers
    claims = [one for some in sets for one in some.claims if one.number not in rejected]
    if not claims:
        return ""
    paid = Decimal(0)
    body: list[Segment] = []
    for claim in claims:
        share, told = _claim(claim, seed)
        paid += share
        body += told
    provider = (*claims[0].provider, *[""] * 10)
    day, total = f"{at:%Y%m%d}", amount(paid)
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
        segment("N1", "PE", plain(provider[3]) or "PROVIDER", "XX", plain(provider[9])),
        segment("LX", "1"),
    )  # fmt: skip
    envelope = answering_envelope(verdict, control, at)
    return interchange_text(envelope, Group("HP", GUIDE, control), ((*head, *body),))


def _claim(claim: ClaimHeader, seed: int) -> tuple[Decimal, list[Segment]]:
    digest = hashlib.sha256(f"{seed}/{claim.number}".encode()).digest()
    outcome = OUTCOMES[digest[0] % len(OUTCOMES)]
    charge = claim.charge
    contract = (charge * digest[1] / 1024).quantize(_CENT)
    share = (charge / 10).quantize(_CENT) if outcome == "partial" else Decimal(0)
    paid = Decimal(0) if outcome == "denied" else charge - contract - share
    status = "4" if outcome == "denied" else "1"
    number = f"P{digest.hex()[:12].upper()}"
    told = [segment("CLP", claim.number, status, amount(charge), amount(paid),
                    amount(share) if share else "", "12", number, "11", "1")]  # fmt: skip
    if outcome == "denied":
        told.append(segment("CAS", "CO", "50", amount(charge)))
    elif contract:
        told.append(segment("CAS", "CO", "45", amount(contract)))
    if share:
        told.append(segment("CAS", "PR", "1", amount(share)))
    patient = (*claim.patient, *[""] * 10)
    told.append(segment("NM1", "QC", "1", plain(patient[3]) or "PATIENT", plain(patient[4])))
    return paid, told
