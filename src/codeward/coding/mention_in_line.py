"""What the rest of a line makes of a mention: its time, its doubt, and what was ruled out."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from codeward.coding.assertion import Assertion
from codeward.coding.mentions import Line, Mention

SYMPTOMS = ("R", "J029", "M255", "M545", "M542", "M796")
"""Symptoms and signs, which are coded where the disease behind them was ruled out."""

_SECONDARY = ("C77", "C78", "C79")
# Events that are over after a time, not lasting diseases that began in a year.
_EVENTS = ("I21", "I22", "I60", "I61", "I63", "G45", "I26", "J18", "U07", "S72", "S52")
_YEAR, _FIRST_YEAR = 4, 1900
_RULED_OUT = ["ruled", "out"]


def in_line(mention: Mention, following: Sequence[Mention], line: Line, day: dt.date) -> Mention:
    """The mention as its whole line has it.

    Args:
        mention: As its scopes left it.
        following: The mentions behind it in the same line.
        line: The line.
        day: The day that governs the encounter; a year before it is past.
    """
    if (
        _rules_another_out(mention, following, line)
        or _is_spread_from_the_past(mention, following, line)
        or _is_reason_for_ruling_out(mention, following)
    ):
        mention = msgspec.structs.replace(mention, assertion=Assertion.PRESENT, trigger=None)
    if _words(line, max(mention.first - 2, 0), mention.first) == _RULED_OUT:
        return msgspec.structs.replace(mention, assertion=Assertion.NEGATED)
    year = _year_of_event(mention, line, day)
    if year:
        return msgspec.structs.replace(
            mention, assertion=Assertion.HISTORICAL, trigger=f"in {year}"
        )
    return mention


def is_beside_doubt(mention: Mention, before: Sequence[Mention], line: Line) -> bool:
    """Whether a symptom stands beside the doubted diagnosis, as in `suspected X, with cough`."""
    if not mention.meaning.startswith(SYMPTOMS):
        return False
    word = line.words[mention.first - 1].word if mention.first else ""
    doubted = any(
        one.assertion is Assertion.POSSIBLE and not one.meaning.startswith(SYMPTOMS)
        for one in before
    )
    return doubted or word in ("with", "has", "having")


def _rules_another_out(mention: Mention, following: Sequence[Mention], line: Line) -> bool:
    """Whether `ruled out` after a mention belongs to the next: `chest pain, ruled out X`."""
    if mention.assertion is not Assertion.NEGATED or mention.trigger is None or not following:
        return False
    after = _words(line, mention.last, mention.last + 2)
    return after == _RULED_OUT and following[0].first == mention.last + 2


def _is_spread_from_the_past(mention: Mention, following: Sequence[Mention], line: Line) -> bool:
    """Whether the time told is that of the primary.

    As in `brain metastases from breast cancer removed two years ago`.
    """
    return (
        mention.assertion is Assertion.HISTORICAL
        and mention.meaning.startswith(_SECONDARY)
        and bool(following)
        and _words(line, mention.last, mention.last + 1) == ["from"]
    )


def _is_reason_for_ruling_out(mention: Mention, following: Sequence[Mention]) -> bool:
    """Whether a symptom stands before the disease that was ruled out: `chest pain, X ruled out`."""
    if mention.assertion is not Assertion.NEGATED or not mention.meaning.startswith(SYMPTOMS):
        return False
    trigger = (mention.trigger or "").lower()
    return trigger.endswith(("ruled out", "diagnosed")) and any(
        one.assertion is Assertion.NEGATED
        and one.trigger == mention.trigger
        and not one.meaning.startswith(SYMPTOMS)
        for one in following[:1]
    )


def _year_of_event(mention: Mention, line: Line, day: dt.date) -> str:
    """The earlier year in which an event was: `stroke in 2019`; empty where none is told."""
    if mention.assertion is not Assertion.PRESENT or not mention.meaning.startswith(_EVENTS):
        return ""
    link, *after = _words(line, mention.last, mention.last + 3) or [""]
    if link != "in":
        return ""
    year = next((word for word in after if word.isdigit() and len(word) == _YEAR), "")
    return year if year and _FIRST_YEAR < int(year) < day.year else ""


def _words(line: Line, first: int, last: int) -> list[str]:
    return [word.word for word in line.words[first:last]]
