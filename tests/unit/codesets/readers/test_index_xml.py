"""The four indexes of ICD-10-CM."""

import pytest

from codeward.codesets.readers.index_xml import IndexCode, IndexKind, index_code, read_index
from codeward.codesets.readers.reader_error import ReaderError
from tests.unit.codesets.readers.small_files import INDEX, NEOPLASMS, opened


def test_an_index_gives_its_terms_in_order_with_all_their_parts() -> None:
    index = read_index(opened(INDEX))
    assert (index.kind, index.version, len(index.terms)) == (IndexKind.DISEASES, "2031", 7)
    wobble, knee, fever = index.terms[:3]
    assert (wobble.title, wobble.modifiers) == ("Wobble, wobbling NEC", "(mild) (severe)")
    assert wobble.code == IndexCode("R998")
    assert knee.code == IndexCode("M995", incomplete=True)
    assert (knee.parent, knee.level, knee.manifestation) == (0, 1, "M01.X0")
    assert (fever.parent, fever.level, fever.see_also) == (1, 2, "Fever")
    assert index.terms[6].category == "T65"


def test_a_table_gives_cells_by_column_and_none_for_a_dash() -> None:
    index = read_index(opened(NEOPLASMS))
    assert index.kind is IndexKind.NEOPLASMS
    assert index.columns[1] == (2, "Malignant Primary")
    top, knee = index.terms
    assert [cell.code for cell in top.cells] == [IndexCode("C801"), None]
    assert knee.cells[0].code == IndexCode("C402", incomplete=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [("A00", IndexCode("A00")), ("T81.44-", IndexCode("T8144", incomplete=True)),
     ("A00.-", IndexCode("A00", incomplete=True)), ("QA1.7", IndexCode("QA17")), ("A0", None),
     ("a00", None), ("A00.12345", None)],
)  # fmt: skip
def test_codes_as_an_index_writes_them(text: str, code: IndexCode | None) -> None:
    assert index_code(text) == code


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("R99.8", "R9", "is no ICD-10-CM code"),
        ('level="2"', 'level="3"', "states level"),
        ("<manif>M01.X0</manif>", "<oops>M</oops>", "unknown part 'oops'"),
        ("<title>knee</title>", "<diff><new>knee</new></diff>", "tracked changes"),
        ("<version>2031</version>", "", "names no year"),
        ("INDEX TO DISEASES", "INDEX TO NOTHING", "none of the four"),
        ("ICD10CM.index", "ICD9.index", "root"),
        ("</letter></ICD10CM.index>", "", "not well-formed XML, or not whole"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        read_index(opened(INDEX.replace(old, new)))


def test_a_cell_in_an_unknown_column_is_refused_with_its_line() -> None:
    with pytest.raises(ReaderError, match="line 5: column 9 is unknown") as refusal:
        read_index(opened(NEOPLASMS.replace('<cell col="2">C40.2-', '<cell col="9">C40.2-')))
    assert refusal.value.records[0].line == 5
