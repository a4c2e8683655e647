"""Total time of the provider on the date of the encounter, and the code that it supports."""

import re
from typing import Final

from codeward.coding.case import Case
from codeward.coding.evaluation_and_management.families import Family
from codeward.model import EvidenceSpan

_DURATION: Final = re.compile(
    r"\b(?:(?P<hours>\d)\s*(?:hours?|hrs?|h)\b(?:\s*(?:and\s*)?(?=\d))?)?\s*"
    r"(?:(?P<minutes>\d{1,3})\s*(?:-\s*)?(?:minutes?|mins?)\b)?",
    re.IGNORECASE,
)
_OF_VISIT: Final = re.compile(
    r"\btotal\b|\btime spent\b|\bspent\b|\bon (?:the )?(?:date|day) of|\bencounter time\b"
    r"|\btime on (?:the )?(?:date|day)\b|^\W*\d+\s*(?:minutes?|mins?)\W*$",
    re.IGNORECASE,
)
_OTHER_TIME: Final = re.compile(
    r"\bcritical care\b|\bcessation\b|\bwalk|\bexercis|\bphysical therapy\b|\bprocedure time\b"
    r"|\badvance care planning\b|\bnurs(?:e|ing|es)\b|\bclinical staff\b|\bresident\b"
    r"|\bof (?:cpap|therapy|anesthesia)\b",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\btotal\b", re.IGNORECASE)
_HOUR: Final = 60


def total_minutes(case: Case) -> tuple[int, EvidenceSpan] | None:
    """The stated total time; a sentence that says `total` goes before one that says `spent`.

    Why: only the provider's own time on the date counts, not that of staff and not the time of
    services that are reported apart (critical care, smoking cessation, advance care planning).
    What it does not do: it does not add up times of several sentences.
    Source: AMA, CPT E/M guidelines 2021 and 2023, guidelines for selecting the level by time.
    """
    best: tuple[int, EvidenceSpan] | None = None
    for line in case.reading.lines:
        sentence = line.sentence
        text = case.texts[sentence.document][sentence.start : sentence.end]
        if not _OF_VISIT.search(text) or _OTHER_TIME.search(text):
            continue
        for found in _DURATION.finditer(text):
            if not found["minutes"] and not found["hours"]:
                continue
            minutes = int(found["hours"] or 0) * _HOUR + int(found["minutes"] or 0)
            quoted = found.group().strip()
            start = sentence.start + found.start() + found.group().index(quoted[0])
            span = EvidenceSpan(sentence.document, start, start + len(quoted), quoted)
            if _TOTAL.search(text):
                return minutes, span
            best = best or (minutes, span)
    return best


def code_for(minutes: int, family: Family) -> str | None:
    """The highest code whose least time is met; None where none is or time does not count."""
    met = [code for code, least in family.minutes.items() if minutes >= least]
    return max(met, default=None)


def prolonged(minutes: int, family: Family) -> str:
    """What the time says about prolonged services beside the highest code."""
    if not family.prolonged or minutes < family.prolonged:
        return ""
    return (
        f"{minutes} minutes: 15 minutes or more beyond the highest level ({family.prolonged} "
        f"minutes); consider {family.prolonged_codes}"
    )
