"""Reads MS-DRG Table 5 of the IPPS final rule: weights and lengths of stay.

Tab-separated, cp1252; a quoted heading over two lines, a line of column names, the groups, a line
of tabs. The weight that is paid is the one after the 10 % cap on yearly decreases.
"""

import csv
import re

import msgspec

from codeward.model import CodewardError

_COLUMNS = 10
_YEAR = re.compile(r"FY\s*(20\d\d)")
_DRG = re.compile(r"\d{3}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MDC = re.compile(r"\d\d|PRE|")
_TYPES = {"SURG": "SURG", "MED": "MED", "**": ""}


class Table5Error(CodewardError):
    """The file is not a Table 5 that can be trusted; the text names the line."""


class WeightedDrg(msgspec.Struct, frozen=True):
    """A row of Table 5; numbers as published, None where the table has a point or nothing."""

    drg: str
    mdc: str
    type: str
    title: str
    weight: str | None
    gmlos: str | None
    amlos: str | None
    post_acute: bool


class Table5(msgspec.Struct, frozen=True):
    """The table with the fiscal year that its heading states."""

    fiscal_year: int
    drgs: tuple[WeightedDrg, ...]


def read_table5(data: bytes) -> Table5:
    """All groups with their published numbers.

    Raises:
        Table5Error: no heading with a fiscal year, a row that does not read, a group twice.
    """
    rows = list(
        csv.reader(data.decode("cp1252", "replace").splitlines(keepends=True), delimiter="\t")
    )
    year = _YEAR.search(rows[0][0]) if rows and rows[0] else None
    if year is None:
        raise Table5Error("the file is not MS-DRG Table 5: its heading names no fiscal year")
    drgs: dict[str, WeightedDrg] = {}
    for number, row in enumerate(rows[2:], start=3):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        drg = _weighted(number, cells)
        if drg.drg in drgs:
            raise Table5Error(f"row {number} of Table 5 repeats DRG {drg.drg}")
        drgs[drg.drg] = drg
    if not drgs:
        raise Table5Error("Table 5 holds no DRG")
    return Table5(int(year[1]), tuple(drgs.values()))


def _weighted(number: int, cells: list[str]) -> WeightedDrg:
    readable = len(cells) == _COLUMNS and _DRG.fullmatch(cells[0]) and _MDC.fullmatch(cells[3])
    if not readable or cells[4] not in _TYPES or cells[1] not in {"Yes", "No"}:
        raise Table5Error(f"row {number} of Table 5 does not read as a DRG")
    weight, gmlos, amlos = (_published(number, cell) for cell in cells[7:])
    return WeightedDrg(
        drg=cells[0],
        mdc=cells[3],
        type=_TYPES[cells[4]],
        title=cells[5],
        weight=weight,
        gmlos=gmlos,
        amlos=amlos,
        post_acute=cells[1] == "Yes",
    )


def _published(number: int, cell: str) -> str | None:
    if cell in {".", ""}:
        return None
    if not _NUMBER.fullmatch(cell):
        raise Table5Error(f"row {number} of Table 5 has a weight or stay that is no number")
    return cell
