"""Finds the indicators of all topics in a chart: affirmed words and values beyond their limit."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

from codeward.codesets.words import words
from codeward.coding.case import Case
from codeward.coding.mentions import Line
from codeward.coding.topics.topic import Indicator, topics, value_pattern, words_pattern
from codeward.model import EvidenceSpan
from codeward.model.chart import SectionKind

# Findings of another time or person raise no question about this encounter.
_ELSEWHERE = frozenset(
    {
        SectionKind.PAST,
        SectionKind.SURGICAL,
        SectionKind.FAMILY,
        SectionKind.SOCIAL,
        SectionKind.ALLERGIES,
        SectionKind.INSTRUCTIONS,
    }
)

Found = Mapping[Indicator, EvidenceSpan]


def read_indicators(case: Case) -> Found:
    """The first affirmed place of each indicator, read in one pass over the words of the chart."""
    found: dict[Indicator, EvidenceSpan] = {}
    table = _by_first_word()
    for line in case.reading.lines:
        sentence = line.sentence
        if sentence.copied or sentence.section in _ELSEWHERE:
            continue
        text = case.texts[sentence.document]
        before = -1
        for word in line.words:
            start = word.start
            # The words that an abbreviation stands for share its place.
            if start == before:
                continue
            before = start
            for indicator, pattern in table.get(text[start : word.end].lower(), ()):
                if indicator not in found:
                    match = pattern.match(text, start, sentence.end)
                    if match and _counts(indicator, match, line):
                        span = EvidenceSpan(sentence.document, start, match.end(), match[0])
                        found[indicator] = span
    return found


def _counts(indicator: Indicator, match: re.Match[str], line: Line) -> bool:
    if "value" in match.re.groupindex:
        return indicator.counts(float(match["value"].replace(",", "")))
    return _affirmed(line, match.start(), match.end())


@cache
def _by_first_word() -> dict[str, tuple[tuple[Indicator, re.Pattern[str]], ...]]:
    """What may begin at a word: each indicator with the pattern that must match there."""
    table: dict[str, dict[tuple[Indicator, re.Pattern[str]], None]] = {}
    for topic in topics():
        for indicator in topic.indicator:
            for first, pattern in _beginnings(indicator):
                table.setdefault(first, {})[indicator, pattern] = None
    return {first: tuple(entries) for first, entries in table.items()}


def _beginnings(indicator: Indicator) -> Iterator[tuple[str, re.Pattern[str]]]:
    for wordings, pattern in (
        (indicator.words, words_pattern(indicator.words)),
        (indicator.labels, value_pattern(indicator.labels)),
    ):
        if pattern is None:
            continue
        for wording in wordings:
            first = words(wording, 0, len(wording))[0]
            yield wording[first.start : first.end].lower(), pattern


def _affirmed(line: Line, start: int, end: int) -> bool:
    """Whether the words at these offsets are meant of the patient and now."""
    starts = [word.start for word in line.words]
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_right(starts, end - 1), first + 1)
    return line.meant(first, last).is_affirmed
