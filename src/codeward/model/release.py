"""Which edition of a code set an answer rests on."""

from datetime import date

import msgspec


class ReleaseId(msgspec.Struct, frozen=True):
    """Identity of one compiled release.

    Attributes:
        id: Readable name such as `icd10cm-2026-04`.
        sha256: Hash of the compiled file; two decisions under the same hash saw the same data.
        effective_from: First day on which the release is in force.
        effective_to: Last day on which it is in force (inclusive, as the publishers write it).
    """

    id: str
    sha256: str
    effective_from: date
    effective_to: date
