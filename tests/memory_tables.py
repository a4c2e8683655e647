"""Compiled releases that never were a file, for the product's own query code."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from codeward.codesets.day_numbers import number_of
from codeward.codesets.tables import Contents


class MemoryTables:
    """A compiled release that never was a file."""

    def __init__(self, tables, contents: Contents) -> None:
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        for table in tables:
            for statement in table.statements:
                self.connection.execute(statement)
            self.connection.executemany(table.insert, contents.get(table.name, ()))

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()


def flat_contents(codes: Mapping[str, Any]) -> Contents:
    return {
        "code": [(code, fact.get("title"), 1, 0, None, "", "code") for code, fact in codes.items()],
        "span": [
            (code, number_of(first), number_of(end - timedelta(days=1)), flags)
            for code, fact in codes.items()
            for first, end, flags in fact["spans"]
        ],
    }
