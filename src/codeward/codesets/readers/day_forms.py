"""Days as the official tables write them; a spreadsheet may hold a number instead."""

import re
from datetime import date, datetime, timedelta
from typing import Final

_NONE: Final = frozenset({"", "*", "0", "00000000", "99999999", "9999999"})
_COMPACT: Final = re.compile(r"\d{8}")
_JULIAN: Final = re.compile(r"[12]\d{6}")
_SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.0+)?")
_FORMS: Final = ("%m/%d/%Y", "%Y-%m-%d", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d %H:%M:%S")
# Day 1 of a spreadsheet is 1900-01-01, and it takes 1900 for a leap year.
_SHEET_ORIGIN: Final = date(1899, 12, 30)


def day_or_none(text: str) -> date | None:
    """A day in any of the forms, None where the table writes that there is none.

    Forms: YYYYMMDD, YYYY-MM-DD, M/D/YYYY, `October 1, 2024`, YYYYDDD (add-on-code file), and the
    day number of a spreadsheet.

    Raises:
        ValueError: the text is no day.
    """
    text = text.strip()
    if text in _NONE:
        return None
    if _COMPACT.fullmatch(text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if _JULIAN.fullmatch(text):
        return datetime.strptime(text, "%Y%j").date()  # noqa: DTZ007 - a calendar day has no zone
    if _SERIAL.fullmatch(text):
        return _SHEET_ORIGIN + timedelta(days=int(float(text)))
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise ValueError("no day")


def span_of(start: str, end: str) -> tuple[date, date | None]:
    """First and last day (inclusive, as published); the last None where there is none.

    Raises:
        ValueError: no first day, no day at all, or the end before the start.
    """
    first, last = day_or_none(start), day_or_none(end)
    if first is None:
        raise ValueError("no first day")
    if last is not None and last < first:
        raise ValueError("the end lies before the start")
    return first, last
