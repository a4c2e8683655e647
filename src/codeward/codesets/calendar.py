"""Which releases Codeward can compile from its installed packages, and when each is in force.

ICD-10 changes on 1 October, with a second release on 1 April where the publisher has changes; the
MS-DRG versions follow. Source: 45 CFR 162.1002 (code sets by date of service) and the IPPS rules.
"""

from datetime import date

import msgspec

from codeward.model import System

# The years of ICD-10-CM, ICD-10-PCS and MS-DRG are those of the federal budget.
_MSDRG_VERSION_TO_FISCAL_YEAR = 1983


class PlannedRelease(msgspec.Struct, frozen=True):
    """A release that can be compiled.

    Attributes:
        system: Code system.
        version: The publisher's version, such as `FY2026 April` or `43.1`.
        first: First day in force.
        last: Last day in force, inclusive.
    """

    system: System
    version: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """Readable name, such as `icd10cm-2026-04` or `msdrg-43.1`."""
        if self.system is System.MSDRG:
            return f"{self.system.key}-{self.version}"
        licensed = "-licensed" if self.system is System.CPT else ""
        return f"{self.system.key}-{self.first:%Y-%m}{licensed}"

    @property
    def fiscal_year(self) -> int:
        """The fiscal year, which starts on the 1 October before."""
        if self.system is System.MSDRG:
            return int(self.version.partition(".")[0]) + _MSDRG_VERSION_TO_FISCAL_YEAR
        return int(self.version.removeprefix("FY")[:4])

    @property
    def grouper_number(self) -> int:
        """An MS-DRG version as its tables write it: 431 for 43.1."""
        return int(self.version.replace(".", ""))


def _planned(system: System, *releases: tuple[str, date, date]) -> tuple[PlannedRelease, ...]:
    return tuple(PlannedRelease(system, *release) for release in releases)


_FY2025, _FY2025_APRIL = date(2024, 10, 1), date(2025, 4, 1)
_FY2026, _FY2026_APRIL = date(2025, 10, 1), date(2026, 4, 1)
_FY2027 = date(2026, 10, 1)
_END_2024, _END_2025 = date(2025, 3, 31), date(2025, 9, 30)
_END_2026_MARCH, _END_2026 = date(2026, 3, 31), date(2026, 9, 30)
# The last day that the reference tables of msdrg 1.2.0 cover; nothing is known after it.
REFERENCE_DATA_ENDS = date(2027, 3, 31)

CALENDAR = (
    *_planned(
        System.ICD10CM,
        # ICD-10-CM had no changes in April 2025.
        ("FY2025", _FY2025, _END_2025),
        ("FY2026 October", _FY2026, _END_2026_MARCH),
        ("FY2026 April", _FY2026_APRIL, _END_2026),
        ("FY2027", _FY2027, REFERENCE_DATA_ENDS),
    ),
    *_planned(
        System.ICD10PCS,
        ("FY2025 October", _FY2025, _END_2024),
        ("FY2025 April", _FY2025_APRIL, _END_2025),
        ("FY2026 October", _FY2026, _END_2026_MARCH),
        ("FY2026 April", _FY2026_APRIL, _END_2026),
        ("FY2027", _FY2027, REFERENCE_DATA_ENDS),
    ),
    *_planned(
        System.MSDRG,
        ("42.0", _FY2025, _END_2024),
        ("42.1", _FY2025_APRIL, _END_2025),
        ("43.0", _FY2026, _END_2026_MARCH),
        ("43.1", _FY2026_APRIL, _END_2026),
        ("44.0", _FY2027, REFERENCE_DATA_ENDS),
    ),
)
