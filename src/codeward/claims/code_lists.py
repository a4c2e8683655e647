"""Answers the questions of X12 validation about dated code lists from what is installed."""

from datetime import date

from codeward.codesets import Releases
from codeward.codesets.readers.claim_code_lists import ClaimCodeKind
from codeward.codesets.shelf import Shelf
from codeward.formats.x12 import CodeList, CodeLists, RememberedLists
from codeward.model import NoReleaseError, System

_CLAIM_CODES = {
    CodeList.ADJUSTMENT_REASON: ClaimCodeKind.ADJUSTMENT_REASON,
    CodeList.REMARK: ClaimCodeKind.REMARK,
    CodeList.TAXONOMY: ClaimCodeKind.TAXONOMY,
}


def code_lists(on: Releases) -> CodeLists:
    """The code lists of an installation; a list or day that it lacks is answered by None."""

    def ask(which: CodeList, code: str, day: date) -> bool | None:
        releases = on.on(day)
        match which:
            case CodeList.DIAGNOSIS:
                return _billable(releases, System.ICD10CM, code)
            case CodeList.INPATIENT_PROCEDURE:
                return _billable(releases, System.ICD10PCS, code)
            case CodeList.PROCEDURE:
                return _procedure(releases, code)
        return _listed(releases.reference, which, code, day)

    return RememberedLists(ask)


def _billable(on: Releases, system: System, code: str) -> bool | None:
    try:
        codes = on.code_set(system)
    except NoReleaseError:
        return None
    return None if codes is None else codes.is_billable(code)


def _procedure(on: Releases, code: str) -> bool | None:
    """HCPCS Level II by its letter, else CPT; dental codes come with no list to install."""
    if code.startswith("D"):
        return None
    return _billable(on, System.HCPCS if code[:1].isalpha() else System.CPT, code)


def _listed(shelf: Shelf, which: CodeList, code: str, day: date) -> bool | None:
    match which:
        case CodeList.MODIFIER:
            return shelf.modifiers.is_valid(code) if shelf.modifiers else None
        case CodeList.PLACE_OF_SERVICE:
            places = shelf.place_of_service
            return places.place(code) is not None if places else None
        case CodeList.POA_EXEMPT:
            return shelf.poa_exempt.is_exempt(code) if shelf.poa_exempt else None
    codes = shelf.claim_codes(_CLAIM_CODES[which])
    if codes is None:
        return None
    found = codes.code(code)
    return found is not None and (found.first or day) <= day <= (found.last or day)
