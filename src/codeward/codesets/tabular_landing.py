"""From a code that an index gives to the Tabular List: its leaves, its default, what is missing.

Official Guidelines, section I.B.1: the Index is where coding starts, never where it ends.
"""

from collections.abc import Mapping
from typing import Final, Protocol

import msgspec

from codeward.codesets.entry import CodeEntry, Note
from codeward.codesets.readers.index_xml import IndexCode

_PADDED: Final = 6
_PLACEHOLDER: Final = "X"
_INITIAL_ENCOUNTER: Final = "A"
_UNSPECIFIED_ENDINGS: Final = ("9", "0")


class TabularList(Protocol):
    """What a landing asks of the Tabular List; `CodeSet` answers it."""

    def entry(self, code: str) -> CodeEntry | None:
        """Any node."""
        ...

    def children(self, code: str) -> tuple[str, ...]:
        """The nodes right below."""
        ...

    def notes(self, code: str, *kinds: str) -> tuple[Note, ...]:
        """Own and inherited notes."""
        ...

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """Seventh characters and their meaning."""
        ...


class Continuation(msgspec.Struct, frozen=True):
    """A node that an incomplete code may be completed to, and whether a claim may carry it."""

    code: str
    title: str | None
    billable: bool


class Landing(msgspec.Struct, frozen=True):
    """Where an index entry lands.

    Attributes:
        code: The node of the Tabular List.
        entry: Its entry, None where this release does not know the code.
        notes: The notes that apply, inherited ones included.
        continuations: What may follow, one step down; () at a billable code.
        default: The billable code that serves where the documentation says no more; None where
            there is none. A marked default that asks for detail, never a silent choice.
    """

    code: str
    entry: CodeEntry | None
    notes: tuple[Note, ...]
    continuations: tuple[Continuation, ...]
    default: str | None


def landing(code: IndexCode, tabular: TabularList) -> Landing:
    """Where an index code lands in the Tabular List of the release."""
    entry = tabular.entry(code.code)
    if entry is None:
        return Landing(code.code, None, (), (), None)
    below = () if entry.billable else tabular.children(code.code)
    return Landing(
        code=code.code,
        entry=entry,
        notes=tabular.notes(code.code),
        continuations=tuple(_continuation(one, tabular) for one in below),
        default=default_leaf(code.code, tabular),
    )


def _continuation(code: str, tabular: TabularList) -> Continuation:
    entry = tabular.entry(code)
    return Continuation(
        code, entry.title if entry else None, billable=bool(entry and entry.billable)
    )


def default_leaf(code: str, tabular: TabularList) -> str | None:
    """The billable code that a header means when nothing more is documented.

    Descends through the child called unspecified, else one that ends in 9 or 0. Where only a
    seventh character is due, that of the initial encounter. None where no child is a default.

    Source: Official Guidelines, section I.A.9.b.
    """
    while True:
        entry = tabular.entry(code)
        if entry is None or entry.billable:
            return code if entry else None
        children = [child for child in map(tabular.entry, tabular.children(code)) if child]
        seventh = _seventh(code, children, tabular)
        chosen = seventh or _unspecified(children)
        if chosen is None or chosen == code:
            return None
        code = chosen


def _seventh(code: str, children: list[CodeEntry], tabular: TabularList) -> str | None:
    """The child with the initial encounter's character, where all children are extensions."""
    defined = tabular.seventh_characters(code)
    extensions = {child.code for child in children if child.code[:-1] == code.ljust(_PADDED, "X")}
    if not defined or not children or len(extensions) < len(children):
        return None
    initial = code.ljust(_PADDED, _PLACEHOLDER) + _INITIAL_ENCOUNTER
    return initial if initial in extensions else min(extensions)


def _unspecified(children: list[CodeEntry]) -> str | None:
    """The child that stands for what is not specified; 9 before 0, then the shortest title."""
    titled = [child for child in children if child.title]
    named = [child for child in titled if "unspecified" in (child.title or "").lower()]
    ending = [child for child in titled if child.code.endswith(_UNSPECIFIED_ENDINGS)]
    found = named or ending
    if not found and len(children) == 1:
        return children[0].code
    best = min(
        found,
        key=lambda child: (
            not child.code.endswith("9"),
            not child.code.endswith("0"),
            len(child.title or ""),
            child.code,
        ),
        default=None,
    )
    return best.code if best else None
