"""Rules about the claim as a whole."""

from collections.abc import Iterator
from decimal import Decimal

from codeward.formats.x12.rule import SERVICES, Breach, Placed, Scope, decimal

LONGEST_CLAIM_ID = 20
_MOST_CLAIMS = 5000
PLACES = frozenset(
    [f"{n:02}" for n in (*range(1, 27), *range(31, 35), 41, 42, 49, 50, *range(51, 59), 60, 61, 62,
                          65, 66, 71, 72, 81, 99, 27)]
)  # fmt: skip


def header(scope: Scope) -> Placed | None:
    """The CLM segment."""
    return scope.first("2300/CLM")


def charges(line: Scope) -> Decimal:
    """What a service line charges."""
    for place, _, number, _ in SERVICES:
        found = line.first(place)
        if found is not None:
            return found.amount(number)
    return Decimal(0)


def total(scope: Scope) -> Iterator[Breach]:
    """CLM02 is the sum of the line charges."""
    claim, services = header(scope), scope.services()
    if claim is None or len(services) < len(scope.scopes("2400")):
        return
    charged = sum([decimal(one.at.get(one.charge)) for one in services])
    if claim.amount(2) == charged:
        return
    extra = _tax_and_postage(scope)
    if not (extra and claim.amount(2) == charged + extra):
        yield Breach(claim, 2, "CLM02 is not the sum of the line charges")


def tax_once(scope: Scope) -> Iterator[Breach]:
    """Tax and postage are part of the line charge and not added to the total again."""
    extra = _tax_and_postage(scope)
    claim = header(scope)
    if not extra or claim is None:
        return
    charged = sum(one.at.amount(one.charge) for one in scope.services())
    if claim.amount(2) == charged + extra:
        yield Breach(claim, 2, "CLM02 counts tax or postage of the lines twice")


def _tax_and_postage(scope: Scope) -> Decimal:
    return sum(
        (
            one.amount(2)
            for line in scope.scopes("2400")
            if "2400/AMT" in line.index
            for one in line.qualified("2400/AMT", "T", "F4")
        ),
        Decimal(0),
    )


def total_above_zero(scope: Scope) -> Iterator[Breach]:
    """A chargeable claim asks for more than nothing."""
    claim = header(scope)
    if claim is not None and claim.amount(2) <= 0:
        root = scope.above("HEADER")
        begin = root.first("HEADER/BHT") if root else None
        if begin is not None and begin.get(6) == "CH":
            yield Breach(claim, 2, "CLM02 of a chargeable claim is not above zero")


def claim_number(scope: Scope) -> Iterator[Breach]:
    """CLM01 has at most 20 characters and occurs once in the set."""
    claim = header(scope)
    if claim is None:
        return
    if len(claim.get(1)) > LONGEST_CLAIM_ID:
        yield Breach(claim, 1, "CLM01 is longer than 20 characters and may come back cut")
    if claim.get(1) in scope.so_far.claim_ids:
        yield Breach(claim, 1, "CLM01 was used before in this set")


def replacement_reference(scope: Scope) -> Iterator[Breach]:
    """A replacement or void names the payer's number of the claim it replaces."""
    claim = header(scope)
    if (
        claim is not None
        and scope.place()[-1] in ("7", "8")
        and not scope.qualified("2300/REF", "F8")
    ):
        yield Breach(claim, 5, "frequency 7 or 8 without REF*F8", 3)


def place_of_service(scope: Scope) -> Iterator[Breach]:
    """The place of service exists."""
    claim = header(scope)
    if claim is not None and scope.place()[0] not in PLACES:
        yield Breach(claim, 5, "CLM05-1 is no place of service", 1)


def accident(scope: Scope) -> Iterator[Breach]:
    """An accident has its date, a car accident its state."""
    claim = header(scope)
    if claim is None or not claim.get(11):
        return
    causes = scope.parts(claim.get(11))
    if not {"AA", "OA", "EM"}.isdisjoint(causes[:3]) and not scope.qualified("2300/DTP", "439"):
        yield Breach(claim, 11, "CLM11 names an accident and DTP*439 is missing")
    if "AA" in causes[:3] and not (len(causes) > 3 and causes[3]):  # noqa: PLR2004 - CLM11-4
        yield Breach(claim, 11, "CLM11 names a car accident and its state is missing", 4)


def accident_before_service(scope: Scope) -> Iterator[Breach]:
    """The accident does not lie after the service."""
    for day in scope.qualified("2300/DTP", "439"):
        services = [date for line in scope.scopes("2400") for date in service_days(line)]
        if services and day.get(3) > max(services):
            yield Breach(day, 3, "the accident lies after the last service")


def service_days(line: Scope) -> list[str]:
    """Begin and end of a line's service, as eight digits."""
    return [day for one in line.qualified("2400/DTP", "472") for day in one.get(3).split("-")]


def referring_provider(scope: Scope) -> Iterator[Breach]:
    """A referral number comes with a referring provider."""
    numbers = scope.qualified("2300/REF", "9F")
    if not numbers:
        return
    lines = any(line.qualified("2420A/NM1", "DN") for line in scope.scopes("2400"))
    named = scope.qualified("2310A/NM1", "DN", "P3") or scope.qualified("2310F/NM1", "DN") or lines
    if not named:
        yield Breach(numbers[0], 1, "a referral number without a referring provider")


def one_primary(scope: Scope) -> Iterator[Breach]:
    """Exactly one payer is primary."""
    subscriber = scope.above("2000B")
    mine = subscriber.first("2000B/SBR") if subscriber else None
    if mine is None:
        return
    others = [found for other in scope.scopes("2320") if (found := other.first("2320/SBR"))]
    primary = [one for one in (mine, *others) if one.get(1) == "P"]
    if len(primary) != 1:
        yield Breach(mine, 1, "not exactly one payer is primary over SBR01 of all payers")


def medicare_once(scope: Scope) -> Iterator[Breach]:
    """Subscriber and other subscriber are not both Medicare Part B."""
    subscriber = scope.above("2000B")
    mine = subscriber.first("2000B/SBR") if subscriber else None
    if mine is None or mine.get(9) != "MB":
        return
    for other in scope.scopes("2320"):
        found = other.first("2320/SBR")
        if found is not None and found.get(9) == "MB":
            yield Breach(found, 9, "Medicare Part B is payer and other payer at once")


def other_payer_balance(scope: Scope) -> Iterator[Breach]:
    """What another payer paid and adjusted at claim level adds up to the charge."""
    claim = header(scope)
    if claim is None:
        return
    by_line = any(line.scopes("2430") for line in scope.scopes("2400"))
    for other in scope.scopes("2320"):
        paid = other.qualified("2320/AMT", "D")
        if (
            paid
            and not by_line
            and paid[0].amount(2) + adjustments(other.all("2320/CAS")) != (claim.amount(2))
        ):
            yield Breach(paid[0], 2, "AMT*D plus adjustments is not the charge of the claim")


def adjustments(segments: list[Placed]) -> Decimal:
    """The sum of the amounts of CAS segments."""
    return sum((decimal(text) for one in segments for text in one.elements[3::3]), Decimal(0))


def too_many_claims(scope: Scope) -> Iterator[Breach]:
    """A set holds at most 5,000 claims."""
    begin = scope.first("HEADER/ST")
    if begin is not None and len(scope.so_far.claim_ids) > _MOST_CLAIMS:
        yield Breach(begin, 0, "more than 5,000 claims in one set")
