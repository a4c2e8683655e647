"""Drugs that a note says were given: name, route, dose, code, units and waste."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.hcpcs.amounts import plain
from codeward.coding.hcpcs.dose import Dose, dose_in
from codeward.coding.hcpcs.drugs import Drug, formulary
from codeward.coding.hcpcs.units import units_of
from codeward.coding.mentions import Line
from codeward.coding.phrase_table import Found, PhraseTable
from codeward.model import EvidenceSpan, PathStep, Suggestion, System
from codeward.model.chart import SectionKind

_SILENT: Final = frozenset(
    (
        SectionKind.ALLERGIES,
        SectionKind.FAMILY,
        SectionKind.INSTRUCTIONS,
        SectionKind.MEDICATIONS,
        SectionKind.PAST,
        SectionKind.SOCIAL,
        SectionKind.SURGICAL,
    )
)
_INJECTED: Final = (
    r"\b(?:im|iv|ivp|ivpb|sq|sc|subq|sub-q|subcutaneous(?:ly)?|intramuscular(?:ly)?"
    r"|intravenous(?:ly)?|infus(?:ion|ed)|inject(?:ion|ed)|intra-?articular(?:ly)?"
    r"|intralesional(?:ly)?|intravitreal(?:ly)?|intravesical(?:ly)?|intrathecal(?:ly)?"
    r"|epidural(?:ly)?)\b"
)
_INHALED: Final = r"\b(?:nebs?|nebuliz(?:er|ed)|nebulization|inhal(?:ed|ation)|via mask)\b"
_SWALLOWED: Final = (
    r"\b(?:po|p\.o\.|oral(?:ly)?|by mouth|tab(?:let)?s?|capsules?|sublingual|odt|sl)\b"
)
_ROUTES: Final = (("injection", _INJECTED), ("inhalation", _INHALED), ("oral", _SWALLOWED))
_ROUTE: Final = tuple((name, re.compile(text, re.IGNORECASE)) for name, text in _ROUTES)
_GIVEN: Final = re.compile(
    r"\b(?:given|gave|administered|received|injected|infused|injection|infusion)\b", re.IGNORECASE
)
_NOT_HERE: Final = re.compile(
    r"\b(?:prescri(?:bed?|ption)|rx|refill(?:ed)?|at home|home med\w*|takes?|taking|continue[sd]?"
    r"|dispensed?|daily|bid|tid|qid|qhs|weekly|allerg\w+|declined|refused|held|not given)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 40
_SURE, _OPEN = 0.9, 0.7


class Given(msgspec.Struct, frozen=True):
    """A drug with its dose, and the offsets of the statement."""

    drug: Drug
    dose: Dose
    line: Line
    start: int
    end: int


def given_drugs(case: Case, code_set: CodeSet | None) -> Iterator[Suggestion]:
    """The HCPCS codes of the drugs that were given, each with its units, and JW lines beside."""
    known = formulary(code_set)
    for line in case.reading.lines:
        if line.sentence.section in _SILENT or known.table.first_stems.isdisjoint(line.stems):
            continue
        hits = _hits(known.table, line)
        for place, hit in enumerate(hits):
            if case.mention_at(line.number, hit.first, hit.last).assertion is not Assertion.PRESENT:
                continue
            given = _given(case, line, hits, place, known.named(hit.meaning))
            if given is not None:
                yield from _suggestions(case, given, code_set)


def _hits(table: PhraseTable, line: Line) -> list[Found]:
    found: list[Found] = []
    place = 0
    while place < len(line.words):
        hit = table.longest_at(line.words, place)
        if hit is not None:
            found.append(hit)
        place = hit.last if hit else place + 1
    return found


def _given(
    case: Case, line: Line, hits: list[Found], place: int, drugs: tuple[Drug, ...]
) -> Given | None:
    """The drug at a hit with route and dose; what follows counts before what stands in front."""
    text = case.texts[line.sentence.document]
    hit = hits[place]
    start, last = line.words[hit.first].start, line.words[hit.last - 1].end
    end = _statement_end(text, line, hits, place)
    before = max(line.sentence.start, start - _BEFORE)
    if place:
        before = max(before, line.words[hits[place - 1].last - 1].end)
    statement = text[before:end]
    route = next((name for name, pattern in _ROUTE if pattern.search(statement)), None)
    possible = [one for one in drugs if _fits(one, route, statement)]
    units = frozenset(one.unit for one in possible)
    dose = dose_in(text, last, end, units) or dose_in(text, before, start, units)
    if dose is None:
        return None
    drug = _of_best_size([one for one in possible if one.unit == dose.unit], dose)
    return Given(drug, dose, line, min(start, dose.start), max(last, dose.end))


def _statement_end(text: str, line: Line, hits: list[Found], place: int) -> int:
    """Where the next drug begins, or the next sentence ends if it speaks of waste."""
    if place + 1 < len(hits):
        return line.words[hits[place + 1].first].start
    end = line.sentence.end
    following = text.find("\n", end)
    following = len(text) if following < 0 else following
    tail = text[end:following]
    return (
        following
        if re.match(r"[.;\s]*[^.]*\b(?:wast|discard|entire|no )", tail, re.IGNORECASE)
        else end
    )


def _fits(drug: Drug, route: str | None, statement: str) -> bool:
    if drug.unit == "each" or (route is not None and route != drug.given):
        return False
    administered = _GIVEN.search(statement) is not None
    if _NOT_HERE.search(statement) and not administered:
        return False
    if drug.given == "injection" and not drug.also_taken:
        return True
    return route is not None or (administered and drug.given == "injection")


def _of_best_size(drugs: list[Drug], dose: Dose) -> Drug:
    """Where a substance has a code for each size: the largest that the dose is a multiple of."""
    exact = [one for one in drugs if dose.number % one.amount == 0]
    return max(exact, key=lambda one: one.amount) if exact else min(drugs, key=lambda o: o.amount)


def _suggestions(case: Case, given: Given, code_set: CodeSet | None) -> Iterator[Suggestion]:
    text = case.texts[given.line.sentence.document]
    drug, dose, document = given.drug, given.dose, given.line.sentence.document
    end = text.find("\n", given.line.sentence.end)
    counted = units_of(dose, drug, text, len(text) if end < 0 else end)
    spans = [(given.start, given.end), *counted.spans]
    needs = [dose.missing] if dose.missing else []
    if not counted.wasted and not counted.whole:
        needs.append("amount discarded, if from a single-dose container (JW or JZ)")
    if dose.missing:
        return
    path = (
        PathStep("drug", f"{drug.names[0]} -> {drug.code}"),
        PathStep("billing unit", f"{plain(drug.amount)} {drug.unit}"),
        *(PathStep("dose", step) for step in dose.steps),
        *(PathStep("units", step) for step in counted.steps),
        PathStep("code set", code_set.id.id if code_set else NOT_CHECKED),
    )
    main = Suggestion(
        system=System.HCPCS,
        code=drug.code,
        title=title_of(code_set, drug.code, f"{drug.names[0]}, {plain(drug.amount)} {drug.unit}"),
        sequence=0,
        confidence=_SURE if code_set else _OPEN,
        evidence=tuple(EvidenceSpan(document, a, b, text[a:b]) for a, b in spans),
        path=path,
        guideline="Medicare Claims Processing Manual, chapter 17",
        needs=tuple(needs),
        units=counted.given,
        modifiers=("JZ",) if counted.whole else (),
    )
    yield main
    if counted.wasted:
        yield msgspec.structs.replace(main, units=counted.wasted, modifiers=("JW",), needs=())


NOT_CHECKED: Final = "no HCPCS release is installed: validity of the code was not checked"


def title_of(code_set: CodeSet | None, code: str, ours: str) -> str:
    """The official title of a code, or what it stands for in our own words."""
    entry = code_set.entry(code) if code_set else None
    return (entry.title if entry else None) or ours
