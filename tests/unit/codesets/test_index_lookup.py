"""Typed words name a place in an index, in any order, whole or begun, or what is nearest."""

import pytest

from codeward.codesets.index_lookup import nearest, place, readable, table_start, walk
from codeward.codesets.index_navigation import IndexBook
from codeward.codesets.readers.index_xml import read_index
from tests.unit.codesets.readers.small_files import NEOPLASMS, opened
from tests.unit.codesets.test_index_navigation import SmallTabular

INDEX = """<ICD10CM.index><version>2031</version><title>INDEX TO DISEASES and INJURIES</title>
<letter><title>W</title>
<mainTerm><title>Shaking, shaken</title>
 <term level="1"><title>knee</title><see>Wobble, knee</see></term></mainTerm>
<mainTerm><title>Wobble, wobbling<nemod>(mild)</nemod></title><code>M99.5-</code>
 <term level="1"><title>knee</title><code>M99.51</code><manif>M01.X0</manif></term>
 <term level="1"><title>due to</title>
  <term level="2"><title>old shoes</title><code>R01.1</code></term></term>
 <term level="1"><title>heel</title><seecat>R01</seecat></term>
 <term level="1"><title>sole, heel</title><code>R01.2</code></term>
 <term level="1"><title>heat</title><code>B99</code></term></mainTerm>
<mainTerm><title>Wood poisoning</title><seecat>T65</seecat></mainTerm>
</letter></ICD10CM.index>"""


@pytest.fixture(scope="module")
def book() -> IndexBook:
    return IndexBook(read_index(opened(INDEX)))


@pytest.fixture(scope="module")
def table() -> IndexBook:
    return IndexBook(read_index(opened(NEOPLASMS)))


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (["wobble"], "Wobble, wobbling (mild)"),
        (["wobbling", "knee"], "Wobble, wobbling (mild) > knee"),
        (["wobb", "kn"], "Wobble, wobbling (mild) > knee"),
        (["wobble", "old shoes"], "Wobble, wobbling (mild) > due to > old shoes"),
        (["wobble > knee"], "Wobble, wobbling (mild) > knee"),
        (["Wobble, wobbling (mild) > due to > old shoes"], "Wobble, wobbling (mild) > due to > old shoes"),
        (["knee wobble"], "Wobble, wobbling (mild) > knee"),
        (["knee", "wobble"], "Wobble, wobbling (mild) > knee"),
        (["old shoes wobble"], "Wobble, wobbling (mild) > due to > old shoes"),
        (["wobble", "heel"], "Wobble, wobbling (mild) > heel"),
        (["wobble", "sole"], "Wobble, wobbling (mild) > sole, heel"),
        (["shaken knee"], "Shaking, shaken > knee"),
    ],
)  # fmt: skip
def test_steps_name_a_term(book: IndexBook, steps: list[str], path: str) -> None:
    walked = walk(book, steps)
    assert walked.term is not None
    assert str(book.path(walked.term)) == path
    assert walk(book, [path]).term is walked.term


def test_an_open_step_gives_its_choices(book: IndexBook) -> None:
    assert [one.title for one in walk(book, ["wo"]).choices] == [
        "Wobble, wobbling",
        "Wood poisoning",
    ]
    below = walk(book, ["wobble", "he"])
    assert (below.term, below.missed) == (None, "")
    assert readable(book, below.choices) == (
        "Wobble, wobbling (mild) > heel",
        "Wobble, wobbling (mild) > sole, heel",
        "Wobble, wobbling (mild) > heat",
    )


def test_a_step_that_names_nothing_gives_the_nearest_terms(book: IndexBook) -> None:
    walked = walk(book, ["wobble", "shoes"])
    assert walked.missed == "shoes"
    assert readable(book, walked.choices) == ("Wobble, wobbling (mild) > due to > old shoes",)
    assert walk(book, ["zebra"]).choices == ()
    elsewhere = walk(book, ["wobble", "zebra"])
    assert elsewhere.missed == "zebra"
    assert elsewhere.choices
    assert nearest(book, "zebra", None) == ()


def test_rows_of_a_table_are_named_with_and_without_its_main_term(
    table: IndexBook, book: IndexBook
) -> None:
    start = table_start(table)
    assert start is not None
    assert table_start(book) is None
    for steps in (["knee"], ["Neoplasm, neoplastic > knee NEC"], ["neoplasm", "knee"]):
        walked = walk(table, steps, start)
        assert walked.term is not None
        assert walked.term.title == "knee NEC"
    assert readable(table, walk(table, ["left knee"], start).choices) == (
        "Neoplasm, neoplastic > knee NEC",
    )


def test_a_place_says_what_stands_there_down_to_the_tabular_list(book: IndexBook) -> None:
    knee = walk(book, ["wobble", "knee"]).term
    assert knee is not None
    found = place(book, knee, SmallTabular())
    assert found.path_text == "Wobble, wobbling (mild) > knee"
    assert (found.line.code, found.line.manifestation) == ("M9951", "M01.X0")
    assert found.landing is not None
    assert found.landing.default == "M9951"
    wobble = walk(book, ["wobble"]).term
    assert wobble is not None
    whole = place(book, wobble, SmallTabular())
    assert whole.line.incomplete
    assert [line.title for line in whole.below] == ["knee", "due to", "heel", "sole, heel", "heat"]
    heel = walk(book, ["wobble", "heel"]).term
    assert heel is not None
    assert place(book, heel, SmallTabular()).category == "R01"


def test_a_reference_lands_where_it_leads(book: IndexBook) -> None:
    shaking = walk(book, ["shaking", "knee"]).term
    assert shaking is not None
    found = place(book, shaking, SmallTabular())
    assert found.follows is not None
    assert str(found.follows.path) == "Wobble, wobbling (mild) > knee"
    assert found.landing is not None
    assert found.landing.code == "M9951"


def test_a_row_of_a_table_gives_a_code_in_each_column(table: IndexBook) -> None:
    knee = walk(table, ["knee"], table_start(table)).term
    assert knee is not None
    found = place(table, knee, SmallTabular())
    assert [(cell.column, cell.code) for cell in found.cells] == [
        ("Malignant Primary", "C402"),
        ("Benign", "D162"),
    ]
    top = table.index.terms[0]
    assert place(table, top, SmallTabular()).cells[1].landing is None
