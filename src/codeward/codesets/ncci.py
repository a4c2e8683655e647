"""The tables of the National Correct Coding Initiative, by the claims that they are for."""

from enum import StrEnum
from typing import Final


class NcciTable(StrEnum):
    """Which claims a table of the National Correct Coding Initiative is for."""

    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient hospital"
    EQUIPMENT = "equipment supplier"
    ANY = "any"


# Parts of the names under which CMS publishes the tables; their columns do not tell.
_TABLE_NAMES: Final = (
    ("pra", NcciTable.PRACTITIONER),
    ("oph", NcciTable.OUTPATIENT),
    ("outpatient", NcciTable.OUTPATIENT),
    ("hospital", NcciTable.OUTPATIENT),
    ("dme", NcciTable.EQUIPMENT),
    ("supplier", NcciTable.EQUIPMENT),
)


def ncci_table(name: str) -> NcciTable:
    """The table that a file of that name holds; `ANY` where the name does not tell."""
    lower = name.lower()
    return next((table for part, table in _TABLE_NAMES if part in lower), NcciTable.ANY)
