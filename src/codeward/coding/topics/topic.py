"""A topic of clinical indicators, one TOML file each under `data/`."""

import re
from functools import cache
from importlib.resources import files

import msgspec

_SUFFIX = ".toml"


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding: either words, or a measured value beyond a limit.

    Attributes:
        name: What it is; two finds of one name count once.
        words: Wordings, as they stand in notes.
        labels: What a measured value is called.
        at_least: The value counts from here on.
        at_most: The value counts up to here.
        ceiling: Values above are another unit or another thing and are passed over.
    """

    name: str
    words: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    ceiling: float | None = None

    def counts(self, value: float) -> bool:
        """Whether a measured value is beyond the limit and possible at all."""
        if self.ceiling is not None and value > self.ceiling:
            return False
        above = self.at_least is not None and value >= self.at_least
        below = self.at_most is not None and value <= self.at_most
        return above or below


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What findings ask for, in words that lead to no answer.

    Attributes:
        name: Short name, as it stands in a draft.
        title: What the provider sees first.
        source: Where the limits come from.
        answered_by: Beginnings of codes that answer the question; with one of them in the chart
            nothing is asked.
        terms: Wordings that answer it although no code was found.
        only_with: Ask only where one of these codes is in the chart; empty for always.
        validated: Beginnings of codes that need an indicator of this topic to be believed.
        least: How many different indicators raise the question.
        options: Answers beside `other` and `unable to determine`.
        indicator: The findings.
    """

    name: str
    title: str
    source: str
    answered_by: tuple[str, ...]
    options: tuple[str, ...]
    indicator: tuple[Indicator, ...]
    terms: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    validated: tuple[str, ...] = ()
    least: int = 1


@cache
def topics() -> tuple[Topic, ...]:
    """All topics by file name."""
    folder = files("codeward.coding.topics").joinpath("data")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(_SUFFIX)), key=str)
    return tuple(msgspec.toml.decode(one.read_bytes(), type=Topic) for one in found)


@cache
def terms_of(topic: Topic) -> re.Pattern[str] | None:
    """The wordings that answer a topic, as one pattern."""
    return words_pattern(topic.terms)


@cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of these wordings as whole words, blanks as they come; None for no wording."""
    if not words:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)


_BETWEEN = (
    r"[\s:=(,]*(?:(?:level|levels|count|value|was|were|is|of|at|to|up|down|rose|fell|peaked|now|"
    r"today|elevated|low|high|increased|decreased|dropped|noted|measured|initial|repeat|from"
    r"|[<>~]|\d+(?:\.\d+)?\s*(?:to|->|-))[\s:=(,]*){0,6}"
)


@cache
def value_pattern(labels: tuple[str, ...]) -> re.Pattern[str] | None:
    """A label and the last of the numbers that follow it; None for no label."""
    if not labels:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, label.split())) for label in labels)
    return re.compile(
        rf"(?<![\w-])(?:{choices})(?![\w-]){_BETWEEN}(?P<value>\d+(?:[.,]\d+)?)(?![\d/])"
        r"(?:\s*(?:%|percent|mg/dl|g/dl|mmol/l|meq/l|mmhg|ng/ml|k/ul|l/min|u/l|kg/m2))?",
        re.IGNORECASE,
    )
