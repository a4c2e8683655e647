"""The shape of a compiled release: one SQLite file, and what reading it takes."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

# Raise it with every change of the tables or of their meaning: older files are then refused.
FORMAT = 1

Row = tuple[Any, ...]


class Tables(Protocol):
    """An open compiled release; `adapters.release_store` offers it over SQLite."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows that the query gives."""
        ...


class Table(msgspec.Struct, frozen=True):
    """One table of a compiled release.

    Attributes:
        name: Name in the file.
        columns: Column definitions, in order; the rows hold the values in the same order.
        key: The primary key columns; the rows are stored in its order.
        indexes: Further indexed columns.
        temporary: Only the artefacts are computed from it; the file of the release lacks it.
    """

    name: str
    columns: tuple[str, ...]
    key: str
    indexes: tuple[str, ...] = ()
    temporary: bool = False

    @property
    def statements(self) -> tuple[str, ...]:
        """The SQL that creates the table."""
        columns = ", ".join(self.columns)
        kind = "TEMP TABLE" if self.temporary else "TABLE"
        create = f"CREATE {kind} {self.name} ({columns}, PRIMARY KEY ({self.key})) WITHOUT ROWID"
        indexes = [
            f"CREATE INDEX {self.name}_by_{column} ON {self.name} ({column})"
            for column in self.indexes
        ]
        return (create, *indexes)

    @property
    def insert(self) -> str:
        """The SQL that inserts one row."""
        return f"INSERT INTO {self.name} VALUES ({', '.join('?' * len(self.columns))})"  # noqa: S608 - the name is a constant of this module


META = Table("meta", ("name TEXT", "value TEXT"), "name")
BLOB = Table("blob", ("name TEXT", "data BLOB"), "name")
CODE = Table(
    "code",
    (
        "code TEXT",
        "title TEXT",
        "billable INTEGER",
        "header INTEGER",
        "parent TEXT",
        "title_source TEXT",
        "kind TEXT",
    ),
    "code",
    ("parent",),
)
# Codes that some source knows but that are not in this release: ended, or not yet begun.
OTHER_TIME = Table(
    "other_time", ("code TEXT", "title TEXT", "parent TEXT", "title_source TEXT"), "code"
)
NOTE = Table(
    "note",
    ("owner TEXT", "number INTEGER", "kind TEXT", "text TEXT", "targets TEXT"),
    "owner, number",
)
SEVENTH = Table("seventh", ("owner TEXT", "character TEXT", "meaning TEXT"), "owner, character")
# Both ends inclusive, days as YYYYMMDD: the form of the source, converted once when read.
SPAN = Table(
    "span", ("code TEXT", "first INTEGER", "last INTEGER", "attributes TEXT"), "code, first"
)
CONVERSION = Table(
    "conversion", ("code TEXT", "effective INTEGER", "successor TEXT"), "code, effective, successor"
)
# Rule numbers separated by blanks: two codes conflict where one excludes what the other is.
EXCLUDES1 = Table("excludes1", ("code TEXT", "sources TEXT", "targets TEXT"), "code")
EXCLUDES1_RULE = Table("excludes1_rule", ("rule INTEGER", "owner TEXT", "text TEXT"), "rule")
# Wordings of an imported Index.
PHRASE = Table(
    "phrase", ("text TEXT", "code TEXT", "source TEXT"), "text, code, source", temporary=True
)
# The wordings that the embedding learns from: the same for all releases of a build.
TRAINING = Table("training", ("text TEXT", "code TEXT"), "text, code", temporary=True)
DRG = Table(
    "drg",
    (
        "drg TEXT",
        "title TEXT",
        "weight TEXT",
        "gmlos TEXT",
        "amlos TEXT",
        "post_acute INTEGER",
        "mdc TEXT",
        "type TEXT",
    ),
    "drg",
)
MDC = Table("mdc", ("mdc TEXT", "title TEXT"), "mdc")
SEVERITY = Table("severity", ("code TEXT", "level TEXT"), "code")
AGE_RANGE = Table(
    "age_range",
    ("name TEXT", "first INTEGER", "last INTEGER", "youngest INTEGER", "oldest INTEGER"),
    "name, first",
)
DISCHARGE_STATUS = Table(
    "discharge_status", ("status TEXT", "first INTEGER", "last INTEGER"), "status, first"
)

CODE_SET_TABLES = (
    META, CODE, OTHER_TIME, NOTE, SEVENTH, SPAN, CONVERSION, EXCLUDES1, EXCLUDES1_RULE, PHRASE,
    TRAINING, BLOB,
)  # fmt: skip
MSDRG_TABLES = (META, DRG, MDC, SEVERITY, AGE_RANGE, DISCHARGE_STATUS)

Contents = Mapping[str, Sequence[Row]]
