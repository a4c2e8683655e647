"""Reads the list of ICD-10-CM codes that are exempt from reporting present on admission."""

from collections.abc import Iterable
from typing import Final

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM
from codeward.codesets.readers.reader_error import BadRecords
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "POA-exempt list"
COLUMNS: Final = (
    Column("exempt", "exempt", needed=False),
    Column("code", "code|icd 10 cm|diagnosis code"),
    Column("title", "description|title", needed=False),
)


class PoaExemption(msgspec.Struct, frozen=True):
    """Whether a code is exempt; the official list holds only those that are."""

    code: str
    exempt: bool
    title: str
    line: int


def read_poa_exemptions(rows: Iterable[Row]) -> tuple[PoaExemption, ...]:
    """Every code of the list.

    Raises:
        ReaderError: no such headings, a code that is none or stands twice, a flag that is none.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, PoaExemption] = {}
    for line, values in records(rows, SUBJECT, COLUMNS):
        code = values["code"].replace(".", "")
        flag = values.get("exempt", "Y").upper()[:1]
        if not ICD10CM.fullmatch(code) or flag not in {"Y", "N"}:
            bad.add(line, "no ICD-10-CM code with a flag Y or N")
        elif code in found:
            bad.add(line, f"{code} stands twice")
        else:
            found[code] = PoaExemption(code, flag == "Y", values.get("title", ""), line)
    bad.refuse_any()
    return tuple(found.values())
