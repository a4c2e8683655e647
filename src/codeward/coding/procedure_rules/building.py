"""Building: the characters of a code, each from the words of the sentence or left open."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from codeward.codesets.words import Word
from codeward.coding.procedure_rules.coronary import bypass, dilation
from codeward.coding.procedure_rules.durations import duration
from codeward.coding.procedure_rules.levels import levels
from codeward.coding.procedure_rules.parts import Part, only_part, parts, side_at
from codeward.coding.procedure_rules.templates import ALL, ELSE, Template

_SIDE = "side"


class Built(msgspec.Struct, frozen=True):
    """A code and the slots that were filled by default."""

    code: str
    defaulted: tuple[str, ...] = ()


class Around:
    """The words of a whole document, joined and searched once for all of its procedures."""

    def __init__(self, words: Sequence[Word] = ()) -> None:
        self._words = words
        self._parts: dict[str, tuple[Part, ...]] = {}

    @cached_property
    def text(self) -> str:
        """The stems, with a blank at either side of each."""
        return _joined(self._words)

    def only_part(self, group: str) -> tuple[Part, ...]:
        """The part of a group that the document names, if it names one only."""
        if group not in self._parts:
            self._parts[group] = only_part(group, self._words)
        return self._parts[group]


NOTHING_AROUND = Around()


def build(
    template: Template,
    words: Sequence[Word],
    first: int,
    last: int,
    around: Around = NOTHING_AROUND,
) -> tuple[Built, ...]:
    """The codes of a procedure named at words `first` to `last`; none where a slot stays open.

    `around` holds the words of the whole document, for the slots that other sentences may fill.
    """
    text = _joined(words)
    if any(f" {one} " in text for one in template.unless):
        return ()
    if template.needs and not any(f" {one} " in text for one in template.needs):
        return ()
    if template.count == "bypass":
        return tuple(Built(code) for code in bypass(words))
    filled = _filled(template, text, around, side_at(words, first, last))
    counted = _counted(template.count, words)
    if filled is None or counted is None:
        return ()
    characters, defaulted = filled
    found = [
        Built(code, defaulted)
        for place in _places(template, words, first, last, around)
        for code in _codes(template, characters | counted, place)
    ]
    return tuple(found)


def _joined(words: Sequence[Word]) -> str:
    return f" {' '.join(word.stem for word in words)} "


def _filled(
    template: Template, text: str, around: Around, side: str | None
) -> tuple[dict[str, str], tuple[str, ...]] | None:
    characters: dict[str, str] = {}
    defaulted: list[str] = []
    for slot, choices in template.slots.items():
        if slot == _SIDE:
            sign = choices.get(side or "")
        else:
            sign = _chosen(choices, text)
            if sign is None and slot in template.elsewhere:
                sign = _chosen(choices, around.text)
        if sign is None and ELSE in choices:
            sign = choices[ELSE]
            defaulted.append(slot)
        if sign is None:
            return None
        characters[slot] = sign
    return characters, tuple(defaulted)


def _chosen(choices: Mapping[str, str], text: str) -> str | None:
    """The character of the first choice whose wordings all stand in the text."""
    for said, sign in choices.items():
        if all(f" {one} " in text for one in said.split(ALL)):
            return sign
    return None


def _counted(count: str, words: Sequence[Word]) -> dict[str, str] | None:
    match count:
        case "duration":
            return duration(words)
        case "dilation":
            return dilation(words)
        case _:
            return {}


def _places(
    template: Template, words: Sequence[Word], first: int, last: int, around: Around
) -> Iterator[dict[str, str]]:
    """The body parts, as the slots that they fill."""
    if template.count == "levels":
        for joint, disc in levels(words):
            yield {"joint": joint, "disc": disc}
    elif template.part:
        found: tuple[Part, ...] = parts(template.part, words, first, last)
        if not found and "part" in template.elsewhere:
            found = around.only_part(template.part)
        for one in found:
            yield {"system": one.system, "part": one.part}
    else:
        yield {}


def _codes(template: Template, characters: dict[str, str], place: dict[str, str]) -> Iterator[str]:
    """Each code; a slot of several characters, as for both sides, gives one code for each."""
    several = {name: signs for name, signs in characters.items() if " " in signs}
    for code in template.codes:
        used = next((name for name in several if f"{{{name}}}" in code), None)
        for sign in several[used].split() if used else ("",):
            yield code.format(**(characters | place | ({used: sign} if used else {})))
