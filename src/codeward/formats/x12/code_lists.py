"""The dated code lists that validation may ask: lists change, so they come from outside."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Protocol


class CodeList(StrEnum):
    """A list of codes outside the guides."""

    DIAGNOSIS = "ICD-10-CM"
    INPATIENT_PROCEDURE = "ICD-10-PCS"
    PROCEDURE = "HCPCS and CPT"
    MODIFIER = "procedure modifiers"
    PLACE_OF_SERVICE = "place of service"
    ADJUSTMENT_REASON = "claim adjustment reasons"
    REMARK = "remittance advice remarks"
    TAXONOMY = "provider taxonomy"
    POA_EXEMPT = "diagnoses exempt from present on admission"


class CodeLists(Protocol):
    """Answers whether a code was on a list on a day."""

    def knows(self, which: CodeList, code: str, day: date) -> bool | None:
        """Whether the list holds the code on that day; None where no list covers the day."""
        ...


class RememberedLists:
    """Code lists that ask their source once for each code and day, in bounded memory."""

    _MOST = 200_000

    def __init__(self, ask: Callable[[CodeList, str, date], bool | None]) -> None:
        self._ask = ask
        self._known: dict[tuple[CodeList, str, date], bool | None] = {}

    def knows(self, which: CodeList, code: str, day: date) -> bool | None:
        """Whether the list holds the code on that day; None where no list covers the day."""
        key = (which, code, day)
        if key not in self._known:
            if len(self._known) >= self._MOST:
                self._known.clear()
            self._known[key] = self._ask(which, code, day)
        return self._known[key]
