"""The Tabular List reader: hierarchy, notes, seventh characters, and what it refuses."""

from pathlib import Path

import pytest

from codeward.codesets.entry import Kind, NoteKind
from codeward.codesets.readers.tabular_xml import TabularError, TabularNote, read_tabular
from tests.unit.codesets.tabular_sample import HEAD, SAMPLE

NODES = {node.code: node for node in read_tabular(SAMPLE).nodes}


def test_the_version_is_read() -> None:
    assert read_tabular(SAMPLE).version == "2026"


@pytest.mark.parametrize(
    ("code", "parent", "kind"),
    [
        ("CH02", None, Kind.CHAPTER),
        ("C00-C80", "CH02", Kind.BLOCK),
        ("C73-C75", "C00-C80", Kind.BLOCK),
        ("C7A-C7A", "C00-C80", Kind.BLOCK),
        ("C76-C80", "C00-C80", Kind.BLOCK),
        ("C75", "C73-C75", Kind.CATEGORY),
        ("C7A", "C7A-C7A", Kind.CATEGORY),
        ("C7A0", "C7A", Kind.CODE),
        ("S015X", "S01", Kind.SUBCATEGORY),
        ("S015X1", "S015X", Kind.CODE),
    ],
)
def test_every_node_has_its_place(code: str, parent: str | None, kind: Kind) -> None:
    assert (NODES[code].parent, NODES[code].kind) == (parent, kind)


def test_notes_keep_their_text_but_for_line_breaks() -> None:
    assert NODES["C75"].notes == (TabularNote(NoteKind.INCLUSION_TERM, "gland growth NOS"),)
    assert NODES["CH02"].notes == (TabularNote(NoteKind.EXCLUDES1, "warts (B01.-)"),)


def test_seventh_characters_stand_where_they_are_defined() -> None:
    assert NODES["S01"].seventh == (("A", "initial encounter"), ("S", "sequela"))
    assert NODES["S010"].seventh == ()


def refused(data: bytes, reason: str) -> None:
    with pytest.raises(TabularError, match=reason):
        read_tabular(data)


def test_a_document_type_is_refused() -> None:
    bomb = SAMPLE.replace(HEAD.encode(), HEAD.encode() + b'<!DOCTYPE x [<!ENTITY a "b">]>')
    refused(bomb, "document type")


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("topsecret")
    attack = SAMPLE.replace(
        HEAD.encode(),
        f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'.encode(),
    ).replace(b"warts", b"&a;")
    refused(attack, "document type")


def test_a_truncated_file_is_refused_with_its_line() -> None:
    refused(SAMPLE[:900], r"not well-formed XML \(line \d+\)")


def test_deep_nesting_is_refused() -> None:
    deep = b"<diag><name>S01</name><desc>x</desc>" * 5000 + b"</diag>" * 5000
    refused(SAMPLE.replace(b"<diag><name>C76</name>", deep + b"<diag><name>C76</name>"), ".")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"ICD10CM.tabular", b"ICD10CM.index", "root or version"),
        (b"<version>2026", b"<version>26", "root or version"),
        (b"<name>19<", b"<name>XIX<", "no number"),
        (b'id="C73-C75"', b'id="glands"', "no range"),
        (b"<name>C7A.0<", b"<name>C7A 0<", "no ICD-10-CM code"),
        (b"<name>C7A.0<", b"<name>C75<", "C75 stands twice"),
        (b"<desc>Wound of scalp</desc>", b"", "S010 has no title"),
        (b"<codeAlso>", b"<codeNever>", "unknown part|well-formed"),
        (b'char="A"', b'char="AB"', "seventh character"),
    ],
)
def test_another_structure_is_refused(old: bytes, new: bytes, reason: str) -> None:
    assert old in SAMPLE
    changed = SAMPLE.replace(old, new)
    if old == b"<codeAlso>":
        changed = changed.replace(b"</codeAlso>", b"</codeNever>")
    refused(changed, reason)


def test_a_list_without_chapters_is_refused() -> None:
    refused(b"<ICD10CM.tabular><version>2026</version></ICD10CM.tabular>", "no chapter")
