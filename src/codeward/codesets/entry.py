"""What one code set says about one code: its entry, its notes, and what excludes it."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """Level of an entry in its hierarchy.

    `CATEGORY` is the three-character category (billable where nothing stands below it),
    `SUBCATEGORY` any header below it, `CODE` a code that the publisher lists by itself and
    `EXTENSION` a code built from a subcategory and a seventh character.
    """

    CHAPTER = "chapter"
    BLOCK = "block"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    CODE = "code"
    EXTENSION = "extension"


class CodeEntry(msgspec.Struct, frozen=True, gc=False):
    """A node of a code set in one release.

    Attributes:
        code: Undotted code; a chapter is `CH01` to `CH22`, a block its range such as `A00-A09`.
        title: Official title, None where no installed file has it ("title not in this release").
        billable: Valid for a claim within the release.
        header: A chapter, block, category or subcategory that needs more characters. A code that
            is neither billable nor a header belongs to another time: see `CodeSet.validity`.
        parent: The node above, None at a chapter and in code sets without hierarchy.
        title_source: The file that the title comes from; empty where there is no title.
        kind: Level in the hierarchy.
    """

    code: str
    title: str | None
    billable: bool
    header: bool
    parent: str | None
    title_source: str = ""
    kind: Kind = Kind.CODE


class NoteKind(StrEnum):
    """Kinds of notes of the ICD-10-CM Tabular List (Official Guidelines, section I.A)."""

    NOTE = "note"
    INCLUDES = "includes"
    INCLUSION_TERM = "inclusion_term"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"


class Note(msgspec.Struct, frozen=True):
    """A note of the Tabular List.

    Attributes:
        kind: A `NoteKind` value.
        text: The note as published.
        owner: The node that carries it: code, block or chapter.
        targets: The codes in its closing parentheses, as published, such as `T81.44-`.
        inherited: Whether the note stands on a node above the one that was asked for.
    """

    kind: str
    text: str
    owner: str
    targets: tuple[str, ...] = ()
    inherited: bool = False


class Excludes1Conflict(msgspec.Struct, frozen=True):
    """Two codes that an Excludes1 note forbids together (Official Guidelines, I.A.12.a).

    Attributes:
        code: The code under which the note stands.
        excluded: The code that the note excludes.
        owner: The node that carries the note.
        text: The note as published.
    """

    code: str
    excluded: str
    owner: str
    text: str
