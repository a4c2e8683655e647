"""Why an ICD-10-CM code cannot be reported on a day: one reason a code, the most helpful one.

The validity edits share this answer, so that a faulty code gets one finding and not three.
"""

from enum import StrEnum

import msgspec

from codeward.codesets import CodeSet, Releases
from codeward.edits.code_sets import diagnosis_code_set
from codeward.model import Encounter

FULL_LENGTH = 7
_STEM_LENGTH = 6
_SHORTEST_STEM = 3
_PLACEHOLDER = "X"


class Reason(StrEnum):
    """Why a code is not billable."""

    UNKNOWN = "unknown"
    NOT_ON_DATE = "not valid on the date"
    HEADER = "header"
    SEVENTH_CHARACTER_MISSING = "7th character missing"
    SEVENTH_CHARACTER_INVALID = "7th character invalid"
    PLACEHOLDER_MISSING = "placeholder missing"


class Invalid(msgspec.Struct, frozen=True):
    """A code that cannot be reported, why, and the codes that could stand in its place."""

    code: str
    reason: Reason
    instead: tuple[str, ...] = ()


def invalid_codes(encounter: Encounter, on: Releases, reason: Reason) -> tuple[Invalid, ...]:
    """The distinct diagnosis codes of the encounter that fail for this reason, in their order."""
    code_set = diagnosis_code_set(encounter, on)
    if code_set is None:
        return ()
    distinct = dict.fromkeys(dx.code for dx in encounter.diagnoses)
    answers = (invalidity(code_set, code) for code in distinct)
    return tuple(answer for answer in answers if answer and answer.reason is reason)


def invalidity(code_set: CodeSet, code: str) -> Invalid | None:
    """Why the code is not billable on the day of the code set; None where it is."""
    if code_set.is_billable(code):
        return None
    if code_set.validity(code):
        return Invalid(code, Reason.NOT_ON_DATE, code_set.successors(code))
    if code_set.entry(code) is not None:
        return _unfinished(code_set, code)
    return _misspelt(code_set, code)


def _unfinished(code_set: CodeSet, code: str) -> Invalid:
    """A node above the billable codes: only the 7th character lacks, or a whole subdivision."""
    leaves = code_set.leaves(code)
    stem = code.ljust(_STEM_LENGTH, _PLACEHOLDER)
    if leaves and all(len(leaf) == FULL_LENGTH and leaf[:-1] == stem for leaf in leaves):
        return Invalid(code, Reason.SEVENTH_CHARACTER_MISSING, leaves)
    return Invalid(code, Reason.HEADER, leaves)


def _misspelt(code_set: CodeSet, code: str) -> Invalid:
    """A code that no node answers to: a wrong 7th character, or one that stands too far left."""
    stem = _known_stem(code_set, code)
    if stem is None or not code_set.seventh_characters(stem):
        return Invalid(code, Reason.UNKNOWN)
    rest = code[len(stem) :].lstrip(_PLACEHOLDER)
    if not rest:
        return Invalid(code, Reason.SEVENTH_CHARACTER_MISSING, code_set.leaves(stem))
    padded = stem.ljust(_STEM_LENGTH, _PLACEHOLDER) + rest
    if code_set.is_billable(padded):
        return Invalid(code, Reason.PLACEHOLDER_MISSING, (padded,))
    if len(code) == FULL_LENGTH and len(rest) == 1 and code[:-1] == padded[:-1]:
        return Invalid(code, Reason.SEVENTH_CHARACTER_INVALID, code_set.leaves(stem))
    return Invalid(code, Reason.UNKNOWN)


def _known_stem(code_set: CodeSet, code: str) -> str | None:
    """The longest beginning of the code that is a node of the code set."""
    for length in range(len(code) - 1, _SHORTEST_STEM - 1, -1):
        if code_set.entry(code[:length]) is not None:
            return code[:length]
    return None
