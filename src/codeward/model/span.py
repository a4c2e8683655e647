"""Half-open spans of days: the only form in which Codeward stores 'in force from, until'."""

from datetime import date

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """The days from `start` up to but not including `end`; `end` None means no end is known.

    Official files give inclusive end dates; readers convert them once, at the border.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("a span must end after it starts")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)
