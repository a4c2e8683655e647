"""Rules about service lines."""

import re
from collections.abc import Iterator

from codeward.formats.x12.rule import NUMBERS, Breach, Placed, Scope, decimal
from codeward.formats.x12.rules.claim import PLACES, adjustments, charges

_MOST_DECIMALS = 2
# A CPT code (five digits, or four and a letter) or a HCPCS code (a letter and four digits).
is_procedure_form = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}").fullmatch
_NDC_LENGTH = 11
# Separators of a procedure with its qualifier, code and one modifier.
_ONE_MODIFIER = 2
# HCPCS Level II codes for drugs and supplies that no other code names.
_UNLISTED = frozenset(
    "A4649 A9698 A9699 A9999 B9998 B9999 C9399 E1399 J1599 J3490 J3590 J7199 J7599 J7699 J7799 "
    "J7999 J8498 J8499 J8597 J8999 J9999 L0999 L1499 L2999 L3649 L3999 L5999 L7499 L8039 L8499 "
    "L8699 Q4050 Q4051 Q4082 Q4100 V2199 V2799 V5298".split()
)


def numbered_from_one(scope: Scope) -> Iterator[Breach]:
    """Lines are numbered from 1 without a gap."""
    for expected, line in enumerate(scope.scopes("2400"), start=1):
        number = line.first("2400/LX")
        if number is not None and number.get(1) != str(expected):
            yield Breach(number, 1, "LX01 does not count the lines from 1")
            return


def charge_form(service: Placed, _: str) -> tuple[Breach, ...]:
    """No charge is negative, and none has more than two decimals."""
    charge = NUMBERS[service.elements[0]].charge
    text = service.get(charge)
    if text.startswith("-"):
        return (Breach(service, charge, "the charge is negative"),)
    if "." in text and len(text.partition(".")[2].rstrip("0")) > _MOST_DECIMALS:
        return (Breach(service, charge, "the charge has more than two decimals"),)
    return ()


def units_above_zero(service: Placed, _: str) -> tuple[Breach, ...]:
    """Units are above zero."""
    units = NUMBERS[service.elements[0]].units
    text = service.get(units)
    if text and text[0] not in "123456789" and decimal(text) <= 0:
        return (Breach(service, units, "the units are not above zero"),)
    return ()


def procedure_form(service: Placed, mark: str) -> tuple[Breach, ...]:
    """A HCPCS or CPT code has five characters of the right form."""
    procedure = NUMBERS[service.elements[0]].procedure
    text = service.get(procedure)
    if text.startswith("HC"):
        parts = text.split(mark, 2)
        if parts[0] == "HC" and len(parts) > 1 and not is_procedure_form(parts[1]):
            return (Breach(service, procedure, "no HCPCS or CPT code has this form", 2),)
    return ()


def modifiers(service: Placed, mark: str) -> tuple[Breach, ...]:
    """Modifiers have two characters, and none stands twice."""
    procedure = NUMBERS[service.elements[0]].procedure
    text = service.get(procedure)
    if text.count(mark) > _ONE_MODIFIER:
        found = [one for one in text.split(mark)[2:6] if one]
        if len(set(found)) < len(found):
            return (Breach(service, procedure, "a modifier stands twice"),)
    return ()


def line_place(service: Placed, _: str) -> tuple[Breach, ...]:
    """The place of service of a line exists."""
    if service.get(5) and service.get(5) not in PLACES:
        return (Breach(service, 5, "SV105 is no place of service"),)
    return ()


def dates(scope: Scope) -> Iterator[Breach]:
    """No service lies in the future, and none ends before it begins."""
    for line in scope.scopes("2400"):
        for one in line.qualified("2400/DTP", "472"):
            begin, _, end = one.get(3).partition("-")
            if end and end < begin:
                yield Breach(one, 3, "the service ends before it begins")
            elif scope.today and (end or begin) > scope.today:
                yield Breach(one, 3, "the service lies after the day of the claim")


def after_birth(scope: Scope) -> Iterator[Breach]:
    """The patient is born before the service."""
    patient = scope.above("2000C") or scope.above("2000B")
    if patient is None:
        return
    born = patient.first("2010CA/DMG") or patient.first("2010BA/DMG")
    if born is None:
        return
    for line in scope.scopes("2400"):
        for one in line.qualified("2400/DTP", "472"):
            if one.get(3) and one.get(3)[:8] < born.get(2):
                yield Breach(born, 2, "the birth date lies after a service")
                return


def anesthesia_minutes(service: Placed, mark: str) -> tuple[Breach, ...]:
    """Anesthesia is counted in minutes (CMS Claims Processing Manual, chapter 12, section 50)."""
    if service.get(3) == "MJ":
        return ()
    code = "".join(service.get(1).split(mark, 2)[1:2])
    if code.startswith("0") and code.isdigit() and "00100" <= code <= "01999":
        return (Breach(service, 3, "anesthesia is not counted in minutes"),)
    return ()


def drug(scope: Scope) -> Iterator[Breach]:
    """A national drug code has eleven digits."""
    for line in scope.scopes("2400"):
        for one in line.all("2410/LIN"):
            if one.get(2) == "N4" and not (len(one.get(3)) == _NDC_LENGTH and one.get(3).isdigit()):
                yield Breach(one, 3, "LIN03 is no national drug code of eleven digits")


def adjudication_balance(scope: Scope) -> Iterator[Breach]:
    """What another payer paid and adjusted on a line adds up to its charge; nothing is negative."""
    for line in scope.scopes("2400"):
        for other in line.scopes("2430"):
            paid = other.first("2430/SVD")
            if paid is None:
                continue
            if paid.amount(2) + adjustments(other.all("2430/CAS")) != charges(line):
                yield Breach(paid, 2, "SVD02 plus adjustments is not the charge of the line")


def paid_not_negative(scope: Scope) -> Iterator[Breach]:
    """What another payer paid is not negative."""
    for line in scope.scopes("2400"):
        for other in line.scopes("2430"):
            paid = other.first("2430/SVD")
            if paid is not None and paid.amount(2) < 0:
                yield Breach(paid, 2, "SVD02 is negative")


def unlisted_described(service: Placed, mark: str) -> tuple[Breach, ...]:
    """A code for what is not otherwise classified says in SV101-7 what was done."""
    parts = service.get(1).split(mark)
    if len(parts) > 1 and parts[1] in _UNLISTED and not "".join(parts[6:7]):
        return (Breach(service, 1, "an unlisted code without its text", 7),)
    return ()
