"""Reads the official ICD-10-CM Tabular List (XML, `ICD10CM.tabular`) into plain nodes.

The file comes from outside: a document type, an entity or a network reference is refused, and so is
a structure that the reader does not know: a note that is skipped is an edit that is missing.
"""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from codeward.codesets.entry import Kind, NoteKind
from codeward.model import CodewardError

_NOTE_KINDS = {
    "notes": NoteKind.NOTE,
    "includes": NoteKind.INCLUDES,
    "inclusionTerm": NoteKind.INCLUSION_TERM,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
}
# Looked at elsewhere or without bearing on codes: the grid of H54, the table of sections, the
# sentence that introduces the seventh characters.
_PASSED_OVER = frozenset({"name", "desc", "sectionIndex", "sevenChrNote", "visualImpairment"})
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")
_SECTION = re.compile(r"[A-Z][0-9A-Z]{2}(?:-[A-Z][0-9A-Z]{2})?")
_VERSION = re.compile(r"20\d\d")
_CATEGORY_LENGTH = 3
# The official file nests nine deep; more is not the Tabular List.
_DEEPEST = 16


class TabularError(CodewardError):
    """The file is not an ICD-10-CM Tabular List that can be trusted."""


class TabularNote(msgspec.Struct, frozen=True):
    """A note of one kind, text as published."""

    kind: NoteKind
    text: str


class TabularNode(msgspec.Struct, frozen=True):
    """A chapter, block, category or code as the file lists it.

    Attributes:
        code: Undotted code; `CH01` for a chapter, a range such as `C7A-C7A` for a block.
        title: Official title.
        parent: The node above, None for a chapter.
        kind: Level; whether a leaf needs a seventh character is not decided here.
        notes: Its own notes in document order.
        seventh: Its own seventh-character definition, often empty.
    """

    code: str
    title: str
    parent: str | None
    kind: Kind
    notes: tuple[TabularNote, ...] = ()
    seventh: tuple[tuple[str, str], ...] = ()


class Tabular(msgspec.Struct, frozen=True):
    """The whole list in document order, parents before children."""

    version: str
    nodes: tuple[TabularNode, ...]


def read_tabular(data: bytes) -> Tabular:
    """All nodes of a Tabular List.

    Raises:
        TabularError: the file is no XML, carries a DTD, or is not built as the official file.
    """
    root = _root(data)
    version = (root.findtext("version") or "").strip()
    if root.tag != "ICD10CM.tabular" or not _VERSION.fullmatch(version):
        raise TabularError("the file is not an ICD-10-CM Tabular List: root or version is wrong")
    nodes = tuple(node for chapter in root.iterfind("chapter") for node in _chapter(chapter))
    if not nodes:
        raise TabularError("the Tabular List holds no chapter")
    _refuse_repeats(nodes)
    return Tabular(version, nodes)


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise TabularError(f"the Tabular List is not well-formed XML (line {line})") from None
    if b"<!DOCTYPE" in data:
        raise TabularError("the Tabular List carries a document type; the official file has none")
    return root


def _chapter(chapter: etree._Element) -> Iterator[TabularNode]:
    number = (chapter.findtext("name") or "").strip()
    if not number.isdigit():
        raise TabularError(f"line {chapter.sourceline}: a chapter has no number")
    code = f"CH{int(number):02}"
    yield _node(chapter, code, None, Kind.CHAPTER)
    groups: list[str] = []
    for section in chapter.iterfind("section"):
        block = _block_code(section)
        yield _node(section, block, _enclosing(block, groups) or code, Kind.BLOCK)
        diagnoses = section.findall("diag")
        if not diagnoses:
            groups.append(block)
        for diag in diagnoses:
            yield from _diagnoses(diag, block, 1)


def _block_code(section: etree._Element) -> str:
    """The range of a block; that of a single category is doubled, since codes must be unique."""
    name = (section.get("id") or "").strip()
    if not _SECTION.fullmatch(name):
        raise TabularError(f"line {section.sourceline}: a section has no range of codes as its id")
    return name if "-" in name else f"{name}-{name}"


def _enclosing(block: str, groups: list[str]) -> str | None:
    """The narrowest group of blocks around a block.

    The file lists groups and blocks side by side, a group before what it holds and without
    categories of its own. Ranges alone would mislead: `C7A` does not belong to `C76-C80`.
    """
    first, last = block.split("-")
    for group in reversed(groups):
        group_first, group_last = group.split("-")
        if group_first <= first and last <= group_last:
            return group
    return None


def _diagnoses(diag: etree._Element, parent: str, depth: int) -> Iterator[TabularNode]:
    name = (diag.findtext("name") or "").strip()
    if not _CODE.fullmatch(name) or depth > _DEEPEST:
        raise TabularError(f"line {diag.sourceline}: {name[:12]!r} is no ICD-10-CM code")
    code = name.replace(".", "")
    children = diag.findall("diag")
    kind = Kind.CODE if not children else Kind.SUBCATEGORY
    yield _node(diag, code, parent, Kind.CATEGORY if len(code) == _CATEGORY_LENGTH else kind)
    for child in children:
        yield from _diagnoses(child, code, depth + 1)


def _node(element: etree._Element, code: str, parent: str | None, kind: Kind) -> TabularNode:
    title = _text(element.find("desc"))
    if not title:
        raise TabularError(f"line {element.sourceline}: {code} has no title")
    notes: list[TabularNote] = []
    seventh: tuple[tuple[str, str], ...] = ()
    for part in element:
        if part.tag in _NOTE_KINDS:
            texts = (_text(note) for note in part.iterfind("note"))
            notes += (TabularNote(_NOTE_KINDS[part.tag], text) for text in texts if text)
        elif part.tag == "sevenChrDef":
            seventh = tuple(_extension(extension) for extension in part.iterfind("extension"))
        elif part.tag not in _PASSED_OVER and part.tag not in {"diag", "section"}:
            raise TabularError(f"line {part.sourceline}: unknown part {part.tag!r} under {code}")
    return TabularNode(code, title, parent, kind, tuple(notes), seventh)


def _extension(extension: etree._Element) -> tuple[str, str]:
    character = (extension.get("char") or "").strip()
    meaning = _text(extension)
    if len(character) != 1 or not meaning:
        raise TabularError(f"line {extension.sourceline}: a seventh character is not defined")
    return character, meaning


def _text(element: etree._Element | None) -> str:
    """Text with every run of white space as one blank: the file wraps long lines."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _refuse_repeats(nodes: tuple[TabularNode, ...]) -> None:
    seen: set[str] = set()
    for node in nodes:
        if node.code in seen:
            raise TabularError(f"{node.code} stands twice in the Tabular List")
        seen.add(node.code)
