"""Compares suggested with given codes: precision, recall, F1, and how sure these figures are.

Over-coding and under-coding are counted alike: a wrong code and a missed code weigh the same.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

_SAMPLES = 1000
_SEED = 20260401
_MOST_CODES = 50
Pair = tuple[frozenset[str], frozenset[str]]


class Score(msgspec.Struct, frozen=True):
    """Micro-averaged figures, and the middle 95 % of F1 over resampled documents."""

    precision: float
    recall: float
    f1: float
    f1_low: float | None = None
    f1_high: float | None = None


class Tally(msgspec.Struct, frozen=True):
    """How one code or group was met: rightly suggested, wrongly suggested, missed."""

    right: int
    wrong: int
    missed: int


class Evaluation(msgspec.Struct, frozen=True):
    """The figures of one code system.

    Attributes:
        charts: Number of charts.
        micro: Over all full codes.
        category: Over three characters.
        noise_per_note: Wrong codes a chart.
        by_code: The codes that weigh most, by right, wrong and missed.
        by_chapter: By first character of the code.
        by_section: Suggested codes by the section of their first evidence: right and wrong.
        by_document_type: By type of document, where documents have one.
        suggested_again: Codes suggested although a person had refused them in that chart: each
            refusal is a case that a later version must not fail.
    """

    charts: int
    micro: Score
    category: Score
    noise_per_note: float
    by_code: Mapping[str, Tally]
    by_chapter: Mapping[str, Tally]
    by_section: Mapping[str, Tally]
    by_document_type: Mapping[str, Score]
    suggested_again: int = 0


class Compared(msgspec.Struct, frozen=True):
    """One chart: what was suggested, with the section of its evidence, and what was given."""

    found: Mapping[str, str]
    given: frozenset[str]
    document_type: str = ""
    rejected: frozenset[str] = frozenset()

    @property
    def pair(self) -> Pair:
        """Suggested and given codes."""
        return frozenset(self.found), self.given


def evaluated(charts: Sequence[Compared]) -> Evaluation:
    """The figures over charts; the same charts give the same figures."""
    pairs = [one.pair for one in charts]
    kinds = sorted({one.document_type for one in charts if one.document_type})
    return Evaluation(
        charts=len(charts),
        micro=with_interval(pairs),
        category=score([(_short(found), _short(given)) for found, given in pairs]),
        noise_per_note=round(sum(len(f - g) for f, g in pairs) / max(len(pairs), 1), 3),
        by_code=_most(_tallies(pairs, lambda code: code)),
        by_chapter=_tallies(pairs, lambda code: code[:1]),
        by_section=_sections(charts),
        by_document_type={
            kind: score([one.pair for one in charts if one.document_type == kind]) for kind in kinds
        },
        suggested_again=sum(len(one.rejected & one.found.keys()) for one in charts),
    )


def score(pairs: Iterable[Pair]) -> Score:
    """Micro-averaged precision, recall and F1."""
    right = found = given = 0
    for one, other in pairs:
        right += len(one & other)
        found += len(one)
        given += len(other)
    return Score(
        round(right / max(found, 1), 4),
        round(right / max(given, 1), 4),
        round(2 * right / max(found + given, 1), 4),
    )


def with_interval(pairs: Sequence[Pair]) -> Score:
    """The figures with the middle 95 % of F1 over charts drawn with replacement."""
    counts = [(len(found & given), len(found) + len(given)) for found, given in pairs]
    if not counts:
        return score(pairs)
    draw = random.Random(_SEED)  # noqa: S311 - a bootstrap, not a secret
    drawn = sorted(_f1(draw.choices(counts, k=len(counts))) for _ in range(_SAMPLES))
    low, high = drawn[_SAMPLES // 40], drawn[-_SAMPLES // 40]
    return msgspec.structs.replace(score(pairs), f1_low=round(low, 4), f1_high=round(high, 4))


def _f1(counts: Iterable[tuple[int, int]]) -> float:
    right = total = 0
    for one, other in counts:
        right += one
        total += other
    return 2 * right / max(total, 1)


def _short(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code[:3] for code in codes)


def _tallies(pairs: Iterable[Pair], key: Callable[[str], str]) -> dict[str, Tally]:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for found, given in pairs:
        right.update(map(key, found & given))
        wrong.update(map(key, found - given))
        missed.update(map(key, given - found))
    names = sorted({*right, *wrong, *missed})
    return {name: Tally(right[name], wrong[name], missed[name]) for name in names}


def _most(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    weighed = sorted(tallies.items(), key=lambda one: (-(one[1].wrong + one[1].missed), one[0]))
    return dict(weighed[:_MOST_CODES])


def _sections(charts: Iterable[Compared]) -> dict[str, Tally]:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one in charts:
        for code, section in one.found.items():
            (right if code in one.given else wrong)[section] += 1
    return {name: Tally(right[name], wrong[name], 0) for name in sorted({*right, *wrong})}
