"""What the service lines of the three guides share: procedure, pointers, place, drug."""

from collections.abc import Iterator
from datetime import date

from codeward.claims.sourced import sourced
from codeward.formats.x12 import Segment, amount
from codeward.formats.x12.segment import Element, segment
from codeward.model import ServiceLine


def procedure(qualifier: str, line: ServiceLine, where: str) -> tuple[str, ...]:
    """The procedure composite: qualifier, code, modifiers, and what an unlisted code means."""
    code = sourced(line.code, f"{where}.code")
    modifiers = [sourced(one, f"{where}.modifiers") for one in line.modifiers]
    if not line.description:
        return (qualifier, code, *modifiers)
    gap = [""] * (4 - len(modifiers))
    return (qualifier, code, *modifiers, *gap, sourced(line.description, f"{where}.description"))


def pointers(line: ServiceLine, where: str) -> Element:
    """The diagnosis pointers of a line."""
    return tuple(
        sourced(str(pointer), f"{where}.diagnosis_pointers") for pointer in line.diagnosis_pointers
    )


def place(line: ServiceLine, claim_place: str, where: str) -> str:
    """The place of service, where it is not that of the claim."""
    own = line.place_of_service or ""
    return "" if own == claim_place else sourced(own, f"{where}.place_of_service")


def service_day(line: ServiceLine, day: date, where: str) -> Segment:
    """DTP*472; `day` is the day of the claim, for a line that gives none."""
    served = f"{line.service_date or day:%Y%m%d}"
    return segment("DTP", "472", "D8", sourced(served, f"{where}.service_date"))


def line_number(number: int) -> Segment:
    """REF*6R: our number of the line, which a remittance gives back (2110 REF*6R)."""
    return segment("REF", "6R", str(number + 1))


def drug(line: ServiceLine, where: str) -> Iterator[Segment]:
    """Loop 2410: the drug of a line by its NDC, and how much of it."""
    told, where = line.drug, f"{where}.drug"
    if told:
        yield segment("LIN", "", "N4", sourced(told.ndc, f"{where}.ndc"))
        quantity = sourced(amount(told.quantity), f"{where}.quantity")
        yield segment("CTP", "", "", "", quantity, (sourced(told.unit, f"{where}.unit"),))
