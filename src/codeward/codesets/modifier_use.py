"""Which modifiers a HCPCS code takes, as far as a field of the HCPCS file decides it.

The file has no such column. Its pricing indicator names the payment class of an item, and the
Medicare Claims Processing Manual (IOM 100-04) names the modifiers of each class. What depends on
the patient or on a local article is not here: nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from codeward.codesets.readers.hcpcs_records import HcpcsCode
from codeward.codesets.readers.ncci_ptp import PtpEdit
from codeward.codesets.reference import Modifiers

_LIFTED_BY_A_MODIFIER: Final = "1"


class ModifierUse(msgspec.Struct, frozen=True):
    """Modifiers that a code takes.

    Attributes:
        modifiers: The modifiers, two characters each.
        reason: What decides between them, in words.
        source: Where that stands.
    """

    modifiers: tuple[str, ...]
    reason: str
    source: str


def _manual(modifiers: str, reason: str, place: str) -> ModifierUse:
    return ModifierUse(tuple(modifiers.split()), reason, f"IOM 100-04, {place}")


_BY_PRICE: Final[Mapping[str, ModifierUse]] = {
    "31": _manual("RR", "needs frequent servicing: rented", "chapter 20, section 30.2"),
    "32": _manual("NU UE RR", "bought new, bought used, or rented", "chapter 20, section 30.1"),
    "33": _manual("RR QE QF QG", "oxygen: rented; flow, and portable", "chapter 20, section 30.6"),
    "36": _manual(
        "RR KH KI KJ", "capped rental: rented, in which month", "chapter 20, section 30.5"
    ),
    "51": _manual(
        "JW JZ", "from a single-dose container: amount discarded, or none", "chapter 17, section 40"
    ),
}
_BY_SERVICE: Final[Mapping[str, ModifierUse]] = {
    "O1A": _manual("QM QN", "ambulance of a provider: arranged, or its own",
                   "chapter 15, section 30"),
}  # fmt: skip


def uses_of(service: HcpcsCode, pairs: Iterable[PtpEdit] = ()) -> tuple[ModifierUse, ...]:
    """The modifiers of a code by its payment class, by its type of service, and by NCCI.

    Args:
        service: The code in the HCPCS file.
        pairs: NCCI edits in force that have the code in column 1.
    """
    found = [_BY_PRICE[price] for price in service.prices if price in _BY_PRICE]
    if service.betos in _BY_SERVICE:
        found.append(_BY_SERVICE[service.betos])
    return (*found, *lifting(pairs))


def lifting(pairs: Iterable[PtpEdit]) -> tuple[ModifierUse, ...]:
    """What sets a code apart from those that NCCI does not pay beside it; () if nothing may."""
    count = sum(one.modifier == _LIFTED_BY_A_MODIFIER for one in pairs)
    if not count:
        return ()
    reason = f"another encounter, practitioner, site or service than in {count} NCCI pairs"
    source = "NCCI Policy Manual, chapter I, section E"
    return (ModifierUse(("XE", "XP", "XS", "XU", "59"), reason, source),)


def codes_with(modifier: str, codes: Iterable[str], file: Modifiers) -> tuple[str, ...]:
    """Those of the codes that take the modifier, in their order.

    Args:
        modifier: Two characters.
        codes: The codes that are valid on the day.
        file: The HCPCS file of the day.
    """
    services = ((code, file.service(code)) for code in codes)
    return tuple(
        code
        for code, service in services
        if service and any(modifier in one.modifiers for one in uses_of(service))
    )
