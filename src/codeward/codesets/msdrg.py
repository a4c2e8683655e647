"""MS-DRG reference of one grouper version: titles, weights, severity, and what the MCE asks for."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from codeward.codesets.day_numbers import ONE_DAY, day_of, number_of
from codeward.codesets.tables import Tables
from codeward.model import ReleaseId, Span
from codeward.model.system import undotted

if TYPE_CHECKING:
    from codeward.codesets.reference import DrgWeights

_DRG = "SELECT drg, title, weight, gmlos, amlos, post_acute, mdc, type FROM drg WHERE drg = ?"
_DRGS = "SELECT drg FROM drg ORDER BY drg"
_MDC = "SELECT title FROM mdc WHERE mdc = ?"
_SEVERITY = "SELECT level FROM severity WHERE code = ?"
_AGES = "SELECT name, first, last, youngest, oldest FROM age_range WHERE ? BETWEEN first AND last"
_STATUS = "SELECT 1 FROM discharge_status WHERE status = ? AND ? BETWEEN first AND last"
_STATUS_CODES = "SELECT status FROM discharge_status WHERE ? BETWEEN first AND last ORDER BY status"


class Drg(msgspec.Struct, frozen=True):
    """A diagnosis-related group in one version.

    Attributes:
        drg: Three digits.
        title: Title in the grouper version.
        weight: Relative weight with the 10 % cap, as published in Table 5; None where no
            installed or imported Table 5 belongs to the version's fiscal year.
        gmlos: Geometric mean length of stay in days, as published; None likewise.
        amlos: Arithmetic mean length of stay in days, as published; None likewise.
        post_acute: Whether the post-acute transfer policy applies; None where unknown.
        mdc: `01` to `25`, `PRE`, or empty where it has none; None where unknown.
        type: `SURG`, `MED` or empty; None where unknown.
    """

    drg: str
    title: str
    weight: str | None = None
    gmlos: str | None = None
    amlos: str | None = None
    post_acute: bool | None = None
    mdc: str | None = None
    type: str | None = None


class AgeRange(msgspec.Struct, frozen=True):
    """Ages in years, both ends inclusive, in which a diagnosis of the named group occurs.

    `name` is `adult`, `maternity`, `newborn` or `pediatric`: the flag of `CodeSet.attributes`.
    """

    name: str
    youngest: int
    oldest: int
    span: Span


class MsdrgTables:
    """The tables of one MS-DRG version.

    Attributes:
        id: The release that every answer rests on.
        version: Grouper version, such as `43.1`.
        day: The day that `age_ranges` and `discharge_status_valid` speak of by default.
    """

    def __init__(
        self,
        release: ReleaseId,
        version: str,
        tables: Tables,
        day: date,
        weights: "DrgWeights | None" = None,
    ) -> None:
        self.id = release
        self.version = version
        self.day = day
        self._tables = tables
        self._weights = weights

    def drg(self, drg: str) -> Drg | None:
        """A group by its number; None where the version has no such group."""
        rows = self._tables.rows(_DRG, (drg.zfill(3),))
        if not rows:
            return None
        number, title, weight, gmlos, amlos, post_acute, mdc, kind = rows[0]
        imported = self._weights.drg(number) if self._weights else None
        if imported is not None:
            return Drg(
                number,
                title,
                imported.weight,
                imported.gmlos,
                imported.amlos,
                imported.post_acute,
                imported.mdc,
                imported.type,
            )
        transfer = None if post_acute is None else bool(post_acute)
        return Drg(number, title, weight, gmlos, amlos, transfer, mdc, kind)

    def drgs(self) -> tuple[str, ...]:
        """The numbers of all groups of the version."""
        return tuple(row[0] for row in self._tables.rows(_DRGS))

    def drg_title(self, drg: str) -> str | None:
        """Title of a group; None where the version has no such group."""
        found = self.drg(drg)
        return found.title if found else None

    def weight(self, drg: str) -> str | None:
        """Published relative weight as text; None where none is installed for the version."""
        found = self.drg(drg)
        return found.weight if found else None

    def mdc_title(self, mdc: str) -> str | None:
        """Title of a major diagnostic category: `01` to `25`, `00` or `PRE` for Pre-MDC."""
        number = "00" if mdc.upper() == "PRE" else mdc.zfill(2)
        rows = self._tables.rows(_MDC, (number,))
        return rows[0][0] if rows else None

    def severity(self, code: str) -> str | None:
        """`MCC`, `CC` or `NON` of a secondary diagnosis; None where the version lacks the code.

        Whether a CC counts on a claim depends on the principal diagnosis too: ask the grouper.
        """
        rows = self._tables.rows(_SEVERITY, (undotted(code),))
        return rows[0][0] if rows else None

    def age_ranges(self, day: date | None = None) -> dict[str, AgeRange]:
        """Age ranges of the Medicare Code Editor in force on the day, by name."""
        rows = self._tables.rows(_AGES, (number_of(day or self.day),))
        return {
            name: AgeRange(name, youngest, oldest, Span(day_of(first), day_of(last) + ONE_DAY))
            for name, first, last, youngest, oldest in rows
        }

    def discharge_status_valid(self, status: str, day: date | None = None) -> bool:
        """Whether a UB-04 patient discharge status of two digits is valid on the day."""
        return bool(self._tables.rows(_STATUS, (status.zfill(2), number_of(day or self.day))))

    def discharge_statuses(self, day: date | None = None) -> tuple[str, ...]:
        """All discharge statuses that are valid on the day."""
        rows = self._tables.rows(_STATUS_CODES, (number_of(day or self.day),))
        return tuple(row[0] for row in rows)
