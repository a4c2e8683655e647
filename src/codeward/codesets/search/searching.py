"""One query over all code sets: codes first, then words, the systems merged by score."""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from codeward.codesets.search.code_sets import SearchableCodeSet, SearchableReleases
from codeward.codesets.search.hits import Hit
from codeward.codesets.search.index import Ranked, SearchIndex
from codeward.codesets.search.intent import procedural
from codeward.codesets.search.names import operations, rewrites
from codeward.codesets.search.presentation import itself, presented
from codeward.codesets.search.queries import Alternative, alternatives
from codeward.codesets.search.routing import code_prefixes
from codeward.model import NoReleaseError, System

SEARCHED = (System.ICD10CM, System.ICD10PCS, System.HCPCS, System.CPT)
"""The systems that can be searched, in the order in which equal scores stand."""

BLOB = "search"
"""Name of the artefact in a compiled release."""

_PROCEDURE_SCALE = 2.0
_PROCEDURE_FIRST = 0.5
_PROCEDURE_LAST = -0.7
_SERVICE_SHIFT = -0.3
_MOST_ROUTED = 2_000
_ROUNDING = 0.0001  # of the scores of hits


def search(
    query: str, on: SearchableReleases, systems: Sequence[System] = (), limit: int = 20
) -> tuple[Hit, ...]:
    """The codes that answer `query` on a day, best first; the same arguments give the same hits.

    A query that is a code or its beginning is answered by the codes that begin so. Everything else
    is read as words: abbreviations, lay names, misspellings and unfinished words included. Billable
    codes come first; a header opens to the codes below it that the words do not tell apart.

    Args:
        query: As typed.
        on: The releases in force on the day.
        systems: Where to search; without any, everywhere that is installed.
        limit: The most hits to give.

    Raises:
        NoReleaseError: A system asked for by name is not installed for the day.
    """
    code_sets = list(_code_sets(on, systems))
    routed = [hit for system, codes in code_sets for hit in _routed(query, system, codes, limit)]
    if routed or limit < 1:
        return tuple(routed[:limit])
    return tuple(_merged(query, code_sets, limit))


def _merged(
    query: str, code_sets: Sequence[tuple[System, SearchableCodeSet]], limit: int
) -> list[Hit]:
    """The best hits of all systems; one that cannot come among them is not searched."""
    order = {system: number for number, system in enumerate(SEARCHED)}
    asked = [one for system, codes in code_sets if (one := _question(query, system, codes))]
    hits: list[Hit] = []
    for one in sorted(asked, key=lambda one: -one.most()):
        full = len(hits) >= limit and hits[-1].billable
        least = hits[-1].score - _ROUNDING if full else None
        if least is not None and not one.may_exceed(least):
            continue
        hits += _worded(query, one, limit, least)
        hits.sort(key=lambda hit: (not hit.billable, -hit.score, order[hit.system]))
        del hits[limit:]
    return hits


def _code_sets(
    on: SearchableReleases, systems: Sequence[System]
) -> Iterator[tuple[System, SearchableCodeSet]]:
    for system in systems or SEARCHED:
        codes = on.code_set(system)
        if codes is not None:
            yield system, codes
        elif systems:
            raise NoReleaseError(
                f"{system} is not installed: import the publisher's file with "
                "`codeward codesets import`, then search again"
            )


def _routed(query: str, system: System, codes: SearchableCodeSet, limit: int) -> Iterator[Hit]:
    """The codes that begin like the query, the billable ones first."""
    for routed, prefix in code_prefixes(query):
        if routed is not system:
            continue
        found = list(islice(_beginning(prefix, codes), _MOST_ROUTED))
        for code in sorted(found, key=lambda code: (not codes.is_billable(code), code))[:limit]:
            yield from itself(code, codes, system, 1.0, f"code {prefix}")


def _beginning(prefix: str, codes: SearchableCodeSet) -> Iterator[str]:
    entry = codes.entry(prefix)
    if entry is not None:
        yield prefix
        if entry.header or not entry.billable:
            yield from codes.leaves(prefix)
        return
    index = _opened(codes)
    if index is not None:
        yield from index.beginning(prefix)


class _Question(msgspec.Struct, frozen=True):
    """A query as one system reads it."""

    system: System
    codes: SearchableCodeSet
    index: SearchIndex
    readings: tuple[Alternative, ...]
    scale: float
    shift: float

    def most(self) -> float:
        """The score that no hit of the system exceeds, whatever the words."""
        return self.index.most() * self.scale + self.shift

    def may_exceed(self, score: float) -> bool:
        """Whether a hit can have at least that score; the words are only read when they count."""
        if self.most() < score:
            return False
        return self.index.most(self.readings) * self.scale + self.shift >= score


def _question(query: str, system: System, codes: SearchableCodeSet) -> _Question | None:
    """How a system reads the query; None where nothing can be searched."""
    index = _opened(codes)
    if index is None:
        return None
    official = operations() if system is System.ICD10PCS else rewrites()
    readings = alternatives(query, index.known, official, index.slipped)
    scale, shift = _scale(system, readings)
    return _Question(system, codes, index, readings, scale, shift)


def _worded(query: str, asked: _Question, limit: int, least: float | None) -> list[Hit]:
    """The best hits of one system, as many as the limit or a few more; `least` is wanted."""
    words = query.lower().split()
    own = (least - asked.shift) / asked.scale if least is not None else 0.0
    hits: list[Hit] = []
    for ranked in asked.index.rank(asked.readings, limit, least=own):
        score = ranked.score * asked.scale + asked.shift
        reason = _reason(ranked)
        hits += presented(ranked.code, asked.codes, asked.system, score, reason, words)
        if len(hits) >= limit:
            break
    return hits


def _scale(system: System, readings: Sequence[Alternative]) -> tuple[float, float]:
    """How scores of a system compare with those of diagnoses."""
    if system is System.ICD10CM:
        return 1.0, 0.0
    if system is System.ICD10PCS:
        wanted = any(procedural(reading.words) for reading in readings[:2])
        return _PROCEDURE_SCALE, _PROCEDURE_FIRST if wanted else _PROCEDURE_LAST
    return _PROCEDURE_SCALE, _SERVICE_SHIFT


def _reason(ranked: Ranked) -> str:
    """What matched and how the query was read, for the person who searches."""
    wording = f"{ranked.source}: {ranked.wording}" if ranked.wording else ranked.source
    return "; ".join([wording, *ranked.changes])


def _opened(codes: SearchableCodeSet) -> SearchIndex | None:
    """The opened index of a release; kept, as the same release always has the same bytes."""
    key = codes.id.sha256
    if key not in _cache:
        artefact = codes.blob(BLOB)
        while len(_cache) >= _MOST_OPEN:
            _cache.pop(next(iter(_cache)))
        _cache[key] = SearchIndex(artefact) if artefact is not None else None
    return _cache[key]


_MOST_OPEN = 8
_cache: dict[str, SearchIndex | None] = {}
