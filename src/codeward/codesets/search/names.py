"""Names that official lists lack: lay words, eponyms and everyday names, each with its code.

Written for this project. A name stands for the code that a coder would assign to it unqualified.
"""

from functools import cache

import msgspec

from codeward.codesets.search.word_tables import rows

_FILE = "names.tsv"
_REWRITES = "rewrites.tsv"
_OPERATIONS = "operations.tsv"


class Name(msgspec.Struct, frozen=True):
    """A name and the undotted ICD-10-CM code that it stands for."""

    text: str
    code: str


class Rewrite(msgspec.Struct, frozen=True):
    """Words of a query and the official words for them, each between blanks."""

    typed: str
    official: str

    @classmethod
    def of(cls, typed: str, official: str) -> "Rewrite":
        """Of words as the table has them: the blanks keep parts of words from matching."""
        return cls(f" {typed} ", f" {official} ")


@cache
def names() -> tuple[Name, ...]:
    """All names, in table order; a row may hold several, separated by `;`."""
    return tuple(
        Name(text.strip(), code.replace(".", ""))
        for code, texts in rows(_FILE, columns=2)
        for text in texts.split(";")
    )


@cache
def rewrites() -> tuple[Rewrite, ...]:
    """How official diagnosis titles put what people write."""
    return tuple(Rewrite.of(typed, official) for typed, official in rows(_REWRITES, columns=2))


@cache
def operations() -> tuple[Rewrite, ...]:
    """How ICD-10-PCS puts the operations that people name (PCS root operations and body parts)."""
    return tuple(Rewrite.of(typed, official) for typed, official in rows(_OPERATIONS, columns=2))
