"""Balancing of a remittance advice: a break means that nothing of it may be posted."""

from collections.abc import Iterator
from decimal import Decimal

from codeward.formats.x12.rule import Breach, Placed, Scope
from codeward.formats.x12.rules.claim import adjustments

_REASON = 4


def all_adjustments(scope: Scope) -> list[Placed]:
    """The CAS segments of a claim payment and of its lines."""
    found = list(scope.all("2100/CAS"))
    for line in scope.scopes("2110"):
        found += line.all("2110/CAS")
    return found


def claim_balance(scope: Scope) -> Iterator[Breach]:
    """What was charged less all adjustments is what was paid."""
    claim = scope.first("2100/CLP")
    if claim is None:
        return
    if claim.amount(3) - adjustments(all_adjustments(scope)) != claim.amount(4):
        yield Breach(claim, 4, "CLP03 less all CAS amounts is not CLP04")


def line_balance(scope: Scope) -> Iterator[Breach]:
    """Each line balances, and the lines add up to the charge of the claim."""
    claim, lines = scope.first("2100/CLP"), scope.scopes("2110")
    charged = Decimal(0)
    for line in lines:
        service = line.first("2110/SVC")
        if service is None:
            continue
        charged += service.amount(2)
        if service.amount(2) - adjustments(line.all("2110/CAS")) != service.amount(3):
            yield Breach(service, 3, "SVC02 less its CAS amounts is not SVC03")
    if claim is not None and lines and charged != claim.amount(3):
        yield Breach(claim, 3, "the lines do not add up to CLP03")


def patient_share(scope: Scope) -> Iterator[Breach]:
    """CLP05 is the sum of the adjustments of group PR."""
    claim = scope.first("2100/CLP")
    if claim is None or not claim.get(5):
        return
    share = [one for one in all_adjustments(scope) if one.get(1) == "PR"]
    if adjustments(share) != claim.amount(5):
        yield Breach(claim, 5, "CLP05 is not the sum of the PR adjustments")


def payment_balance(scope: Scope) -> Iterator[Breach]:
    """The payment is the sum of the claims less the provider adjustments."""
    payment = scope.first("HEADER/BPR")
    if payment is None:
        return
    taken = sum(
        (one.amount(number) for one in scope.all("HEADER/PLB") for number in range(4, 15, 2)),
        Decimal(0),
    )
    if scope.so_far.paid - taken != payment.amount(2):
        yield Breach(payment, 2, "BPR02 is not the sum of CLP04 less PLB")


def reason_code(scope: Scope) -> Iterator[Breach]:
    """An adjustment reason has the form of a CARC; whether it exists needs the list."""
    for one in all_adjustments(scope):
        for number in range(2, len(one.elements), 3):
            code = one.get(number)
            if code and not (code.isascii() and code.isalnum() and len(code) < _REASON):
                yield Breach(one, number, "no claim adjustment reason code has this form")
