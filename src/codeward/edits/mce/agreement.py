"""Holds our findings against the counts of the Medicare Code Editor itself; no edit gets lost.

The editor counts and names no code, our edits name the code. Where both agree our findings stand
alone. Where they differ, the editor's edit is published for the encounter as a whole, with a number
of its own, so that the difference is seen and counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from codeward.model import Encounter, Finding, Severity

NUMBER = "MCE000"
AUTHORITY = "Medicare Code Editor (CMS), as the installed engine applies it"
# The editor's names and the edits of ours that answer for them.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "INVALID_CODE": ("ICD001", "ICD002", "ICD003", "ICD004", "ICD005", "ICD006", "PCS001"),
    "INVALID_ADMIT_DX": ("MCE001",),
    "E_CODE_AS_PDX": ("MCE002",),
    "DUPLICATE_OF_PDX": ("MCE003",),
    "AGE_CONFLICT": ("MCE004",),
    "SEX_CONFLICT": ("MCE005",),
    "MANIFESTATION_AS_PDX": ("MCE006",),
    "QUESTIONABLE_ADMISSION": ("MCE008",),
    "UNACCEPTABLE_PDX": ("MCE009",),
    "REQUIRES_SDX": ("MCE010",),
    "NON_COVERED": ("MCE011",),
    "INVALID_AGE": ("MCE014",),
    "INVALID_SEX": ("MCE015",),
    "INVALID_DISCHARGE_STATUS": ("MCE016",),
    "LIMITED_COVERAGE": ("MCE017",),
    "WRONG_PROCEDURE_PERFORMED": ("MCE018",),
    "UNSPECIFIED": ("MCE020",),
    "QUESTIONABLE_OBSTETRIC_ADMISSION": ("MCE021",),
}
# The engine's length-of-stay edit reads the age by mistake; MCE019 counts the days instead.
DEFECTIVE = frozenset({"INCONSISTENT_WITH_LENGTH_OF_STAY"})
# We name an invalid code once, however often it stands on the claim.
COUNTED_BY_PRESENCE = frozenset({"INVALID_CODE"})


class MedicareCodeEditor(Protocol):
    """The editor as an engine offers it."""

    def edit_counts(self, encounter: Encounter) -> Mapping[str, int] | None:
        """Names of the edits that fire, each with its count; None where it cannot be asked."""
        ...


def disagreements(
    encounter: Encounter, findings: Sequence[Finding], editor: MedicareCodeEditor
) -> Iterator[Finding]:
    """One finding for each edit on which the editor and our edits differ."""
    theirs = editor.edit_counts(encounter)
    if theirs is None:
        return
    ours = Counter(finding.edit for finding in findings)
    for name in sorted(ANSWERS.keys() | theirs.keys() - DEFECTIVE):
        found = sum(ours[number] for number in ANSWERS.get(name, ()))
        said = theirs.get(name, 0)
        if name in COUNTED_BY_PRESENCE:
            found, said = min(found, 1), min(said, 1)
        if found != said:
            yield Finding(
                edit=NUMBER,
                severity=Severity.WARN,
                code=None,
                line=None,
                message=f"The Medicare Code Editor counts {name} {said} times, our edits {found}.",
                authority=AUTHORITY,
                way_out="Check the codes by hand, and report the difference to us.",
            )
