"""Answers the questions of X12 validation about dated code lists from the installed releases."""

from datetime import date

from codeward.codesets import Releases
from codeward.formats.x12 import CodeList, CodeLists, RememberedLists
from codeward.model import NoReleaseError, System


def code_lists(on: Releases) -> CodeLists:
    """The code lists of an installation; a list or day that it lacks is answered by None."""

    def ask(which: CodeList, code: str, day: date) -> bool | None:
        system = _system(which, code)
        if system is None:
            return None
        try:
            codes = on.on(day).code_set(system)
        except NoReleaseError:
            return None
        return None if codes is None else codes.is_billable(code)

    return RememberedLists(ask)


def _system(which: CodeList, code: str) -> System | None:
    if which is CodeList.DIAGNOSIS:
        return System.ICD10CM
    if which is CodeList.INPATIENT_PROCEDURE:
        return System.ICD10PCS
    if which is CodeList.PROCEDURE:
        # Dental codes (letter D) come with no list that may be installed.
        return {"D": None}.get(code[0], System.HCPCS if code[0].isalpha() else System.CPT)
    return None
