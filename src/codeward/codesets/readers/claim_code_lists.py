"""Reads lists of claim codes: adjustment reasons, remarks, claim status, provider taxonomy.

The texts belong to X12 and to NUCC. They are read only where the operator says that they are
licensed; codes and days are read always.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.table_rows import Column, Row, records

SUBJECT: Final = "list of claim codes"
COLUMNS: Final = (
    Column("code", "code"),
    Column("text", "description|display name|text|classification|definition|name", needed=False),
    Column("start", "start|effective date", needed=False),
    Column("stop", "stop|deactivation date|end date|termination date", needed=False),
)


class ClaimCodeKind(StrEnum):
    """Which list a file is; the codes tell."""

    ADJUSTMENT_REASON = "adjustment_reason"
    REMARK = "remark"
    STATUS = "claim_status"
    STATUS_CATEGORY = "claim_status_category"
    TAXONOMY = "taxonomy"


_FORMS: Final = {
    ClaimCodeKind.TAXONOMY: re.compile(r"[0-9]{2,3}[A-Z0-9]{6,7}X"),
    ClaimCodeKind.REMARK: re.compile(r"(?:MA?|N)[0-9]{1,3}"),
    ClaimCodeKind.STATUS_CATEGORY: re.compile(r"[ADEFPR][0-9]{1,2}[A-Z]?|DR[0-9]{2}"),
    ClaimCodeKind.STATUS: re.compile(r"[0-9]{1,3}"),
    ClaimCodeKind.ADJUSTMENT_REASON: re.compile(r"[0-9]{1,3}|[ABDPWY][0-9]{1,2}"),
}
# An extract of adjustment reasons that holds numbers only has the form of claim status codes.
_SAYS_REASONS: Final = re.compile(r"carc|adjust|reason", re.IGNORECASE)


class ClaimCode(msgspec.Struct, frozen=True):
    """A code of one of the lists.

    Attributes:
        code: The code, as text.
        text: Its text, empty without a licence for it.
        first: First day, where the list tells.
        last: Last day, where the list tells.
        line: Where it stands.
    """

    code: str
    text: str
    first: date | None
    last: date | None
    line: int


class ClaimCodes(msgspec.Struct, frozen=True):
    """One list."""

    kind: ClaimCodeKind
    codes: tuple[ClaimCode, ...]


def read_claim_codes(rows: Iterable[Row], *, licensed_texts: bool = False) -> ClaimCodes:
    """A list and which one it is.

    Args:
        rows: The rows of the file.
        licensed_texts: The operator holds a licence for the texts, so keep them.

    Raises:
        ReaderError: no such headings, codes of no list or of several, a code that stands twice, a
            day that is none.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, ClaimCode] = {}
    every = list(rows)
    for line, values in records(every, SUBJECT, COLUMNS):
        code = values["code"].removesuffix(".0")
        try:
            first, last = (day_or_none(values.get(name, "")) for name in ("start", "stop"))
        except ValueError:
            bad.add(line, "a date that is none")
            continue
        if first and last and last < first:
            bad.add(line, "the end lies before the start")
        if code in found:
            bad.add(line, f"{code[:12]!r} stands twice")
        text = values.get("text", "") if licensed_texts else ""
        found[code] = ClaimCode(code, text, first, last, line)
    bad.refuse_any()
    codes = tuple(found.values())
    heading = " ".join(cell for row in every if row.line < codes[0].line for cell in row.cells)
    return ClaimCodes(kind_said(kind_of_codes(found), heading), codes)


def kind_said(kind: ClaimCodeKind, words: str) -> ClaimCodeKind:
    """The list, where numbers alone leave it open and a heading or the name of the file tells."""
    if kind is ClaimCodeKind.STATUS and _SAYS_REASONS.search(words):
        return ClaimCodeKind.ADJUSTMENT_REASON
    return kind


def kind_of_codes(codes: Iterable[str]) -> ClaimCodeKind:
    """The list whose form all codes have; the narrower form wins.

    Raises:
        ReaderError: no list fits them all.
    """
    listed = list(codes)
    for kind, form in _FORMS.items():
        if all(form.fullmatch(code) for code in listed):
            return kind
    raise ReaderError(
        SUBJECT,
        "the codes are not of one list of reasons, remarks, status or taxonomy",
        remedy="import each list as a file of its own",
    )
