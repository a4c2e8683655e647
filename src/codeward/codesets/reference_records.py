"""How a lookup is stored: records under keys, and what a lookup stands on."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Generic, TypeVar

import msgspec

from codeward.codesets.readers.recognise import FileKind
from codeward.codesets.tables import Table, Tables
from codeward.model import ReleaseId

RECORD: Final = Table("record", ("key TEXT", "number INTEGER", "data BLOB"), "key, number")
Record = tuple[str, int, bytes]

# What a key begins with where a file answers more than one question.
ADD_ON, PRIMARY = "+", "="
MODIFIER, SERVICE, DOCUMENT = "-", "", "#"
# The key of a file that is asked for as a whole, and of records that hold for a range of codes.
WHOLE, RANGES = "", "*"

_FIND: Final = "SELECT data FROM record WHERE key = ? ORDER BY number"
_BELOW: Final = "SELECT data FROM record WHERE key >= ? AND key < ? ORDER BY key, number"
_PAST_EVERY_KEY: Final = "~"
_FISCAL_MONTH: Final = 10
_QUARTER: Final = 3
T = TypeVar("T")


class HccMapping(msgspec.Struct, frozen=True):
    """A diagnosis counts in a category of a risk-adjustment model.

    Attributes:
        model: Name of the model with its version, such as `CMS-HCC Model V28`.
        year: Payment year of the mapping.
        category: Number of the category.
        label: What the category is called, empty where the package has no label.
    """

    model: str
    year: int
    category: str
    label: str = ""


class Reference(msgspec.Struct, frozen=True):
    """An imported file that can be looked up.

    Attributes:
        kind: Which official file.
        effective_from: First day for which it holds.
        sha256: Hash of the file.
        name: Name under which it came.
        part: Which of the files of a release.
        system: Key of the code system, empty where it serves several or none.
        licensed: Whether it holds texts under somebody's licence, which no export may carry.
    """

    kind: FileKind
    effective_from: date
    sha256: str
    name: str
    part: str = ""
    system: str = ""
    licensed: bool = False


class Holding(StrEnum):
    """For how long a file holds where no later one replaces it."""

    FISCAL_YEAR = "fiscal year"
    QUARTER = "quarter"
    # It holds everything of the past, with dates of its own, and nothing after its quarter.
    PAST_AND_QUARTER = "past and quarter"
    UNTIL_REPLACED = "until replaced"


_HOLDING: Final = {
    FileKind.PCS_TABLES: Holding.FISCAL_YEAR,
    # An index only leads to codes, and only those that are valid on the day are offered.
    FileKind.PCS_INDEX: Holding.UNTIL_REPLACED,
    FileKind.PCS_DEFINITIONS: Holding.FISCAL_YEAR,
    FileKind.ORDER: Holding.FISCAL_YEAR,
    FileKind.MSDRG_TABLE5: Holding.FISCAL_YEAR,
    FileKind.POA_EXEMPT: Holding.FISCAL_YEAR,
    FileKind.MUE: Holding.QUARTER,
    FileKind.HCPCS_RECORDS: Holding.PAST_AND_QUARTER,
    FileKind.HCPCS_SHEET: Holding.QUARTER,
    FileKind.PTP: Holding.PAST_AND_QUARTER,
    FileKind.AOC: Holding.PAST_AND_QUARTER,
}

# What edits and grouping ask; a decision rests on these.
DECIDING: Final = (
    FileKind.POA_EXEMPT,
    FileKind.HCPCS_RECORDS,
    FileKind.PTP,
    FileKind.MUE,
    FileKind.AOC,
    FileKind.MSDRG_TABLE5,
)


def in_force(references: Sequence[Reference], kind: FileKind, day: date) -> list[Reference]:
    """The files of a kind that answer for the day: those of the newest release that began by it.

    A file that holds the past with its own dates also answers for days before its release.
    """
    same = [one for one in references if one.kind is kind]
    holding = _HOLDING.get(kind, Holding.UNTIL_REPLACED)
    begun = [one.effective_from for one in same if one.effective_from <= day]
    if not begun and holding is Holding.PAST_AND_QUARTER:
        begun = [min((one.effective_from for one in same), default=day)]
    if not begun or day > _last_day(max(begun), holding):
        return []
    return [one for one in same if one.effective_from == max(begun)]


def ids_of_lists(references: Sequence[Reference], days: Iterable[date]) -> dict[str, ReleaseId]:
    """The identity of every list of `DECIDING` that is in force on one of the days.

    The name tells kind, part and first day: an encounter over two quarters rests on both.
    """
    found = {
        one: f"{one.kind.value} {one.part}".strip() + f" from {one.effective_from}"
        for day in sorted(set(days))
        for kind in DECIDING
        for one in in_force(references, kind, day)
    }
    return {
        name: ReleaseId(
            name,
            one.sha256,
            one.effective_from,
            _last_day(one.effective_from, _HOLDING.get(one.kind, Holding.UNTIL_REPLACED)),
        )
        for one, name in found.items()
    }


def _last_day(first: date, holding: Holding) -> date:
    if holding is Holding.UNTIL_REPLACED:
        return date.max
    if holding is Holding.FISCAL_YEAR:
        return date(first.year + (first.month >= _FISCAL_MONTH), _FISCAL_MONTH - 1, 30)
    months = first.year * 12 + (first.month - 1) // _QUARTER * _QUARTER + _QUARTER
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


class Lookup(Generic[T]):
    """Records by key, over one file or over the several files of a release.

    Attributes:
        references: What it stands on.
    """

    def __init__(
        self, references: Sequence[Reference], tables: Sequence[Tables], of: type[T]
    ) -> None:
        self.references = tuple(references)
        self._tables = tuple(tables)
        self._decode = msgspec.msgpack.Decoder(of).decode

    def find(self, key: str) -> tuple[T, ...]:
        """All records under the key, in the order of the file."""
        return self._rows(_FIND, (key,))

    def starting(self, start: str) -> tuple[T, ...]:
        """All records whose key starts so, by key."""
        return self._rows(_BELOW, (start, start + _PAST_EVERY_KEY))

    def _rows(self, sql: str, parameters: tuple[str, ...]) -> tuple[T, ...]:
        return tuple(
            self._decode(row[0]) for tables in self._tables for row in tables.rows(sql, parameters)
        )
