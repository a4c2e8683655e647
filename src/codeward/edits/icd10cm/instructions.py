"""What the instructional notes of a code ask for: the codes they name, and how strictly.

A note that heads a list and the items of the list are separate notes of one owner; together they
are one instruction, met by any code that one of them names. A qualified form such as
`E08-E13 with .44` is read as its range. Both are wider than the Tabular: the edits that ask here
want few false alarms.
"""

import re
from collections.abc import Iterable

import msgspec

from codeward.codesets import CodeSet, Note

_CATEGORY_LENGTH = 3
_CHAPTER = "CH"
_CONDITIONAL = re.compile(r"\b(if|as|where) (applicable|any|known|desired)\b", re.IGNORECASE)
_PARENTHESES = re.compile(r"\(([A-Z]\d[0-9A-Z]?[^()]*)\)")
_OPEN_LIST = "such as"


class Instruction(msgspec.Struct, frozen=True):
    """All notes of one kind that one owner carries.

    Attributes:
        owner: The code, block or chapter that carries the notes.
        targets: Codes, prefixes and ranges that they name, as published.
        open_ended: They name examples only ("such as"); other codes would do as well.
        conditional: They ask only if something is applicable or known.
    """

    owner: str
    targets: tuple[str, ...]
    open_ended: bool
    conditional: bool

    @property
    def below_category(self) -> bool:
        """Whether a subcategory or code carries it, not a category, block or chapter."""
        is_group = "-" in self.owner or self.owner.startswith(_CHAPTER)
        return len(self.owner) > _CATEGORY_LENGTH and not is_group

    def first_named(self, codes: Iterable[str]) -> str | None:
        """The first of the codes that the notes name, None where they name none of them."""
        bounds = tuple(_bounds(target) for target in self.targets)
        for code in codes:
            if any(in_range(code, low, high) for low, high in bounds):
                return code
        return None


def instructions(code_set: CodeSet, code: str, kind: str) -> tuple[Instruction, ...]:
    """The instructions of the code, own and inherited, nearest first; those with codes only."""
    owners: dict[str, list[int]] = {}
    notes = code_set.notes(code, kind)
    for place, note in enumerate(notes):
        owners.setdefault(note.owner, []).append(place)
    found = []
    for owner, places in owners.items():
        texts = " ".join(notes[place].text for place in places)
        targets = tuple(
            target
            for place in places
            for target in (*notes[place].targets, *_named_inside(notes[place]))
        )
        if targets:
            conditional = _CONDITIONAL.search(texts) is not None
            found.append(Instruction(owner, targets, _OPEN_LIST in texts, conditional))
    return tuple(found)


def _named_inside(note: Note) -> tuple[str, ...]:
    """Codes in parentheses before the closing ones, which alone are the note's targets."""
    groups = _PARENTHESES.findall(note.text)[:-1]
    return tuple(part.strip() for group in groups for part in group.split(","))


def in_range(code: str, low: str, high: str) -> bool:
    """Whether the code lies in a block or range of categories, both ends inclusive."""
    return bool(low) and low <= code[: len(low)] and code[: len(high)] <= high


def _bounds(target: str) -> tuple[str, str]:
    plain = target.split(" with ", maxsplit=1)[0].replace(".", "").strip().upper()
    low, _, high = plain.partition("-")
    return low.strip(), high.strip(" -") or low.strip()
