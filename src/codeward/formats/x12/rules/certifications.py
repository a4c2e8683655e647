"""Rules about services that need a certification: laboratory, ambulance, durable equipment."""

from collections.abc import Iterator

from codeward.formats.x12.rule import Breach, Placed, Scope, Service
from codeward.formats.x12.rules.claim import header

# Ambulance transports, ground and air; mileage and extra staff follow a transport.
_TRANSPORTS = frozenset(f"A0{number}" for number in range(426, 435))
# Panels, drug tests, chemistry, haematology, microbiology, pathology: codes that 42 CFR 493 covers.
_LABORATORY = ("800", "803", "81", "82", "83", "84", "85", "86", "87", "88")
# Within them: blood bank products, consultations on slides made elsewhere, and specimen handling
# are not waived or moderate tests of the performing laboratory.
_WITHOUT_NUMBER = ("8650", "8651", "8607", "8648", "8649")
_CERTIFICATE = "CT"


def laboratory_number(scope: Scope) -> Iterator[Breach]:
    """A laboratory test carries the number of the laboratory's certificate (42 CFR 493)."""
    tests = [one for one in scope.services() if _is_laboratory(one)]
    if not tests or scope.qualified("2300/REF", "X4"):
        return
    for service in tests:
        if not service.line.qualified("2400/REF", "X4", "F4"):
            yield Breach(service.at, 0, "a laboratory test without the CLIA number (REF*X4)")


def _is_laboratory(service: Service) -> bool:
    code = _code(service)
    return code.startswith(_LABORATORY) and not code.startswith(_WITHOUT_NUMBER)


def ambulance(scope: Scope) -> Iterator[Breach]:
    """A transport has its certification, its pick-up and its drop-off."""
    transports = [one for one in scope.services() if _code(one) in _TRANSPORTS]
    if not transports:
        return
    claim = header(scope) or transports[0].at
    certified = bool(scope.all("2300/CR1"))
    if not certified and not all(one.line.all("2400/CR1") for one in transports):
        yield Breach(claim, 0, "an ambulance transport without CR1")
    for place, words in (("2310E/NM1", "pick-up"), ("2310F/NM1", "drop-off")):
        if not scope.all(place) and not _at_lines(transports, "PW" if place < "2310F" else "45"):
            yield Breach(claim, 0, f"an ambulance transport without its {words}")


def _at_lines(services: list[Service], entity: str) -> bool:
    return all(one.line.qualified("2420A/NM1", entity) for one in services)


def _code(service: Service) -> str:
    return service.parts[1] if len(service.parts) > 1 else ""


def equipment_certificate(scope: Scope) -> Iterator[Breach]:
    """A certificate of medical necessity comes with CR3 and the answers of its form."""
    for line in scope.scopes("2400"):
        certificate = _certificate(line)
        certified = line.first("2400/CR3")
        if certificate is not None and certified is None:
            yield Breach(certificate, 0, "a certificate of medical necessity without CR3")
        elif certified is not None and certificate is None:
            yield Breach(certified, 0, "CR3 without a certificate of medical necessity (PWK*CT)")
        form = line.qualified("2440/LQ", "UT")
        if certificate is not None and not form:
            yield Breach(certificate, 0, "a certificate of medical necessity without its form")


def _certificate(line: Scope) -> Placed | None:
    for one in line.all("2400/PWK"):
        if one.get(1) == _CERTIFICATE:
            return one
    return None
