"""Reads the list of place-of-service codes with their names and kind of payment."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from codeward.codesets.readers.reader_error import BadRecords
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "place-of-service list"
COLUMNS: Final = (
    Column("code", "pos code|place of service code|place service codes|code"),
    Column("kind", "type|facility", needed=False),
    Column("name", "pos name|place of service name|name"),
    Column("description", "description"),
)
_CODE: Final = re.compile(r"\d{2}")


class PlaceOfService(msgspec.Struct, frozen=True):
    """A place of service.

    Attributes:
        code: Two digits, the leading zero kept.
        name: Name.
        description: Description.
        facility: Whether services are paid at the facility rate, None where the file is silent.
        line: Where it stands.
    """

    code: str
    name: str
    description: str
    facility: bool | None
    line: int


def read_places_of_service(rows: Iterable[Row]) -> tuple[PlaceOfService, ...]:
    """Every place of service.

    Raises:
        ReaderError: no such headings, a code that is none or stands twice, no name.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, PlaceOfService] = {}
    for line, values in records(rows, SUBJECT, COLUMNS):
        # A spreadsheet drops the leading zero.
        code = values["code"].removesuffix(".0").zfill(2)
        kind = values.get("kind", "").lower()
        if not _CODE.fullmatch(code) or not values["name"]:
            bad.add(line, "no code of two digits with a name")
        elif code in found:
            bad.add(line, f"{code} stands twice")
        else:
            facility = kind == "facility" if kind else None
            found[code] = PlaceOfService(
                code, values["name"], values["description"], facility, line
            )
    bad.refuse_any()
    return tuple(found.values())
