"""Kinds of visit: the codes of each by level and by time, and the words that tell them apart."""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from codeward.coding.case import Case
from codeward.model import Encounter, EvidenceSpan, Setting
from codeward.model.evaluation_and_management import Complexity

_L = Complexity


class Family(msgspec.Struct, frozen=True):
    """A kind of visit.

    Attributes:
        name: In the words of a coder.
        codes: The code of each level of medical decision making.
        minutes: Least total minutes of a code; empty where time does not count.
        prolonged: Minutes from which one prolonged service may be added beside the highest code.
        prolonged_codes: Its codes: AMA, Medicare with its own minutes.
    """

    name: str
    codes: Mapping[Complexity, str]
    minutes: Mapping[str, int]
    prolonged: int = 0
    prolonged_codes: str = ""


def _by_level(straightforward: str, low: str, moderate: str, high: str) -> dict[Complexity, str]:
    return {_L.STRAIGHTFORWARD: straightforward, _L.LOW: low, _L.MODERATE: moderate, _L.HIGH: high}


OFFICE_NEW: Final = Family(
    "office, new patient",
    _by_level("99202", "99203", "99204", "99205"),
    {"99202": 15, "99203": 30, "99204": 45, "99205": 60},
    75,
    "99417, for Medicare G2212 from 89 minutes",
)
OFFICE_ESTABLISHED: Final = Family(
    "office, established patient",
    _by_level("99212", "99213", "99214", "99215"),
    {"99212": 10, "99213": 20, "99214": 30, "99215": 40},
    55,
    "99417, for Medicare G2212 from 69 minutes",
)
HOSPITAL_INITIAL: Final = Family(
    "hospital inpatient or observation, initial",
    _by_level("99221", "99221", "99222", "99223"),
    {"99221": 40, "99222": 55, "99223": 75},
    90,
    "99418, for Medicare G0316 from 105 minutes",
)
HOSPITAL_SUBSEQUENT: Final = Family(
    "hospital inpatient or observation, subsequent",
    _by_level("99231", "99231", "99232", "99233"),
    {"99231": 25, "99232": 35, "99233": 50},
    65,
    "99418, for Medicare G0316 from 80 minutes",
)
HOSPITAL_SAME_DAY: Final = Family(
    "hospital inpatient or observation, admission and discharge on one date",
    _by_level("99234", "99234", "99235", "99236"),
    {"99234": 45, "99235": 70, "99236": 85},
    100,
    "99418, for Medicare G0316 from 125 minutes",
)
EMERGENCY: Final = Family("emergency department", _by_level("99282", "99283", "99284", "99285"), {})

FAMILIES: Final = (
    OFFICE_NEW,
    OFFICE_ESTABLISHED,
    HOSPITAL_INITIAL,
    HOSPITAL_SUBSEQUENT,
    HOSPITAL_SAME_DAY,
    EMERGENCY,
)
_NO_PHYSICIAN: Final = {"99211": OFFICE_ESTABLISHED, "99281": EMERGENCY}

# The first that is found decides.
_HOSPITAL: Final = r"(?:hospital|inpatient|observation)"
_SAME_DAY_WORDS: Final = (
    r"\b(?:admi\w+ and discharged? (?:\w+ ){0,3}same (?:date|day|calendar)"
    r"|same[- ](?:day|date) (?:admission|observation))"
)
_SUBSEQUENT_WORDS: Final = (
    rf"\bsubsequent {_HOSPITAL}|\b{_HOSPITAL} follow[- ]?up (?:visit|care)"
    rf"|\b{_HOSPITAL} (?:care|visit),? subsequent"
    rf"|\bfollow[- ]?up {_HOSPITAL} (?:visit|care)"
)
_INITIAL_WORDS: Final = (
    rf"\binitial {_HOSPITAL}|\b{_HOSPITAL} (?:care|visit),? initial"
    r"|\b(?:hospital )?admission (?:history and physical|h&p|h & p)"
)
_EMERGENCY_WORDS: Final = (
    r"\b(?:emergency (?:department|room)|E[DR]) (?:visit|evaluation|encounter|note|"
    r"physician note|patient|course)\b"
    r"|\b(?:seen|evaluated|presents?|presented) (?:in|to) the (?:emergency|ED\b|ER\b)"
    r"|^\s*emergency department\b"
)
_ESTABLISHED_WORDS: Final = (
    r"\b(?:established|returning|existing) patient\b|\bestablished pt\b"
    r"|\blast (?:seen|visit) (?:here|in (?:this|our) (?:office|clinic))"
)
_NEW_WORDS: Final = r"\bnew patient\b|\bnew to (?:the|this|our) practice\b"
_STAYS: Final = ("hospital", "inpatient", "observation")
_SAME_DAY_HINTS: Final = ("same day", "same date", "same cal", "same-day", "same-date")
_SUBSEQUENT_HINTS: Final = (
    *(f"subsequent {stay}" for stay in _STAYS),
    *(f"{stay} follow" for stay in _STAYS),
    *(f"up {stay}" for stay in _STAYS),
    *(f"{what}{comma} subsequent" for what in ("care", "visit") for comma in ("", ",")),
)
_INITIAL_HINTS: Final = (
    *(f"initial {stay}" for stay in _STAYS),
    *(f"{what}{comma} initial" for what in ("care", "visit") for comma in ("", ",")),
    "admission h",
)
_EMERGENCY_HINTS: Final = (
    "emergency",
    "the ed",
    "the er",
    *(
        f"{short} {what}"
        for short in ("ed", "er")
        for what in ("visit", "evaluation", "note", "physician note", "patient", "course")
    ),
)
_ESTABLISHED_HINTS: Final = (
    "established p",
    "returning patient",
    "existing patient",
    "last seen",
    "last visit",
)
# Each with pieces of which any of its wordings holds one: most charts have none of them.
_WORDINGS: Final = tuple(
    (family, hints, re.compile(text, re.IGNORECASE))
    for family, hints, text in (
        (HOSPITAL_SAME_DAY, _SAME_DAY_HINTS, _SAME_DAY_WORDS),
        (HOSPITAL_SUBSEQUENT, _SUBSEQUENT_HINTS, _SUBSEQUENT_WORDS),
        (HOSPITAL_INITIAL, _INITIAL_HINTS, _INITIAL_WORDS),
        (EMERGENCY, _EMERGENCY_HINTS, _EMERGENCY_WORDS),
        (OFFICE_NEW, ("new patient", "new to the ", "new to this ", "new to our "), _NEW_WORDS),
        (OFFICE_ESTABLISHED, _ESTABLISHED_HINTS, _ESTABLISHED_WORDS),
    )
)


def family_of(code: str) -> Family | None:
    """The kind of visit of an evaluation-and-management code, None for any other code."""
    if code in _NO_PHYSICIAN:
        return _NO_PHYSICIAN[code]
    return next((one for one in FAMILIES if code in one.codes.values()), None)


def stated_family(case: Case) -> tuple[Family, EvidenceSpan] | None:
    """The kind of visit that the text names."""
    lowered = {document: text.lower() for document, text in case.texts.items()}
    for family, hints, pattern in _WORDINGS:
        for document, text in case.texts.items():
            if not any(hint in lowered[document] for hint in hints):
                continue
            found = pattern.search(text)
            if found is not None:
                return family, EvidenceSpan(document, *found.span(), found.group())
    return None


def billed_code(encounter: Encounter) -> str | None:
    """The first billed evaluation-and-management code of the encounter."""
    lines = (line.code for line in encounter.service_lines if line.code)
    return next((code for code in lines if family_of(code)), None)


def assumed_family(encounter: Encounter) -> Family | None:
    """Where nothing is said or billed: a professional visit is taken as established."""
    return OFFICE_ESTABLISHED if encounter.setting is Setting.PROFESSIONAL else None
