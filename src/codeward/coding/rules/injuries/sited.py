"""Conditions coded by body part: the part picks the header, the words the code below it."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec

from codeward.codesets.words import stem
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Change, Drop, Rule
from codeward.coding.rules.support import add_at, down_to
from codeward.coding.sites import qualified
from codeward.model.chart import SectionKind

# An operative note dislocates a joint on purpose, a plan names risks, an exam gives findings.
_SILENT = frozenset(
    (
        SectionKind.EXAM,
        SectionKind.RESULTS,
        SectionKind.REVIEW,
        SectionKind.MEDICATIONS,
        SectionKind.INSTRUCTIONS,
        SectionKind.PROCEDURES,
        SectionKind.PLAN,
    )
)
_ENDS = {
    "distal": ("lower", "end"),
    "proximal": ("upper", "end"),
    "shaft": ("shaft",),
    "scaphoid": ("navicular",),
    "hip": ("head", "neck", "femur"),
    "humeral": ("humerus",),
    "femoral": ("femur",),
    "tibial": ("tibia",),
    "fibular": ("fibula",),
    "radial": ("radius",),
    "ulnar": ("ulna",),
    "bruise": ("contusion",),
    "metatarsal": ("foot",),
    "metacarpal": ("hand",),
    "vertebral": ("vertebra",),
    "vertebrae": ("vertebra",),
    "plantar": ("foot",),
    "wrist": ("forearm", "ulna", "radius"),
    "complete": ("complete",),
    "partial": ("incomplete",),
}
_UNLESS_OWN = {"hip": ("S72", "M84"), "wrist": ("M80", "M84")}


class _Condition(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    more: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    unless: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    with_neoplasm: str = ""
    with_osteoporosis: str = ""


def changes(case: Case) -> Iterator[Change]:
    """Code a fracture, sprain, abscess, ulcer or joint complication by the part its line names.

    What it does: the nearest part picks the header, side, kind and depth in the sentence the code.
    Why: I.B.2, I.B.13 and I.C.19: to the highest specificity documented.
    What it does not do: without a part in the line nothing is coded, and what a wording of the
    Tabular has already found stays as it is.
    """
    for line in case.reading.lines:
        if line.sentence.section in _SILENT:
            continue
        written = [word.word for word in line.words]
        here = frozenset(written)
        if not here & _first_words():
            continue
        for condition in _conditions():
            if condition.unless & here or (condition.needs and not condition.needs & here):
                continue
            found = _named(condition, written)
            if found is None:
                continue
            yield from _coded(case, condition, line.number, found, written)


def _named(condition: _Condition, written: Sequence[str]) -> tuple[int, int] | None:
    for phrase in condition.words:
        parts = phrase.split()
        if parts[0] not in written:
            continue
        for place in range(len(written) - len(parts) + 1):
            if list(written[place : place + len(parts)]) == parts:
                return place, place + len(parts)
    return None


def _coded(
    case: Case, condition: _Condition, line: int, found: tuple[int, int], written: Sequence[str]
) -> Iterator[Change]:
    known = [one for one in case.starting(*condition.covers) if one.line == line]
    settled = [one for one in known if not _is_open(case, one.code)]
    mention = case.mention_at(line, *found)
    part = _nearest(condition, written, found)
    if part is None or not mention.assertion.is_affirmed:
        return
    place, header = part
    if condition.with_osteoporosis and (osteoporosis := case.starting("M81")):
        header = condition.with_osteoporosis
        for one in osteoporosis:
            yield Drop(one.code)
    elif condition.with_neoplasm and case.has("C"):
        header = condition.with_neoplasm
    elif settled:
        return
    code = down_to(case, header, line, *_told(condition, written, header))
    if known and _is_open(case, code):
        return
    for one in known:
        yield Drop(one.code)
    yield add_at(case, mention, code, *_told_by(case, line, place, written))


def _is_open(case: Case, code: str) -> bool:
    """Whether the title of a code leaves something unspecified."""
    return "unspecified" in case.book.title(code).lower()


def _told(condition: _Condition, written: Sequence[str], header: str) -> frozenset[str]:
    """The stems that the words mean beside what they say."""
    meant = {
        stem(word)
        for said in written
        for word in _ENDS.get(said, ())
        if said not in _UNLESS_OWN or header.startswith(_UNLESS_OWN[said])
    }
    stems = frozenset(stem(word) for word in written)
    return frozenset(meant) | frozenset(condition.more) | qualified(header, stems)


def _told_by(case: Case, line: int, place: int, written: Sequence[str]) -> Iterator[Mention]:
    """The part, and the side where the line gives it."""
    yield case.mention_at(line, place, place + 1)
    for number, word in enumerate(written):
        if word in ("right", "left", "bilateral"):
            yield case.mention_at(line, number, number + 1)
            return


def _nearest(
    condition: _Condition, written: Sequence[str], found: tuple[int, int]
) -> tuple[int, str] | None:
    """The part nearest to the condition, after it before in front of it, and its header."""
    outward = (*range(found[1], len(written)), *range(found[0] - 1, -1, -1))
    for place in outward:
        word = written[place]
        for header, parts in condition.parts.items():
            if word in parts or word.removesuffix("s") in parts:
                return place, header
    return None


@cache
def _conditions() -> tuple[_Condition, ...]:
    source = resources.files("codeward.coding").joinpath("data", "sited.toml")
    entries = tomllib.loads(source.read_text(encoding="utf-8"))["condition"]
    return msgspec.convert(entries, tuple[_Condition, ...])


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for one in _conditions() for phrase in one.words)


RULE = Rule("coded-by-part", "I.B.2; I.B.13", changes)
