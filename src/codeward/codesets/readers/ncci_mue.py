"""Reads NCCI medically unlikely edits: the most units of a code that one day or line may carry."""

from collections.abc import Iterable
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import is_procedure_code
from codeward.codesets.readers.reader_error import BadRecords
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "NCCI medically unlikely edits"
COLUMNS: Final = (
    Column("adjudication", "adjudication indicator|mai", needed=False),
    Column("rationale", "mue rationale|rationale"),
    Column("code", "hcpcs cpt code|hcpcs|cpt code"),
    Column("units", "mue values|mue value|mue"),
)
_ADJUDICATION: Final = frozenset({"", "1", "2", "3"})


class MueEdit(msgspec.Struct, frozen=True):
    """The limit for one code (NCCI Policy Manual, chapter I, V).

    Attributes:
        code: HCPCS or CPT code.
        units: The most units; 0 means that the code is not payable.
        adjudication: 1 claim line, 2 day of service by policy, 3 day of service by clinical
            benchmark; empty where the file does not tell (Medicaid).
        rationale: Why, as published.
        line: Where it stands.
    """

    code: str
    units: int
    adjudication: str
    rationale: str
    line: int


def read_mue_edits(rows: Iterable[Row]) -> tuple[MueEdit, ...]:
    """Every limit of one file; a file is for one kind of provider and one quarter.

    Raises:
        ReaderError: no such headings, a code or a number that is none, a code that stands twice.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, MueEdit] = {}
    for line, values in records(rows, SUBJECT, COLUMNS):
        code, units = values["code"], values["units"].removesuffix(".0")
        adjudication = values.get("adjudication", "")[:1]
        if not is_procedure_code(code) or not (units.isascii() and units.isdigit()):
            bad.add(line, "no code with a whole number of units")
        elif adjudication not in _ADJUDICATION:
            bad.add(line, f"{code} has an adjudication indicator other than 1, 2, 3")
        elif code in found:
            bad.add(line, f"{code} stands twice")
        else:
            found[code] = MueEdit(code, int(units), adjudication, values["rationale"], line)
    bad.refuse_any()
    return tuple(found.values())
