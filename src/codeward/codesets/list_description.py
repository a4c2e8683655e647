"""One code of a list beside the code sets: place of service, modifier, claim code, MS-DRG."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from codeward.codesets.modifier_use import codes_with
from codeward.codesets.readers.claim_code_lists import ClaimCodeKind
from codeward.codesets.reference import holds
from codeward.codesets.releases import Releases
from codeward.model import System

# Name of each list on the command line, and in words.
LISTS: Final[Mapping[str, str]] = {
    "pos": "place of service",
    "modifier": "HCPCS Level II modifiers",
    "carc": "claim adjustment reason codes",
    "rarc": "remittance advice remark codes",
    "claim-status": "claim status codes",
    "status-category": "claim status category codes",
    "taxonomy": "provider taxonomy codes",
    "msdrg": "MS-DRG",
}
_CLAIM_CODES: Final = {
    "carc": ClaimCodeKind.ADJUSTMENT_REASON,
    "rarc": ClaimCodeKind.REMARK,
    "claim-status": ClaimCodeKind.STATUS,
    "status-category": ClaimCodeKind.STATUS_CATEGORY,
    "taxonomy": ClaimCodeKind.TAXONOMY,
}


class ListedCode(msgspec.Struct, frozen=True):
    """A code of a list on a day; the JSON of `codeward show --system` with a list.

    Attributes:
        list: Name of the list.
        code: The code.
        date: The day.
        title: Its name or text; None where the imported file has none, or none is licensed.
        description: Its description, often empty.
        valid: Whether its dates hold the day.
        valid_from: First day, where the list tells.
        valid_to: Last day, where the list tells.
        facts: What else the list says, by name.
        codes: Codes that take a modifier, as far as the HCPCS file decides it.
    """

    list: str
    code: str
    date: dt.date
    title: str | None
    description: str
    valid: bool
    valid_from: dt.date | None
    valid_to: dt.date | None
    facts: dict[str, str] = {}
    codes: tuple[str, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """The answer of a list: whether it is installed, and the code if it has it."""

    installed: bool
    code: ListedCode | None = None


def listed(code: str, name: str, on: Releases) -> Listed:
    """A code of one of `LISTS`.

    Raises:
        NoReleaseError: no MS-DRG release covers the day.
    """
    if name in _CLAIM_CODES:
        return _claim_code(code, name, on)
    return _LOOK[name](code, on)


def _claim_code(code: str, name: str, on: Releases) -> Listed:
    codes = on.reference.claim_codes(_CLAIM_CODES[name])
    found = codes.code(code) if codes else None
    if found is None:
        return Listed(codes is not None)
    return Listed(
        installed=True,
        code=ListedCode(
            list=name,
            code=found.code,
            date=on.day,
            title=found.text or None,
            description="",
            valid=holds(found.first, found.last, on.day),
            valid_from=found.first,
            valid_to=found.last,
        ),
    )


def _place(code: str, on: Releases) -> Listed:
    places = on.reference.place_of_service
    found = places.place(code) if places else None
    if found is None:
        return Listed(places is not None)
    rate = {True: "facility", False: "non-facility", None: "unknown"}[found.facility]
    return Listed(
        installed=True,
        code=ListedCode(
            "pos", found.code, on.day, found.name, found.description, valid=True,
            valid_from=None, valid_to=None, facts={"payment": rate},
        ),
    )  # fmt: skip


def _modifier(code: str, on: Releases) -> Listed:
    modifiers = on.reference.modifiers
    found = modifiers.modifier(code) if modifiers else None
    if modifiers is None or found is None:
        return Listed(modifiers is not None)
    texts = on.reference.hcpcs_texts
    text = texts.modifier(code) if texts else None
    facts = {"coverage": found.coverage, "action": found.action}
    return Listed(
        installed=True,
        code=ListedCode(
            list="modifier",
            code=found.code,
            date=on.day,
            title=text.long_title if text else found.long_title,
            description="",
            valid=modifiers.is_valid(found.code) is True,
            valid_from=found.added or found.effective,
            valid_to=found.terminated,
            facts={name: value for name, value in facts.items() if value},
            codes=codes_with(found.code, _services(on), modifiers),
        ),
    )


def _services(on: Releases) -> tuple[str, ...]:
    hcpcs = on.hcpcs if on.covers(System.HCPCS) else None
    return hcpcs.valid_codes() if hcpcs else ()


def _drg(code: str, on: Releases) -> Listed:
    found = on.msdrg.drg(code)
    if found is None:
        return Listed(installed=True)
    facts = {
        "version": on.msdrg.version,
        "weight": found.weight or "not published for this version",
        "gmlos": found.gmlos,
        "amlos": found.amlos,
        "mdc": found.mdc,
        "type": found.type,
    }
    release = on.release(System.MSDRG).id
    return Listed(
        installed=True,
        code=ListedCode(
            list="msdrg",
            code=found.drg,
            date=on.day,
            title=found.title,
            description="",
            valid=True,
            valid_from=release.effective_from,
            valid_to=release.effective_to,
            facts={name: value for name, value in facts.items() if value},
        ),
    )


_LOOK: Final[Mapping[str, Callable[[str, Releases], Listed]]] = {
    "pos": _place,
    "modifier": _modifier,
    "msdrg": _drg,
}
