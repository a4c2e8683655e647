"""Code sets by date: which code means what, and when it is valid.

`Releases` answers for one day; its properties are the code sets in force on it::

    on = store.on(date(2026, 1, 15))           # adapters.release_store.ReleaseStore
    on.icd10cm.entry("E119").title             # of the release in force
    on.icd10cm.is_billable("I420", day)        # from the dates of the Medicare Code Editor
    on.icd10cm.attributes("E0842")             # its flags on that day: manifestation, unspecified
    on.msdrg.age_ranges()["maternity"]         # its age ranges on that day
    on.msdrg.discharge_status_valid("01")
    on.msdrg.severity("I5021"), on.msdrg.weight("291"), on.msdrg.version

Validity comes from the Medicare Code Editor's tables, wording and notes from the Tabular List; a
release says of each title which file it comes from. A compiled release is one read-only SQLite
file; this package holds its SQL, and `adapters.release_store` opens it.
"""

from codeward.codesets.code_set import CodeSet
from codeward.codesets.entry import CodeEntry, Excludes1Conflict, Kind, Note, NoteKind
from codeward.codesets.msdrg import AgeRange, Drg, MsdrgTables
from codeward.codesets.releases import Installation, InstalledRelease, Releases
from codeward.codesets.tables import Tables

__all__ = [
    "AgeRange",
    "CodeEntry",
    "CodeSet",
    "Drg",
    "Excludes1Conflict",
    "Installation",
    "InstalledRelease",
    "Kind",
    "MsdrgTables",
    "Note",
    "NoteKind",
    "Releases",
    "Tables",
]
