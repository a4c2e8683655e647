"""Rules of institutional claims."""

from collections.abc import Iterator
from datetime import date

from codeward.formats.x12.rule import Breach, Placed, Scope
from codeward.formats.x12.rules.diagnoses import is_inpatient

_REVENUE_LENGTH = 4
# Patient discharge status codes of the National Uniform Billing Committee, as numbers only.
_STATUS = frozenset(
    [f"{n:02}" for n in (*range(1, 10), 20, 21, 30, *range(40, 44), 50, 51, *range(61, 67), 69, 70)]
    + [str(n) for n in range(81, 96)]
)
# Outpatient departments whose services are always coded: emergency, clinic, surgery, radiology ...
_CODED_REVENUE = (
    "030",
    "031",
    "032",
    "033",
    "034",
    "035",
    "036",
    "040",
    "045",
    "048",
    "051",
    "061",
)
# Patient status of those who went on to another facility.
_TRANSFERRED = frozenset({"02", "03", "05", "50", "51", "61", "62", "63", "65", "66", "70"})
_PERIOD = 17
_DAY = 8
# Days before admission whose services belong to the stay (42 CFR 412.2(c)(5)).
_PAYMENT_WINDOW = 3
_BILL_CLASSES = frozenset(
    f"{facility}{kind}" for facility in "12345678" for kind in "123456789"
) - {"19", "29"}


def _statement(scope: Scope) -> tuple[Placed, str, str] | None:
    for one in scope.qualified("2300/DTP", "434"):
        text = one.get(3)
        if len(text) == _PERIOD:
            return one, text[:8], text[9:]
    return None


def statement_period(scope: Scope) -> Iterator[Breach]:
    """The statement period does not end before it begins."""
    found = _statement(scope)
    if found and found[2] < found[1]:
        yield Breach(found[0], 3, "the statement period ends before it begins")


def line_inside_statement(scope: Scope) -> Iterator[Breach]:
    """Line dates lie inside the statement period; an outpatient period over days needs them."""
    found = _statement(scope)
    if found is None or found[2] < found[1]:
        return
    _, begin, end = found
    needs_date = begin != end and is_outpatient(scope)
    for line in scope.scopes("2400"):
        dates = line.qualified("2400/DTP", "472")
        for one in dates:
            first, _, last = one.get(3).partition("-")
            if first < begin or (last or first) > end:
                yield Breach(one, 3, "the line lies outside the statement period")
        number = line.first("2400/LX")
        if needs_date and not dates and number is not None:
            yield Breach(number, 0, "an outpatient line over several days has no date")


def is_outpatient(scope: Scope) -> bool:
    """Whether the type of bill is that of a hospital outpatient claim (013x)."""
    return scope.place()[0] == "13"


def type_of_bill(scope: Scope) -> Iterator[Breach]:
    """The type of bill names a facility and a kind of care."""
    claim = scope.first("2300/CLM")
    if claim is not None and scope.place()[0] not in _BILL_CLASSES:
        yield Breach(claim, 5, "CLM05-1 is no type of bill", 1)


def admission(scope: Scope) -> Iterator[Breach]:
    """An inpatient claim says when and from where the patient was admitted."""
    claim = scope.first("2300/CLM")
    if claim is None or not is_inpatient(scope):
        return
    if not scope.qualified("2300/DTP", "435"):
        yield Breach(claim, 0, "an inpatient claim without DTP*435")
    for one in scope.all("2300/CL1"):
        if not one.get(2):
            yield Breach(one, 2, "an inpatient claim without the point of origin (CL102)")


def admission_codes(scope: Scope) -> Iterator[Breach]:
    """Type of admission and patient status exist."""
    for one in scope.all("2300/CL1"):
        if one.get(1) not in tuple("123459"):
            yield Breach(one, 1, "CL101 is no type of admission")
        if one.get(3) not in _STATUS:
            yield Breach(one, 3, "CL103 is no patient status")


def discharge_hour(scope: Scope) -> Iterator[Breach]:
    """A discharge hour stands only on a bill that ends the stay."""
    hours = scope.qualified("2300/DTP", "096")
    if hours and scope.place()[-1] in ("2", "3"):
        yield Breach(hours[0], 0, "a discharge hour on an interim bill")


def attending(scope: Scope) -> Iterator[Breach]:
    """A claim names its attending provider."""
    claim = scope.first("2300/CLM")
    if claim is not None and not scope.all("2310A/NM1"):
        yield Breach(claim, 0, "the attending provider is missing")


def revenue(scope: Scope) -> Iterator[Breach]:
    """Revenue codes have four digits below 1000 or 2100 to 3109; outpatient services are coded."""
    outpatient = is_outpatient(scope)
    for service in scope.services():
        code = service.at.get(1)
        if not _is_revenue(code):
            yield Breach(service.at, 1, "SV201 is no revenue code")
        elif outpatient and code.startswith(_CODED_REVENUE) and not service.at.get(2):
            yield Breach(service.at, 2, "an outpatient line of this department needs a HCPCS code")


def _is_revenue(code: str) -> bool:
    if len(code) != _REVENUE_LENGTH or not (code.isascii() and code.isdigit()):
        return False
    return "0001" <= code <= "0999" or "1000" <= code <= "1006" or "2100" <= code <= "3109"


def occurrences(scope: Scope) -> Iterator[Breach]:
    """Occurrence, span and condition codes stand once each."""
    seen: set[tuple[str, ...]] = set()
    for place, number, parts in scope.coded():
        if parts[0] not in ("BH", "BI", "BG"):
            continue
        told = tuple(parts)
        if told in seen:
            yield Breach(place, number, "the code stands twice", 2)
        seen.add(told)


def procedures_inside_stay(scope: Scope) -> Iterator[Breach]:
    """Procedures are dated inside the statement period, from three days before it."""
    procedures = [one for one in scope.coded() if one[2][0] in ("BBR", "BBQ")]
    found = _statement(scope) if procedures else None
    if found is None or found[2] < found[1]:
        return
    for place, number, parts in procedures:
        if len("".join(parts[3:4])) != _DAY:
            continue
        if _days_before(parts[3], found[1]) > _PAYMENT_WINDOW or parts[3] > found[2]:
            yield Breach(place, number, "the procedure lies outside the stay", 4)


def _days_before(day: str, begin: str) -> int:
    try:
        return (date.fromisoformat(begin) - date.fromisoformat(day)).days
    except ValueError:
        return 0


def reason_for_visit(scope: Scope) -> Iterator[Breach]:
    """An unscheduled outpatient visit states the patient's reason."""
    claim, kind = scope.first("2300/CLM"), scope.first("2300/CL1")
    if claim is None or kind is None or kind.get(1) not in ("1", "2", "5"):
        return
    if not is_outpatient(scope):
        return
    urgent = any(one.at.get(1)[:3] in ("045", "051", "052") for one in scope.services())
    told = any(parts[0] in ("APR", "PR") for _, _, parts in scope.coded())
    if urgent and not told:
        yield Breach(claim, 0, "an unscheduled outpatient visit without a reason (HI*APR)")


def same_day_transfer(scope: Scope) -> Iterator[Breach]:
    """A patient moved on the day of admission carries condition code 40.

    Source: Medicare Claims Processing Manual, chapter 3, section 40.2.4 (same-day transfers).
    """
    found, kind = _statement(scope), scope.first("2300/CL1")
    if found is None or kind is None or kind.get(3) not in _TRANSFERRED:
        return
    admitted = [one.get(3)[:8] for one in scope.qualified("2300/DTP", "435")]
    if not (is_inpatient(scope) and admitted and admitted[0] == found[2]):
        return
    if not any(parts[:2] == ["BG", "40"] for _, _, parts in scope.coded()):
        yield Breach(kind, 3, "moved on the day of admission without condition code 40")
