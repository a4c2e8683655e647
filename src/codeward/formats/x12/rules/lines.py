"""Rules about service lines."""

from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Placed, Scope
from codeward.formats.x12.rules.claim import adjustments, charges

_MOST_DECIMALS = 2
_MOST_MODIFIERS = 4
_CODE_LENGTH = 5
_NDC_LENGTH = 11


def _service(line: Scope) -> tuple[Placed, int, int, int] | None:
    """The service segment, with the numbers of its procedure, charge and units."""
    found = line.first("2400/SV1")
    if found is not None:
        return found, 1, 2, 4
    found = line.first("2400/SV2")
    if found is not None:
        return found, 2, 3, 5
    found = line.first("2400/SV3")
    return (found, 1, 2, 6) if found is not None else None


def numbered_from_one(scope: Scope) -> Iterator[Breach]:
    """Lines are numbered from 1 without a gap."""
    for expected, line in enumerate(scope.scopes("2400"), start=1):
        number = line.first("2400/LX")
        if number is not None and number.get(1) != str(expected):
            yield Breach(number, 1, "LX01 does not count the lines from 1")
            return


def charge_form(scope: Scope) -> Iterator[Breach]:
    """No charge is negative, and none has more than two decimals."""
    for line in scope.scopes("2400"):
        service = _service(line)
        if service is None:
            continue
        text = service[0].get(service[2])
        if text.startswith("-"):
            yield Breach(service[0], service[2], "the charge is negative")
        elif len(text.partition(".")[2].rstrip("0")) > _MOST_DECIMALS:
            yield Breach(service[0], service[2], "the charge has more than two decimals")


def units_above_zero(scope: Scope) -> Iterator[Breach]:
    """Units are above zero."""
    for line in scope.scopes("2400"):
        service = _service(line)
        if service is None or not service[0].get(service[3]):
            continue
        if service[0].amount(service[3]) <= 0:
            yield Breach(service[0], service[3], "the units are not above zero")


def procedure_form(scope: Scope) -> Iterator[Breach]:
    """A HCPCS or CPT code has five characters of the right form."""
    for line in scope.scopes("2400"):
        service = _service(line)
        if service is None:
            continue
        parts = scope.parts(service[0].get(service[1]))
        if parts[0] == "HC" and len(parts) > 1 and not _is_procedure(parts[1]):
            yield Breach(service[0], service[1], "no HCPCS or CPT code has this form", 2)


def _is_procedure(code: str) -> bool:
    return (
        len(code) == _CODE_LENGTH
        and code.isascii()
        and code[1:4].isdigit()
        and (code[0].isdigit() or code[0].isupper())
        and (code[4].isdigit() or (code[0].isdigit() and code[4].isupper()))
    )


def modifiers(scope: Scope) -> Iterator[Breach]:
    """Modifiers have two characters, and none stands twice."""
    for line in scope.scopes("2400"):
        service = _service(line)
        if service is None:
            continue
        found = [one for one in scope.parts(service[0].get(service[1]))[2:6] if one]
        if len(set(found)) < len(found):
            yield Breach(service[0], service[1], "a modifier stands twice")


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
            if one.get(3)[:8] < born.get(2):
                yield Breach(born, 2, "the birth date lies after a service")
                return


def anesthesia_minutes(scope: Scope) -> Iterator[Breach]:
    """Anesthesia is counted in minutes (CMS Claims Processing Manual, chapter 12, section 50)."""
    for line in scope.scopes("2400"):
        service = line.first("2400/SV1")
        if service is None:
            continue
        parts = scope.parts(service.get(1))
        code = parts[1] if len(parts) > 1 else ""
        is_anesthesia = code.isdigit() and "00100" <= code <= "01999"
        if is_anesthesia and service.get(3) != "MJ":
            yield Breach(service, 3, "anesthesia is not counted in minutes")


def drug(scope: Scope) -> Iterator[Breach]:
    """A national drug code has eleven digits."""
    for line in scope.scopes("2400"):
        for one in line.qualified("2410/LIN", ""):
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
