"""What the NCCI edits share: which table a claim goes against, and its lines by day."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from codeward.codesets import Releases
from codeward.codesets.ncci import NcciTable
from codeward.model import Encounter, ServiceLine, Setting

# The setting of an encounter decides the table; stays of inpatients have none.
TABLES: Final = {
    Setting.PROFESSIONAL: NcciTable.PRACTITIONER,
    Setting.OUTPATIENT: NcciTable.OUTPATIENT,
}
Numbered = tuple[int, ServiceLine, str]


def lines_by_day(encounter: Encounter, on: Releases) -> Iterator[tuple[Releases, list[Numbered]]]:
    """The lines with a code of each day, with their numbers, and the releases of that day."""
    days: dict[date, list[Numbered]] = {}
    for number, line in enumerate(encounter.service_lines, start=1):
        day = line.service_date or encounter.governing_date
        if day and line.code:
            days.setdefault(day, []).append((number, line, line.code))
    for day, lines in sorted(days.items()):
        yield on.on(day), lines
