"""The remittance advice (835) as frozen data: payment, claims, lines, adjustments."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from codeward.formats.x12.rule import decimal
from codeward.formats.x12.scanning import Scanner


class AdjustmentReason(msgspec.Struct, frozen=True):
    """One reason of a CAS segment: group such as `CO`, reason (CARC), amount, quantity."""

    group: str
    reason: str
    amount: Decimal
    quantity: Decimal | None = None


class LinePayment(msgspec.Struct, frozen=True):
    """A service line as it was paid.

    Attributes:
        code: Procedure code of SVC01, with its modifiers after it.
        charge: SVC02.
        paid: SVC03.
        day: Day of the service, None where the claim's holds.
        adjustments: CAS segments.
        remarks: Remark codes (LQ*HE).
        line_number: Our own line number that came back (REF*6R).
    """

    code: tuple[str, ...]
    charge: Decimal
    paid: Decimal
    day: date | None
    adjustments: tuple[AdjustmentReason, ...]
    remarks: tuple[str, ...]
    line_number: str | None


class ClaimPayment(msgspec.Struct, frozen=True):
    """A claim as it was paid, denied or reversed.

    Attributes:
        claim_id: CLP01, our CLM01; some payers cut it.
        status: CLP02, such as `1` paid as primary, `4` denied, `22` reversal.
        charge: CLP03.
        paid: CLP04.
        patient_share: CLP05.
        payer_claim_number: CLP07.
        frequency: CLP09.
        adjustments: CAS segments of the claim itself.
        lines: Its service lines.
        remarks: Remark codes of MIA and MOA.
    """

    claim_id: str
    status: str
    charge: Decimal
    paid: Decimal
    patient_share: Decimal
    payer_claim_number: str
    frequency: str
    adjustments: tuple[AdjustmentReason, ...]
    lines: tuple[LinePayment, ...]
    remarks: tuple[str, ...]

    @property
    def all_adjustments(self) -> tuple[AdjustmentReason, ...]:
        """The adjustments of the claim and of its lines."""
        return (*self.adjustments, *(one for line in self.lines for one in line.adjustments))


class ProviderAdjustment(msgspec.Struct, frozen=True):
    """Money moved without a claim (PLB): a reason such as `WO`, its reference, the amount."""

    reason: str
    reference: str
    amount: Decimal


class Remittance(msgspec.Struct, frozen=True):
    """One transaction set.

    Attributes:
        control: ST02.
        payment: BPR02.
        paid_on: BPR16, None where it is no date.
        trace: TRN02, the number of the transfer or check.
        payer: N1*PR name.
        payer_id: TRN03 or REF*2U.
        payee_npi: N1*PE identifier.
        claims: In the order of the set.
        provider_adjustments: PLB.
    """

    control: str
    payment: Decimal
    paid_on: date | None
    trace: str
    payer: str
    payer_id: str
    payee_npi: str
    claims: tuple[ClaimPayment, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...]

    @property
    def balances(self) -> bool:
        """Whether the payment is the sum of its claims less the provider adjustments."""
        taken = sum((one.amount for one in self.provider_adjustments), Decimal(0))
        return self.payment == sum((one.paid for one in self.claims), Decimal(0)) - taken


def read_remittances(chunks: Iterable[bytes]) -> Iterator[Remittance]:
    """The 835 sets of a file, one after the other; other sets are passed over.

    Nothing of a set may be posted unless `validate` accepts it.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner(chunks)
    body: list[list[str]] | None = None
    for _, text, _ in scanner:
        elements = text.split(scanner.marks.element)
        if elements[0] == "ST":
            body = [] if elements[1:2] == ["835"] else None
        if body is None:
            continue
        body.append([*elements, *[""] * 20])
        if elements[0] == "SE":
            yield _remittance(body, scanner.marks.component)
            body = None


def _remittance(body: list[list[str]], mark: str) -> Remittance:
    first = {one[0]: one for one in reversed(body)}
    names = {one[1]: one for one in reversed(body) if one[0] == "N1"}
    nothing = [""] * 20
    payment, trace = first.get("BPR", nothing), first.get("TRN", nothing)
    claims = _parts(body, "CLP")
    return Remittance(
        control=first["ST"][2],
        payment=decimal(payment[2]),
        paid_on=_day(payment[16]),
        trace=trace[2],
        payer=names.get("PR", nothing)[2],
        payer_id=trace[3],
        payee_npi=names.get("PE", nothing)[4],
        claims=tuple(_claim(claim, mark) for claim in claims),
        provider_adjustments=tuple(_taken(body, mark)),
    )


def _parts(body: list[list[str]], opener: str) -> list[list[list[str]]]:
    """The pieces of a body that each begin with this segment; the rest before them is left out."""
    starts = [place for place, one in enumerate(body) if one[0] == opener]
    return [body[begin:end] for begin, end in zip(starts, [*starts[1:], len(body)], strict=False)]


def _claim(body: list[list[str]], mark: str) -> ClaimPayment:
    head = body[0]
    lines = _parts(body, "SVC")
    own = body[: len(body) - sum(map(len, lines))]
    return ClaimPayment(
        claim_id=head[1],
        status=head[2],
        charge=decimal(head[3]),
        paid=decimal(head[4]),
        patient_share=decimal(head[5]),
        payer_claim_number=head[7],
        frequency=head[9],
        adjustments=tuple(_adjustments(own)),
        lines=tuple(_line(line, mark) for line in lines),
        remarks=tuple(_remarks(own)),
    )


def _line(body: list[list[str]], mark: str) -> LinePayment:
    head = body[0]
    references = {one[1]: one[2] for one in body if one[0] == "REF"}
    days = [_day(one[2]) for one in body if one[0] == "DTM" and one[1] in ("472", "150")]
    return LinePayment(
        code=tuple(part for part in head[1].split(mark)[1:6] if part),
        charge=decimal(head[2]),
        paid=decimal(head[3]),
        day=days[0] if days else None,
        adjustments=tuple(_adjustments(body)),
        remarks=tuple(code for one in body for code in remarks_of(one)),
        line_number=references.get("6R"),
    )


def _adjustments(body: list[list[str]]) -> Iterator[AdjustmentReason]:
    for one in body:
        yield from adjustments_of(one)


def adjustments_of(elements: list[str]) -> Iterator[AdjustmentReason]:
    """The reasons of a CAS segment, padded with empty elements; nothing of any other."""
    if elements[0] != "CAS":
        return
    for place in range(2, 20, 3):
        reason, money, quantity = elements[place : place + 3]
        if reason:
            units = decimal(quantity) if quantity else None
            yield AdjustmentReason(elements[1], reason, decimal(money), units)


def _remarks(body: list[list[str]]) -> Iterator[str]:
    for one in body:
        if one[0] in ("MOA", "MIA"):
            yield from remarks_of(one)


def remarks_of(elements: list[str]) -> Iterator[str]:
    """The remark codes (RARC) of an LQ, MOA or MIA segment, padded; nothing of any other."""
    match elements[0]:
        case "LQ" if elements[1] == "HE":
            yield from filter(None, (elements[2],))
        case "MOA":
            yield from filter(None, elements[3:8])
        case "MIA":
            yield from filter(None, (elements[5], *elements[20:24]))


def _taken(body: list[list[str]], mark: str) -> Iterator[ProviderAdjustment]:
    for one in body:
        if one[0] == "PLB":
            for place in range(3, 15, 2):
                if one[place]:
                    reason, _, reference = one[place].partition(mark)
                    yield ProviderAdjustment(reason, reference, decimal(one[place + 1]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
