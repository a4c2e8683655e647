"""Days as the publishers' tables write them: integers YYYYMMDD."""

from datetime import date, timedelta

_YEAR = 10_000
_MONTH = 100
ONE_DAY = timedelta(days=1)


def number_of(day: date) -> int:
    """The day as YYYYMMDD."""
    return day.year * _YEAR + day.month * _MONTH + day.day


def day_of(number: int) -> date:
    """The day of a YYYYMMDD number.

    Raises:
        ValueError: it is no day of the calendar.
    """
    return date(number // _YEAR, number // _MONTH % _MONTH, number % _MONTH)
