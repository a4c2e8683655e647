"""Reads the word tables that belong to the search: tab-separated, `#` starts a remark line."""

from functools import cache
from importlib import resources


class TableError(ValueError):
    """A table of the package itself is damaged; its tests fail before a user can meet this."""


@cache
def rows(file: str, *, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of this package, each padded to `columns` fields.

    Raises:
        TableError: A row has more fields than columns or lacks its second field.
    """
    text = resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        fields = tuple(field.strip() for field in line.split("\t"))
        if not 1 < len(fields) <= columns or not fields[1]:
            raise TableError(f"{file}, line {number}: needs 2 to {columns} fields")
        found.append(fields + ("",) * (columns - len(fields)))
    return tuple(found)
