"""Compares what the engine suggests with the gold codes of the sample charts; pure."""

from collections.abc import Iterable

import msgspec

from codeward.demo.charts import GoldCode, SampleChart
from codeward.model import DiagnosisRole, Suggestion, System

CodeKey = tuple[System, str]

# The admitting diagnosis and the patient's reason for visit describe the door, not the stay.
_NOT_COMPARED = frozenset({DiagnosisRole.ADMITTING, DiagnosisRole.REASON_FOR_VISIT})


class Tally(msgspec.Struct, frozen=True):
    """Counts of codes and the figures that follow from them."""

    matched: int
    missed: int
    extra: int

    @property
    def precision(self) -> float | None:
        """Share of the suggested codes that are gold; None where nothing was suggested."""
        return _share(self.matched, self.matched + self.extra)

    @property
    def recall(self) -> float | None:
        """Share of the gold codes that were suggested; None where there is no gold."""
        return _share(self.matched, self.matched + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where both sides are empty."""
        return _share(2 * self.matched, 2 * self.matched + self.missed + self.extra)


class ChartComparison(msgspec.Struct, frozen=True):
    """One chart: which codes agree. Each tuple keeps the order of the claim or the suggestions.

    Attributes:
        chart: Name of the sample chart.
        matched: Gold codes that were suggested.
        missed: Gold codes that were not.
        extra: Suggested codes that are not gold.
        first_listed_agrees: Whether the first suggested diagnosis is the gold principal.
    """

    chart: str
    matched: tuple[CodeKey, ...]
    missed: tuple[CodeKey, ...]
    extra: tuple[CodeKey, ...]
    first_listed_agrees: bool

    def tally(self, system: System | None = None) -> Tally:
        """The counts of this chart, of one system or of all."""
        return Tally(
            matched=_count(self.matched, system),
            missed=_count(self.missed, system),
            extra=_count(self.extra, system),
        )


def compare(chart: SampleChart, suggestions: Iterable[Suggestion]) -> ChartComparison:
    """Hold suggestions against the gold of a chart, code by code, each code once."""
    gold = gold_keys(chart.gold)
    proposed = tuple(suggestions)
    found = tuple(dict.fromkeys((one.system, one.code) for one in proposed))
    return ChartComparison(
        chart=chart.name,
        matched=tuple(key for key in gold if key in found),
        missed=tuple(key for key in gold if key not in found),
        extra=tuple(key for key in found if key not in gold),
        first_listed_agrees=_first_listed(proposed) == _principal(chart.gold),
    )


def total(comparisons: Iterable[ChartComparison], system: System | None = None) -> Tally:
    """The counts over several charts (micro average), of one system or of all."""
    tallies = [one.tally(system) for one in comparisons]
    return Tally(
        matched=sum(one.matched for one in tallies),
        missed=sum(one.missed for one in tallies),
        extra=sum(one.extra for one in tallies),
    )


def by_system(comparisons: Iterable[ChartComparison]) -> dict[System, Tally]:
    """The counts of each system that occurs in gold or suggestions, in the order of `System`."""
    known = tuple(comparisons)
    seen = {system for one in known for system, _ in (*one.matched, *one.missed, *one.extra)}
    return {system: total(known, system) for system in System if system in seen}


def gold_keys(gold: Iterable[GoldCode]) -> tuple[CodeKey, ...]:
    """The gold codes that a suggestion can meet, each once, in claim order."""
    compared = (one for one in gold if one.role not in _NOT_COMPARED)
    return tuple(dict.fromkeys((one.system, one.code) for one in compared))


def _principal(gold: Iterable[GoldCode]) -> str | None:
    return next((one.code for one in gold if one.role is DiagnosisRole.PRINCIPAL), None)


def _first_listed(suggestions: Iterable[Suggestion]) -> str | None:
    diagnoses = (one for one in suggestions if one.system is System.ICD10CM)
    first = min(diagnoses, key=lambda one: one.sequence, default=None)
    return first.code if first else None


def _count(keys: Iterable[CodeKey], system: System | None) -> int:
    return sum(1 for found, _ in keys if system is None or found == system)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
