"""How the payer in a box decides a claim line by line, the same for the same seed."""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from codeward.formats.x12 import ClaimHeader, Scanner, Segment, amount
from codeward.formats.x12.acknowledgement import plain
from codeward.formats.x12.rule import decimal
from codeward.formats.x12.segment import segment

_CENT = Decimal("0.01")
_PAD = [""] * 12
# Paid as charged less the contract, paid in part with a deductible, one line denied, all denied.
OUTCOMES = ("paid", "paid", "partial", "line denied", "denied")
# Group, CARC and RARC of a denial: necessity, missing information, bundled, authorisation.
_REASONS = (("CO", "50", "N115"), ("CO", "16", "N290"), ("CO", "97", ""), ("PI", "197", ""))
_DENIED, _PAID, _REVERSED = "4", "1", "22"


class BilledLine(msgspec.Struct, frozen=True):
    """A service line as it was billed: SVC01 of its answer, charge, day and our number (REF*6R)."""

    service: tuple[str, ...]
    charge: Decimal
    day: str = ""
    number: str = ""


class Decided(msgspec.Struct, frozen=True):
    """A claim with its CLP and what follows it."""

    paid: Decimal
    segments: tuple[Segment, ...]


def billed_lines(content: bytes) -> dict[str, tuple[BilledLine, ...]]:
    """The service lines of each claim of an interchange, by claim number."""
    found: dict[str, list[BilledLine]] = {}
    scanner, lines = Scanner([content]), list[BilledLine]()
    for _, text, _offset in scanner:
        elements = [*text.split(scanner.marks.element), *_PAD]
        match elements[0]:
            case "CLM":
                lines = found.setdefault(elements[1], [])
            case "SV1" | "SV2" | "SV3":
                lines.append(_billed(elements, scanner.marks.component))
            case "DTP" if lines and elements[1] == "472":
                lines[-1] = msgspec.structs.replace(lines[-1], day=elements[3][:8])
            case "REF" if lines and elements[1] == "6R":
                lines[-1] = msgspec.structs.replace(lines[-1], number=elements[2])
    return {claim: tuple(told) for claim, told in found.items()}


def _billed(elements: list[str], mark: str) -> BilledLine:
    institutional = elements[0] == "SV2"
    code, charge = (elements[2], elements[3]) if institutional else (elements[1], elements[2])
    service = tuple(plain(one) for one in code.split(mark)[:6]) if code else ("NU", elements[1])
    return BilledLine(tuple(one for one in service if one), decimal(charge))


def is_refused(claim: str, seed: int) -> bool:
    """Whether the payer does not know the member: about one claim in six."""
    return _digest(claim, seed)[2] % 6 == 0


def decided(claim: ClaimHeader, lines: Iterable[BilledLine], seed: int) -> Decided:
    """What is paid of a claim, and the segments that say so."""
    digest = _digest(claim.number, seed)
    outcome = OUTCOMES[digest[0] % len(OUTCOMES)]
    billed = tuple(lines)  # a claim without lines is never accepted
    refused = {
        "denied": range(len(billed)), "line denied": range(len(billed) - 1, len(billed)),
    }.get(outcome, range(0))  # fmt: skip
    told, paid, share = list[Segment](), Decimal(0), Decimal(0)
    for place, line in enumerate(billed):
        owed = (line.charge / 10).quantize(_CENT) if outcome == "partial" else Decimal(0)
        money, reasons = _line(line, digest, owed, refused=place in refused)
        paid, share = paid + money, share + (owed if place not in refused else Decimal(0))
        told += _service(line, money, reasons)
    status = _DENIED if outcome == "denied" else _PAID
    numbers = (status, claim.charge, paid, share)
    return Decided(paid, (*_head(claim, numbers, digest), *told))


def reversed_(claim: ClaimHeader, lines: Iterable[BilledLine], seed: int) -> Decided:
    """The decision taken back: its amounts with their signs turned (status 22)."""
    digest, before = _digest(claim.number, seed), decided(claim, lines, seed)
    turned = [_turned(one) for one in before.segments[2:]]
    head = _head(claim, (_REVERSED, -claim.charge, -before.paid, Decimal(0)), digest)
    return Decided(-before.paid, (*head, *turned))


def corrected(claim: ClaimHeader, lines: Iterable[BilledLine], seed: int) -> Decided:
    """What stands in place of a decision that was taken back: nothing is paid."""
    digest = _digest(claim.number, seed)
    told = [one for line in lines for one in _service(line, Decimal(0), _denial(line, digest))]
    head = _head(claim, (_DENIED, claim.charge, Decimal(0), Decimal(0)), digest)
    return Decided(Decimal(0), (*head, *told))


def _line(
    line: BilledLine, digest: bytes, owed: Decimal, *, refused: bool
) -> tuple[Decimal, list[Segment]]:
    """The money for a line, and its reasons."""
    if refused:
        return Decimal(0), _denial(line, digest)
    contract = (line.charge * digest[1] / 1024).quantize(_CENT)
    told = [segment("CAS", "CO", "45", amount(contract))] if contract else []
    if owed:
        told.append(segment("CAS", "PR", "1", amount(owed)))
    return line.charge - contract - owed, told


def _denial(line: BilledLine, digest: bytes) -> list[Segment]:
    group, reason, remark = _REASONS[digest[3] % len(_REASONS)]
    told = [segment("CAS", group, reason, amount(line.charge))] if line.charge else []
    return [*told, segment("LQ", "HE", remark)] if remark else told


def _service(line: BilledLine, paid: Decimal, reasons: list[Segment]) -> Iterator[Segment]:
    """Loop 2110."""
    yield segment("SVC", line.service, amount(line.charge), amount(paid))
    if line.day:
        yield segment("DTM", "472", line.day)
    yield from (one for one in reasons if one.id == "CAS")
    if line.number:
        yield segment("REF", "6R", plain(line.number))
    yield from (one for one in reasons if one.id == "LQ")


def _head(
    claim: ClaimHeader, numbers: tuple[str, Decimal, Decimal, Decimal], digest: bytes
) -> tuple[Segment, Segment]:
    status, charge, paid, share = numbers
    number = f"P{digest.hex()[:12].upper()}"
    patient = (*claim.patient, *[""] * 10)
    return (
        segment("CLP", claim.number, status, amount(charge), amount(paid),
                amount(share) if share else "", "12", number, "11", "1"),
        segment("NM1", "QC", "1", plain(patient[3]) or "PATIENT", plain(patient[4])),
    )  # fmt: skip


def _turned(one: Segment) -> Segment:
    """A segment with its amounts turned."""
    places = {"SVC": (1, 2), "CAS": (2,)}.get(one.id, ())
    elements = [
        _minus(element) if place in places and isinstance(element, str) else element
        for place, element in enumerate(one.elements)
    ]
    return segment(one.id, *elements)


def _minus(text: str) -> str:
    return amount(-decimal(text)) if decimal(text) else text


def _digest(claim: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}/{claim}".encode()).digest()
