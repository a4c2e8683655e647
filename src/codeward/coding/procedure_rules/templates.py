"""Templates: the wordings of procedures and the codes with slots that they stand for, as data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from codeward.codesets.words import stems
from codeward.coding.phrase_table import PhraseTable

_FILES = (
    "abdomen.toml",
    "chest.toml",
    "head_and_spine.toml",
    "limbs.toml",
    "measures.toml",
    "operations.toml",
    "pelvis_and_birth.toml",
)
ELSE = "else"
ALL = " + "


class Template(msgspec.Struct, frozen=True):
    """A procedure that wordings name.

    Attributes:
        wordings: What names it.
        codes: Codes with slots; every one of them is built.
        slots: For each slot the characters by the words that choose them, first match first.
        elsewhere: Slots that another sentence of the same document may fill.
        part: The group of body parts that fills `{system}` and `{part}`, empty for none.
        count: The counting rule that fills the slots of the same name, empty for none.
        needs: Words of which one must stand in the sentence, none where it is empty.
        unless: Words of which none may stand in the sentence.
    """

    wordings: tuple[str, ...]
    codes: tuple[str, ...]
    slots: Mapping[str, Mapping[str, str]]
    elsewhere: frozenset[str] = frozenset()
    part: str = ""
    count: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@cache
def templates() -> tuple[Template, ...]:
    """All templates in the order of the files; the first that fits a wording counts."""
    folder = resources.files("codeward.coding").joinpath("data", "procedures")
    shared = tomllib.loads(folder.joinpath("shared.toml").read_text(encoding="utf-8"))
    return tuple(
        _template(entry, shared)
        for name in _FILES
        for entry in tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))["procedure"]
    )


@cache
def table() -> PhraseTable:
    """The wordings of all templates, each with the number of its template."""
    return PhraseTable(
        (wording, str(number)) for number, one in enumerate(templates()) for wording in one.wordings
    )


def _template(entry: dict[str, Any], shared: Mapping[str, Mapping[str, str]]) -> Template:
    known = ("wordings", "elsewhere", "codes", "part", "count", "needs", "unless")
    slots = {name: value for name, value in entry.items() if name not in known}
    return Template(
        wordings=tuple(entry["wordings"]),
        codes=tuple(entry["codes"]),
        slots={
            name: _stemmed(shared[value] if isinstance(value, str) else value)
            for name, value in slots.items()
        },
        elsewhere=frozenset(entry.get("elsewhere", ())),
        part=entry.get("part", ""),
        count=entry.get("count", ""),
        needs=tuple(" ".join(stems(one)) for one in entry.get("needs", ())),
        unless=tuple(" ".join(stems(one)) for one in entry.get("unless", ())),
    )


def _stemmed(choices: Mapping[str, str]) -> dict[str, str]:
    return {said if said == ELSE else _key(said): sign for said, sign in choices.items()}


def _key(said: str) -> str:
    """The stems of a wording; " + " joins wordings that must all stand there."""
    return ALL.join(" ".join(stems(one)) for one in said.split(ALL))
