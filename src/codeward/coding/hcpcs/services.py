"""Services and supplies with a HCPCS code of their own, named in the note; pieces are counted."""

import re
import tomllib
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from codeward.codesets import CodeSet
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.hcpcs.given_drugs import NOT_CHECKED, title_of
from codeward.coding.mentions import Line
from codeward.coding.phrase_table import Found, PhraseTable
from codeward.model import PathStep, Suggestion, System
from codeward.model.chart import SectionKind

_SILENT: Final = frozenset(
    (
        SectionKind.ALLERGIES,
        SectionKind.FAMILY,
        SectionKind.INSTRUCTIONS,
        SectionKind.PAST,
        SectionKind.SURGICAL,
    )
)
_COUNT_BEFORE: Final = re.compile(r"(\d{1,4})\s+(?:\w+\s){0,2}$")
_COUNT_AFTER: Final = re.compile(
    r"^\W{0,3}(?:#|x|qty\.?|quantity|count)\s*:?\s*(\d{1,4})\b", re.IGNORECASE
)
_BOXES: Final = re.compile(
    r"(\d{1,3}|one|two|three|four)\s+box(?:es)?\s+(?:of\s+)?$", re.IGNORECASE
)
_WORDS: Final = {"one": 1, "two": 2, "three": 3, "four": 4}
_REACH: Final = 24
_SURE, _OPEN = 0.85, 0.7


class Service(msgspec.Struct, frozen=True):
    """A service or supply: how one speaks of it, and how many pieces make one unit."""

    code: str
    names: tuple[str, ...]
    per: int = 0
    unless: frozenset[str] = frozenset()
    count: str = ""


@cache
def services_list() -> tuple[Service, ...]:
    """The list that ships with Codeward, in our own words."""
    source = resources.files("codeward.coding.hcpcs").joinpath("data", "services.toml")
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["service"]
    return msgspec.convert(rows, tuple[Service, ...])


@cache
def _table() -> PhraseTable:
    return PhraseTable(
        (name, str(number)) for number, one in enumerate(services_list()) for name in one.names
    )


def services(case: Case, code_set: CodeSet | None) -> Iterator[Suggestion]:
    """The services and supplies that the note says were provided."""
    for line in case.reading.lines:
        if line.sentence.section in _SILENT or _table().first_stems.isdisjoint(line.stems):
            continue
        place = 0
        while place < len(line.words):
            hit = _table().longest_at(line.words, place)
            place = hit.last if hit else place + 1
            if hit is None:
                continue
            service = services_list()[int(hit.meaning)]
            mention = case.mention_at(line.number, hit.first, hit.last)
            barred = service.unless & {word.word for word in line.words}
            if mention.assertion is Assertion.PRESENT and not barred:
                units, step = _units(service, case, line, hit)
                yield Suggestion(
                    system=System.HCPCS,
                    code=service.code,
                    title=title_of(code_set, service.code, service.names[0]),
                    sequence=0,
                    confidence=_SURE if code_set else _OPEN,
                    evidence=(mention.span,),
                    path=(
                        PathStep("service", f"{service.names[0]} -> {service.code}"),
                        *((PathStep("units", step),) if step else ()),
                        PathStep("code set", code_set.id.id if code_set else NOT_CHECKED),
                    ),
                    units=units,
                )


def _units(service: Service, case: Case, line: Line, hit: Found) -> tuple[Decimal, str]:
    if not service.per and not service.count:
        return Decimal(1), ""
    text = case.texts[line.sentence.document]
    start, end = line.words[hit.first].start, line.words[hit.last - 1].end
    before = text[max(line.sentence.start, start - _REACH) : start]
    boxes = _BOXES.search(before)
    if boxes and service.per:
        count = _WORDS.get(boxes[1].lower()) or int(boxes[1])
        return Decimal(count), f"{count} boxes of {service.per}"
    found = _COUNT_AFTER.search(text[end : line.sentence.end]) or _COUNT_BEFORE.search(before)
    if found is None:
        return Decimal(1), ""
    pieces, per = int(found[1]), service.per or 1
    units = (Decimal(pieces) / per).to_integral_value(ROUND_CEILING)
    return units, f"{pieces} / {per} a unit, rounded up = {units}"
