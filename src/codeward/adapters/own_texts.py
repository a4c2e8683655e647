"""The texts of this Codeward that name codes: edits, coding rules and wordings, search wordings."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from codeward.codesets.code_uses import NamedText, UseKind

_PACKAGES = (
    ("codeward.edits", UseKind.EDIT),
    ("codeward.coding", UseKind.CODING_RULE),
    ("codeward.codesets.search", UseKind.SEARCH_WORDING),
)
_WORDINGS = {".toml", ".tsv"}
# The cases beside an edit are its tests: they name codes on purpose that are not valid.
_CASES = ".cases.toml"


def own_texts() -> Iterator[NamedText]:
    """Every text, in the order of its package and name."""
    for package, kind in _PACKAGES:
        yield from _texts(resources.files(package), package.replace(".", "/"), kind)


def _texts(folder: Traversable, path: str, kind: UseKind) -> Iterator[NamedText]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        where = f"{path}/{entry.name}"
        suffix = f".{entry.name.rpartition('.')[2]}"
        if entry.is_dir():
            yield from _texts(entry, where, kind)
        elif suffix in _WORDINGS and not entry.name.endswith(_CASES):
            wording = kind if kind is UseKind.SEARCH_WORDING else UseKind.CODING_WORDING
            yield NamedText(wording, where, entry.read_text("utf-8"))
        elif suffix == ".py":
            yield NamedText(kind, where, entry.read_text("utf-8"))
